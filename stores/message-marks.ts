import { computed } from 'vue'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import { readPins } from '@/engine/chat/pins.ts'
import { readReactions, type Reaction } from '@/engine/chat/reactions.ts'
import type { EntryRow, TargetKey } from '@/engine/storage/database.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** A message as far as it's needed here. */
type Shown = Pick<EntryRow, 'authorId' | 'seq' | 'digest'> & { readonly replyTo?: EntryRow['replyTo'] }

/** Most have none, and an item that is given the same again is not drawn again. */
const none: readonly Reaction[] = []

/** The reactions to messages that are shown. */
export function useReactions(roomId: () => string, rows: () => readonly Shown[]) {
  const found = useLiveQuery(
    () => ({ roomId: roomId(), keys: rows().map(keyOf) }),
    ({ keys, roomId }) => readReactions(database, roomId, keys),
  )
  return (key: TargetKey): readonly Reaction[] => found.value?.get(key) ?? none
}

/** A message that is shown elsewhere than in its place. */
export interface PinnedMessage {
  readonly key: TargetKey
  readonly row: EntryRow
  /** Who pinned it, the newest first. */
  readonly people: readonly { readonly authorId: string; readonly name: string }[]
}

/** The messages that are pinned in a room and are there, the newest pin first. */
export function usePins(roomId: () => string) {
  const found = useLiveQuery(roomId, async (id) => {
    const pins = await readPins(database, id)
    const keys = [...new Set(pins.map(({ target }) => target))]
    const rows = await readMessages(id, keys)
    return {
      roomId: id,
      pinned: keys.flatMap((key): PinnedMessage[] => {
        const row = rows.get(key)
        const people = pins
          .filter(({ target }) => target === key)
          .map(({ authorId, authorName }) => ({ authorId, name: authorName }))
        return row && !row.isGone ? [{ key, row, people }] : []
      }),
    }
  })
  return computed(() => (found.value?.roomId === roomId() ? found.value.pinned : []))
}

/** The messages that are named by these keys, as far as they are here. */
export async function readMessages(
  roomId: string,
  keys: readonly TargetKey[],
): Promise<Map<TargetKey, EntryRow>> {
  const places = keys.map((key) => {
    const [authorId = '', seq = ''] = key.split(' ')
    return [roomId, authorId, Number(seq)]
  })
  const rows = await database.entries.where('[roomId+authorId+seq]').anyOf(places).toArray()
  const wanted = new Set(keys)
  return new Map(rows.flatMap((row) => (wanted.has(keyOf(row)) ? [[keyOf(row), row] as const] : [])))
}

/** A message as it is on disk, as long as it's asked for. */
export function useMessage(roomId: () => string, key: () => TargetKey | undefined) {
  const found = useLiveQuery(
    () => ({ roomId: roomId(), key: key() }),
    async ({ key, roomId }) => {
      const row = key === undefined ? undefined : (await readMessages(roomId, [key])).get(key)
      return row && { key, row }
    },
  )
  return computed(() => (found.value?.key === key() ? found.value?.row : undefined))
}

/** The messages that those which are shown answer. */
export function useQuoted(roomId: () => string, rows: () => readonly Shown[]) {
  const keys = () => [...new Set(rows().flatMap(({ replyTo }) => (replyTo ? [keyOf(replyTo)] : [])))]
  const found = useLiveQuery(
    () => ({ roomId: roomId(), keys: keys() }),
    ({ keys, roomId }) => readMessages(roomId, keys),
  )
  return (key: TargetKey): EntryRow | undefined => found.value?.get(key)
}
