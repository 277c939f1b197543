import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { limits } from '@/engine/base/limits.ts'
import type { LiveEntry } from '@/engine/chat/live-entry.ts'

/** What was typed in this panel and is on its way to the host's disk. */
export interface OutgoingMessage {
  readonly roomId: string
  readonly nonce: string
  readonly text: string
  readonly replyTo?: NonNullable<LiveEntry['replyTo']>
  readonly atMs: number
}

/** Once it is on disk, an entry is soon among what the database shows. */
const keptMs = 10_000
/** Longer no timer is asked to wait. */
const maxLiveMs = 86_400_000

const refOf = ({ authorId, seq }: Pick<LiveEntry, 'authorId' | 'seq'>) => `${authorId} ${seq}`

/**
 * What was said just now and the database does not show yet: others' words come here once they are verified, our own
 * as they are sent.
 */
export const useLiveEntriesStore = defineStore('live-entries', () => {
  const entries = shallowRef<ReadonlyMap<string, readonly LiveEntry[]>>(new Map())
  const outgoing = ref<readonly OutgoingMessage[]>([])
  /** What a panel called its message before it had a number, so that it stays the same element. */
  const nonces = new Map<string, string>()
  /** Over before they were shown. */
  const ended = new Set<string>()

  function change(roomId: string, to: (known: readonly LiveEntry[]) => readonly LiveEntry[]) {
    const changed = new Map(entries.value)
    const left = to(changed.get(roomId) ?? [])
    if (left.length > 0) changed.set(roomId, left)
    else changed.delete(roomId)
    entries.value = changed
  }

  function remove(roomId: string, refs: ReadonlySet<string>) {
    change(roomId, (known) => known.filter((entry) => !refs.has(refOf(entry))))
  }

  /** What disappears is shown from here no longer than from the disk. */
  function removeWhenDue(roomId: string, entry: LiveEntry) {
    if (entry.expiresAfterS === undefined) return
    const waitMs = entry.receivedAtMs + 1_000 * entry.expiresAfterS - Date.now()
    // By then the disk shows it.
    setTimeout(() => remove(roomId, new Set([refOf(entry)])), Math.max(0, Math.min(waitMs, maxLiveMs)))
  }

  function noteNonce(entry: LiveEntry) {
    if (entry.nonce === undefined) return
    nonces.set(refOf(entry), entry.nonce)
    for (const oldest of nonces.keys()) {
      if (nonces.size <= limits.maxLiveEntries) break
      nonces.delete(oldest)
    }
  }

  return {
    entries,
    outgoing,
    /** What tells an entry from others as long as the panel is open. */
    keyOf: (entry: Pick<LiveEntry, 'authorId' | 'seq'>) => nonces.get(refOf(entry)) ?? refOf(entry),
    add(roomId: string, said: readonly LiveEntry[]) {
      for (const entry of said) noteNonce(entry)
      const refs = new Set(said.map(refOf))
      for (const entry of said) removeWhenDue(roomId, entry)
      change(roomId, (known) =>
        [...known.filter((entry) => !refs.has(refOf(entry))), ...said].slice(-limits.maxLiveEntries),
      )
    },
    handleKept(roomId: string, kept: readonly Pick<LiveEntry, 'authorId' | 'seq'>[]) {
      const refs = new Set(kept.map(refOf))
      setTimeout(() => remove(roomId, refs), keptMs)
    },
    forget: (roomId: string) => change(roomId, () => []),
    /** Shows a message of ours, as one that waits, from the next frame on: what sends it goes first. */
    begin(message: OutgoingMessage) {
      requestAnimationFrame(() => {
        if (!ended.delete(message.nonce)) outgoing.value = [...outgoing.value, message]
      })
    },
    /** It is among the entries, or was refused. */
    end(nonce: string) {
      if (outgoing.value.some((message) => message.nonce === nonce)) {
        outgoing.value = outgoing.value.filter((message) => message.nonce !== nonce)
      } else ended.add(nonce)
    },
  }
})
