import type { Problem } from '@/engine/base/problem.ts'
import { createHostClient } from '@/ipc/host-client.ts'
import { platform } from './current.ts'

/** Longer than a host takes to start; then the request itself says that there is none. */
const snapshotTimeoutMs = 6_000

/**
 * Joins a room's call from outside a panel; where we are in it already, opens the microphone. What keeps it from
 * starting is given back.
 */
export async function startCall(roomId: string): Promise<Problem | undefined> {
  const snapshot = Promise.withResolvers<string | undefined>()
  const client = createHostClient({
    openPort: platform.openHostPort,
    onUpdate(update) {
      if (update.type === 'snapshot') snapshot.resolve(update.call?.roomId)
    },
    onLost: () => undefined,
  })
  setTimeout(() => snapshot.resolve(undefined), snapshotTimeoutMs)
  const isInIt = (await snapshot.promise) === roomId
  const outcome = await client.ask('call', isInIt ? { type: 'open-microphone' } : { type: 'join', roomId })
  client.close()
  return outcome.ok ? undefined : outcome.problem
}
