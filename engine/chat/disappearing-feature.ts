import type { Feature } from '../session/feature.ts'

/**
 * Tells peers that this client takes off its disk what is to disappear, and panels which peers don't say so. It has no
 * messages: how long something is kept is said in the log itself.
 */
export const disappearing = (): Feature<never> => ({
  protocol: { name: 'disappearing', version: 1, channel: 'chat', messages: {} },
  handleOpen: () => undefined,
  handle: () => 'malformed',
  close: () => undefined,
})
