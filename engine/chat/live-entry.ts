import type { Incoming } from './intake.ts'
import type { SignedEntryColumns } from '../storage/database.ts'
import type { VerifiedEntry } from './signed-entry.ts'

/**
 * An entry that was said just now, as panels are told of it: another's once it is verified, and before it is on disk;
 * our own once it is on disk.
 */
export interface LiveEntry extends Omit<
  SignedEntryColumns,
  'authorKey' | 'prev' | 'signature' | 'signedText'
> {
  readonly receivedAtMs: number
  /** Of an own entry: what the panel that said it called it meanwhile. */
  readonly nonce?: string
}

export function liveEntry(entry: VerifiedEntry, receivedAtMs: number, nonce?: string): LiveEntry {
  const { authorKey: _key, prev: _prev, signature: _signature, signedText: _text, ...rest } = entry
  return { ...rest, receivedAtMs, ...(nonce !== undefined && { nonce }) }
}

/** Picks of what was verified what its author said just now: not what comes again, nor what comes late. */
export function pickLive(
  arrivals: ReadonlyMap<VerifiedEntry, Incoming['arrival']>,
  link: Incoming['link'],
  nowMs: number,
): LiveEntry[] {
  const live: LiveEntry[] = []
  for (const [entry, arrival] of arrivals) {
    if (arrival !== 'live' || entry.authorId !== link.peer.peerId) continue
    if (link.newestSeq === undefined || entry.seq <= link.newestSeq) continue
    link.newestSeq = entry.seq
    // What only changes other entries is shown once it's on disk.
    if (!entry.isShown) continue
    live.push(liveEntry(entry, nowMs))
  }
  return live
}
