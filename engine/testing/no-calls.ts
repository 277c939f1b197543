import type { Calls } from '../call/calls.ts'

/** Calls of a host that can hold none: for tests of everything else. */
export const noCalls = (): Calls => ({
  view: () => undefined,
  act: () => Promise.resolve({ ok: false, problem: { kind: 'not-in-call' } }),
  setWatched: () => undefined,
  handleRoom: () => undefined,
  handleRoomLeft: () => undefined,
  handleSignal: () => undefined,
})
