import { Dexie } from 'dexie'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { hasGapBefore } from '@/engine/chat/gaps.ts'
import { isKnownKind, shownOf } from '@/engine/chat/kinds/index.ts'
import { inThread } from '@/engine/chat/sort-key.ts'
import { limits } from '@/engine/base/limits.ts'
import type { LiveEntry } from '@/engine/chat/live-entry.ts'
import type { EntryRow, EquivocationRow, SignedEntryColumns } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveEntriesStore, type OutgoingMessage } from './live-entries.ts'
import { useLiveQuery } from './live-query.ts'
import type { Author } from './people.ts'

const pageSize = 100

/** What is shown of an entry, on disk or not yet. */
export type EntryView = Omit<LiveEntry, 'nonce'> &
  Pick<EntryRow, 'sortKey'> &
  Partial<Pick<EntryRow, 'editSeq' | 'editedAtMs' | 'isGone'>>

/** An entry as it is shown. */
export interface ShownEntry {
  /** Stays as long as the entry is shown. */
  readonly key: string
  readonly entry: EntryView
  /** Typed here, and not on disk yet. */
  readonly isOutgoing: boolean
  /** Undefined where this client doesn't know its kind. */
  readonly text: string | undefined
  /** Other texts that its author signed under the same number. */
  readonly contradictions: readonly (string | undefined)[]
  /** Its author says that another one came before, and that one has not arrived by then (milliseconds since 1970). */
  readonly gapSinceMs: number | undefined
}

const textOf = (entry: SignedEntryColumns) => (isKnownKind(entry.kind) ? shownOf(entry).text : undefined)

const underOneNumber = ({ authorId, seq }: SignedEntryColumns) => `${authorId} ${seq}`

/** Most entries have none, and an item that is given the same again is not drawn again. */
const none: readonly (string | undefined)[] = []

/** What the database has beside a room's entries: second texts, and which numbers of each author are there. */
async function readBeside(roomId: string) {
  const ofRoom = [
    [roomId, Dexie.minKey],
    [roomId, Dexie.maxKey],
  ] as const
  const [equivocations, vectors] = await Promise.all([
    database.equivocations
      .where('[roomId+authorId+seq+digest]')
      .between(...ofRoom)
      .toArray(),
    database.versionVectors
      .where('[roomId+authorId]')
      .between(...ofRoom)
      .toArray(),
  ])
  const others = new Map<string, EquivocationRow[]>()
  for (const row of equivocations) {
    others.set(underOneNumber(row), [...(others.get(underOneNumber(row)) ?? []), row])
  }
  return { roomId, others, vectors: new Map(vectors.map((vector) => [vector.authorId, vector])) }
}

type Beside = Awaited<ReturnType<typeof readBeside>>

const shownWith = (key: string, entry: EntryRow, beside: Beside | undefined): ShownEntry => ({
  key,
  entry,
  isOutgoing: false,
  text: textOf(entry),
  contradictions: beside?.others.get(underOneNumber(entry))?.map(textOf) ?? none,
  gapSinceMs:
    beside && hasGapBefore(entry, beside.vectors.get(entry.authorId)?.ranges ?? [])
      ? entry.receivedAtMs + limits.gapGraceMs
      : undefined,
})

/** More are not shown at once, however far back somebody wants to look. */
const maxShown = 5_000

/** Messages from a sort key on, the newest of all included. */
const countFrom = (roomId: string, sortKey: number) =>
  database.entries
    .where('[roomId+isShown+sortKey+authorId+seq]')
    .between([roomId, 1, sortKey], [roomId, 1, Dexie.maxKey], true, true)
    .count()

/** What is not among `rows` yet, behind them. */
function shownBehind(
  rows: readonly EntryRow[],
  said: readonly LiveEntry[],
  outgoing: readonly OutgoingMessage[],
  me: Author,
  keyOf: (entry: LiveEntry) => string,
): ShownEntry[] {
  const behind = { text: undefined, contradictions: none, gapSinceMs: undefined }
  let sortKey = rows.at(-1)?.sortKey ?? 0
  const place = (atMs: number) => (sortKey = Math.max(sortKey + 1, atMs))
  const newest = new Map(rows.map(({ authorId, seq }) => [authorId, seq]))
  const live = said
    .filter(({ authorId, seq }) => seq > (newest.get(authorId) ?? 0))
    .map((entry) => ({
      ...behind,
      key: keyOf(entry),
      entry: { ...entry, sortKey: place(entry.receivedAtMs) },
      isOutgoing: false,
      text: entry.text,
    }))
  const known = new Set(said.map(({ nonce }) => nonce))
  const waiting = outgoing
    .filter(({ nonce }) => !known.has(nonce))
    .map(({ atMs, nonce, replyTo, text }) => ({
      ...behind,
      key: nonce,
      entry: {
        ...me,
        kind: 'text',
        seq: 0,
        digest: nonce,
        atMs,
        receivedAtMs: atMs,
        sortKey: place(atMs),
        ...(replyTo && { replyTo }),
      },
      isOutgoing: true,
      text,
    }))
  return [...live, ...waiting]
}

