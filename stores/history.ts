import { Dexie } from 'dexie'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { hasGapBefore } from '@/engine/chat/gaps.ts'
import { droppedAmong } from '@/engine/chat/changes.ts'
import { isKnownKind, shownOf } from '@/engine/chat/kinds/index.ts'
import { targetKey } from '@/engine/chat/kinds/reference.ts'
import { limits } from '@/engine/base/limits.ts'
import type { LiveEntry } from '@/engine/chat/live-entry.ts'
import type { EntryRow, EquivocationRow, SignedEntryColumns } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { readHistoryPage, type ShownPlace } from './history-page.ts'
import { useLiveEntriesStore, type OutgoingMessage } from './live-entries.ts'
import { useLiveQuery } from './live-query.ts'
import type { Author } from './people.ts'

/** What is shown of an entry, on disk or not yet; until it is, its place and number are as good as certain. */
export type EntryView = Omit<LiveEntry, 'nonce'> &
  Pick<EntryRow, 'order' | 'roomId' | 'sortKey'> &
  Partial<Pick<EntryRow, 'editSeq' | 'editedAtMs' | 'isGone' | 'dueAtMs'>>

/** An entry as it is shown. */
export interface ShownEntry {
  /** Stays as long as the entry is shown. */
  readonly key: string
  readonly entry: EntryView
  /** `outgoing`: typed here, and not on disk yet; `live`: said just now, and not read from the disk yet. */
  readonly state: 'kept' | 'live' | 'outgoing'
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

/** The missing one that an entry names as the one before, as the database finds it. */
const missingBefore = ({ authorId, prev }: EntryRow) => prev && targetKey(authorId, ...prev)

type Beside = Awaited<ReturnType<typeof readBeside>>

const shownWith = (key: string, entry: EntryRow, beside: Beside | undefined): ShownEntry => ({
  key,
  entry,
  state: 'kept',
  text: textOf(entry),
  contradictions: beside?.others.get(underOneNumber(entry))?.map(textOf) ?? none,
  gapSinceMs:
    beside && hasGapBefore(entry, beside.vectors.get(entry.authorId)?.ranges ?? [], Date.now())
      ? entry.receivedAtMs + limits.gapGraceMs
      : undefined,
})

/** What is not among `rows` yet, behind them. */
function shownBehind(
  roomId: string,
  rows: readonly EntryRow[],
  said: readonly LiveEntry[],
  outgoing: readonly OutgoingMessage[],
  me: Author,
  keyOf: (entry: LiveEntry) => string,
): ShownEntry[] {
  const behind = { text: undefined, contradictions: none, gapSinceMs: undefined }
  let sortKey = rows.at(-1)?.sortKey ?? 0
  let order = rows.reduce((newest, row) => Math.max(newest, row.order), 0)
  function place(atMs: number) {
    sortKey = Math.max(sortKey + 1, atMs)
    order += 1
    return { roomId, order, sortKey }
  }
  const newest = new Map(rows.map(({ authorId, seq }) => [authorId, seq]))
  const live = said
    .filter(({ authorId, seq }) => seq > (newest.get(authorId) ?? 0))
    .map((entry) => ({
      ...behind,
      key: keyOf(entry),
      entry: { ...entry, ...place(entry.receivedAtMs) },
      state: 'live' as const,
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
        ...(replyTo && { replyTo }),
        ...place(atMs),
      },
      state: 'outgoing' as const,
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

/** A part of a room's history: the newest, and what was said since, or what is around a place. */
export function useHistory(roomId: () => string, me: () => Author) {
  const live = useLiveEntriesStore()
  const around = shallowRef<{ readonly roomId: string; readonly place: ShownPlace }>()
  const place = () => (around.value?.roomId === roomId() ? around.value.place : undefined)

  let rows: readonly EntryRow[] = []
  const found = useLiveQuery(
    () => ({ roomId: roomId(), place: place() }),
    async (asked) => {
      const page = await readHistoryPage(database, asked.roomId, asked.place)
      rows = sameRows(page.entries, rows)
      return { ...page, entries: rows, place: asked.place }
    },
  )

  // By itself: a new entry is shown before anything is looked up about it.
  const lookedUp = useLiveQuery(roomId, readBeside)

  /** Not what was found for the room before. */
  const current = computed(() => (found.value?.roomId === roomId() ? found.value : undefined))
  const beside = computed(() => (lookedUp.value?.roomId === roomId() ? lookedUp.value : undefined))

  /** Missing ones that their author deleted before they came: nobody waits for them. */
  const dropped = useLiveQuery(
    () => {
      const vectors = beside.value?.vectors
      const rows = current.value?.entries ?? []
      const keys = rows.flatMap((row) =>
        vectors && hasGapBefore(row, vectors.get(row.authorId)?.ranges ?? [], Date.now())
          ? (missingBefore(row) ?? [])
          : [],
      )
      return { roomId: roomId(), keys }
    },
    ({ keys, roomId }) => droppedAmong(database, roomId, keys),
  )
  function withoutDropped(shown: ShownEntry, row: EntryRow): ShownEntry {
    const missing = shown.gapSinceMs === undefined ? null : missingBefore(row)
    return missing && dropped.value?.has(missing) ? { ...shown, gapSinceMs: undefined } : shown
  }

  return {
    /** Oldest first; undefined until the database has answered. */
    entries: computed(() => {
      if (!current.value) return undefined
      const { entries: kept, hasLater, place: shownPlace } = current.value
      const nowMs = Date.now()
      // Where the host wasn't there to take it off the disk in time, it does so now.
      const due = kept.filter((entry) => !entry.isExpired && (entry.dueAtMs ?? Infinity) > nowMs)
      const shown = due.map((entry) =>
        withoutDropped(shownWith(live.keyOf(entry), entry, beside.value), entry),
      )
      if (shownPlace || hasLater) return shown
      const said = live.entries.get(roomId()) ?? []
      const outgoing = live.outgoing.filter((message) => message.roomId === roomId())
      return [...shown, ...shownBehind(roomId(), kept, said, outgoing, me(), live.keyOf)]
    }),
    hasEarlier: computed(() => current.value?.hasEarlier ?? false),
    hasLater: computed(() => current.value?.hasLater ?? false),
    /** The newest are shown, and what comes is shown with them. */
    isAtNewest: computed(() => place() === undefined),
    /** What is around a place was asked for and has not come yet. */
    isTurning: computed(() => current.value?.place !== place()),
    /** What is around this place is shown from now on, whatever comes; the newest where there is none. */
    showAround(next: ShownPlace | undefined) {
      around.value = next && { roomId: roomId(), place: next }
    },
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
