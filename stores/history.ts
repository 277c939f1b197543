import { Dexie } from 'dexie'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { hasGapBefore } from '@/engine/chat/gaps.ts'
import { isKnownKind, shownOf } from '@/engine/chat/kinds/index.ts'
import { inOrderShown } from '@/engine/chat/sort-key.ts'
import { limits } from '@/engine/base/limits.ts'
import type { EntryRow, EquivocationRow, SignedEntryColumns } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

const pageSize = 100

/** An entry as it is shown. */
export interface ShownEntry {
  readonly entry: EntryRow
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

const shownWith = (entry: EntryRow, beside: Beside | undefined): ShownEntry => ({
  entry,
  text: textOf(entry),
  contradictions: beside?.others.get(underOneNumber(entry))?.map(textOf) ?? none,
  gapSinceMs:
    beside && hasGapBefore(entry, beside.vectors.get(entry.authorId)?.ranges ?? [])
      ? entry.receivedAtMs + limits.gapGraceMs
      : undefined,
})

/** A room's entries, the newest `pageSize` of them until more are asked for. */
export function useHistory(roomId: () => string) {
  const shown = ref(pageSize)
  watch(roomId, () => (shown.value = pageSize))

  const found = useLiveQuery(
    () => ({ roomId: roomId(), limit: shown.value }),
    async ({ roomId, limit }) => {
      // One more than is shown tells whether there are earlier ones.
      const newestFirst = await inOrderShown(database.entries, roomId)
        .reverse()
        .limit(limit + 1)
        .toArray()
      return {
        roomId,
        entries: newestFirst.slice(0, limit).reverse(),
        hasEarlier: newestFirst.length > limit,
      }
    },
  )

  // By itself: a new entry is shown before anything is looked up about it.
  const lookedUp = useLiveQuery(roomId, readBeside)

  /** Not what was found for the room before. */
  const current = computed(() => (found.value?.roomId === roomId() ? found.value : undefined))
  const beside = computed(() => (lookedUp.value?.roomId === roomId() ? lookedUp.value : undefined))

  return {
    /** Oldest first; undefined until the database has answered. */
    entries: computed(() => current.value?.entries.map((entry) => shownWith(entry, beside.value))),
    hasEarlier: computed(() => current.value?.hasEarlier ?? false),
    showEarlier: () => (shown.value += pageSize),
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