/** The same row is the same object, so that what shows it is not drawn again. */
function sameRows(rows: readonly EntryRow[], before: readonly EntryRow[]): EntryRow[] {
  const known = new Map(before.map((row) => [row.order, row]))
  return rows.map((row) => {
    const same = known.get(row.order)
    const isSame =
      same?.digest === row.digest &&
      same.sortKey === row.sortKey &&
      same.editSeq === row.editSeq &&
      same.isGone === row.isGone
    return isSame ? same : row
  })
}

/** A room's entries, the newest `pageSize` of them until more are asked for, and what was said since. */
export function useHistory(roomId: () => string, me: () => Author) {
  const live = useLiveEntriesStore()
  const shown = ref(pageSize)
  /** While somebody reads what is not the newest, the oldest that is shown stays the oldest. */
  const isHeld = ref(false)
  const heldFrom = ref<number>()
  watch(
    roomId,
    () => {
      shown.value = pageSize
      isHeld.value = false
      heldFrom.value = undefined
    },
    { flush: 'sync' },
  )

  let rows: readonly EntryRow[] = []
  const found = useLiveQuery(
    () => ({ roomId: roomId(), wanted: shown.value, from: heldFrom.value }),
    async ({ from, roomId, wanted }) => {
      const held = from === undefined ? 0 : await countFrom(roomId, from)
      const limit = Math.min(Math.max(wanted, held), maxShown)
      // One more than is shown tells whether there are earlier ones.
      const newestFirst = await inThread(database.entries, roomId)
        .reverse()
        .limit(limit + 1)
        .toArray()
      return {
        roomId,
        entries: (rows = sameRows(newestFirst.slice(0, limit).reverse(), rows)),
        hasEarlier: newestFirst.length > limit,
      }
    },
  )

  // By itself: a new entry is shown before anything is looked up about it.
  const lookedUp = useLiveQuery(roomId, readBeside)

  /** Not what was found for the room before. */
  const current = computed(() => (found.value?.roomId === roomId() ? found.value : undefined))
  const beside = computed(() => (lookedUp.value?.roomId === roomId() ? lookedUp.value : undefined))

  function holdFrom(oldest: number | undefined) {
    heldFrom.value = isHeld.value ? oldest : undefined
  }
  watch(
    () => current.value?.entries[0]?.sortKey,
    (oldest) => {
      if (heldFrom.value === undefined) holdFrom(oldest)
    },
  )

  /** Asks for so many, whatever was held. */
  function show(count: number) {
    heldFrom.value = undefined
    shown.value = count
  }

  return {
    /** Whether what is shown is being read at another place than its end: nothing is taken away above it then. */
    hold(isReading: boolean) {
      if (isReading === isHeld.value) return
      isHeld.value = isReading
      holdFrom(current.value?.entries[0]?.sortKey)
    },
    /** Shows a message that is on disk, with some before it; false where it's too far back. */
    async reveal({ sortKey }: Pick<EntryRow, 'sortKey'>): Promise<boolean> {
      const count = await countFrom(roomId(), sortKey)
      if (count + pageSize > maxShown) return false
      if (count > (current.value?.entries.length ?? 0)) show(count + pageSize)
      return true
    },
    /** Oldest first; undefined until the database has answered. */
    entries: computed(() => {
      const kept = current.value?.entries
      return (
        kept && [
          ...kept.map((entry) => shownWith(live.keyOf(entry), entry, beside.value)),
          ...shownBehind(
            kept,
            live.entries.get(roomId()) ?? [],
            live.outgoing.filter((message) => message.roomId === roomId()),
            me(),
            live.keyOf,
          ),
        ]
      )
    }),
    hasEarlier: computed(() => current.value?.hasEarlier ?? false),
    showEarlier: () => show((current.value?.entries.length ?? 0) + pageSize),
  }
}

/** Whether what is missing has been for so long that it is said; looks again when that is so. */
export function useGaps(entries: () => readonly ShownEntry[]) {
  const nowMs = ref(Date.now())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    [entries, nowMs],
    () => {
      clearTimeout(timer)
      nowMs.value = Date.now()
      const due = entries().flatMap(({ gapSinceMs }) =>
        gapSinceMs !== undefined && gapSinceMs > nowMs.value ? [gapSinceMs] : [],
      )
      if (due.length === 0) return
      timer = setTimeout(() => (nowMs.value = Date.now()), Math.min(...due) - nowMs.value + 1)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return ({ gapSinceMs }: ShownEntry): boolean => gapSinceMs !== undefined && gapSinceMs <= nowMs.value
}
