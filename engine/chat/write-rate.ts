import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'

/**
 * How fast each peer may have us write: so much at once, and from then on so much each second, whatever links it opens.
 * Nothing is refused: what is too fast waits, is confirmed when it is written, and so slows down whoever heeds that.
 */
export function createWriteRate(clock: Clock) {
  const perMs = limits.writtenCharactersPerSecond / 1_000
  /** What is being written for each, as if the disk took no more than that. */
  const levels = new Map<string, { readonly characters: number; readonly atMs: number }>()

  function levelOf(peerId: string, nowMs: number): number {
    const level = levels.get(peerId)
    return level ? Math.max(0, level.characters - Math.max(0, nowMs - level.atMs) * perMs) : 0
  }

  return {
    /** How long this peer has to wait until more is written for it. */
    waitMs: (peerId: string): number =>
      Math.max(0, (levelOf(peerId, clock.nowMs()) - limits.maxWriteBurstCharacters) / perMs),

    /** Notes that so much is written for a peer. */
    charge(peerId: string, characters: number) {
      const nowMs = clock.nowMs()
      if (!levels.has(peerId)) {
        for (const id of levels.keys()) if (levelOf(id, nowMs) === 0) levels.delete(id)
      }
      levels.set(peerId, { characters: levelOf(peerId, nowMs) + characters, atMs: nowMs })
    },
  }
}
