import { Dexie } from 'dexie'
import type { EntryRow, SidetoneDatabase, TargetKey } from '../storage/database.ts'
import { keyOf, parseTarget } from './kinds/reference.ts'
import { dropText, expired } from './lifetime.ts'
import { noteMark } from './marks.ts'

/** The entries of a kind that an author wrote about one of its own, ascending. */
function about(
  { entries }: SidetoneDatabase,
  roomId: string,
  target: TargetKey,
  kind: 'edit' | 'delete',
  authorId: string,
) {
  const first = [roomId, target, kind, authorId]
  return entries
    .where('[roomId+target+kind+authorId+seq]')
    .between([...first, Dexie.minKey], [...first, Dexie.maxKey])
}

/** The edits of an entry by its author, the newest of them, ascending. */
export async function editsOf(
  database: SidetoneDatabase,
  roomId: string,
  target: TargetKey,
  count: number,
): Promise<EntryRow[]> {
  const { authorId } = parseTarget(target)
  const newestFirst = await about(database, roomId, target, 'edit', authorId).reverse().limit(count).toArray()
  return newestFirst.reverse()
}

/** The row that a key names, if it's here. */
async function findTarget({ entries }: SidetoneDatabase, roomId: string, target: TargetKey) {
  const { authorId, digest, seq } = parseTarget(target)
  const row = await entries.where('[roomId+authorId+seq]').equals([roomId, authorId, seq]).first()
  return row?.digest === digest ? row : undefined
}

/** Takes the text of an entry, and of its edits, off the disk. */
async function drop(database: SidetoneDatabase, roomId: string, target: TargetKey, row?: EntryRow) {
  const { authorId } = parseTarget(target)
  if (row && !row.isGone) await database.entries.put(dropText(row))
  await about(database, roomId, target, 'edit', authorId).modify((edit, ref) => {
    ref.value = dropText(edit)
  })
}

/** Takes what was said of an entry whose time is over off the disk, and its edits. */
async function forgetAbout(database: SidetoneDatabase, roomId: string, target: TargetKey) {
  const { authorId } = parseTarget(target)
  await database.marks.where('[roomId+target]').equals([roomId, target]).delete()
  await about(database, roomId, target, 'edit', authorId).modify((edit, ref) => {
    if (!edit.isGone) ref.value = expired(edit)
  })
}

/** Brings a text to what its author's other entries make of it, whichever of them came first. */
async function settle(database: SidetoneDatabase, roomId: string, target: TargetKey): Promise<void> {
  const { authorId } = parseTarget(target)
  const found = await findTarget(database, roomId, target)
  const row = found?.kind === 'text' ? found : undefined
  if (row?.isExpired) return forgetAbout(database, roomId, target)
  const isDeleted = (await about(database, roomId, target, 'delete', authorId).first()) !== undefined
  if (isDeleted) return drop(database, roomId, target, row)
  const edit = await about(database, roomId, target, 'edit', authorId).last()
  // Its last words are gone, and the ones before were meant to be gone by then.
  if (row && edit?.isExpired) return expire(database, row)
  if (!row || edit?.text === undefined || edit.seq <= (row.editSeq ?? 0)) return
  const edited: EntryRow = { ...row, text: edit.text, editSeq: edit.seq, editedAtMs: edit.atMs }
  delete edited.mentions
  delete edited.isPlain
  if (edit.mentions) edited.mentions = edit.mentions
  if (edit.isPlain) edited.isPlain = edit.isPlain
  await database.entries.put(edited)
}

/** Empties an entry whose time is over, and what was made of it, within a transaction. */
export async function expire(database: SidetoneDatabase, row: EntryRow): Promise<void> {
  await database.entries.put(expired(row))
  if (row.kind === 'text') await forgetAbout(database, row.roomId, keyOf(row))
  else if (row.target !== undefined) await settle(database, row.roomId, row.target)
}

/** Notes what an entry says of another one, unless that one's time is over. */
async function mark(database: SidetoneDatabase, row: EntryRow) {
  if (!row.mark) return
  const target = await findTarget(database, row.roomId, row.mark.target)
  if (!target?.isExpired) await noteMark(database, row)
}

/**
 * Lets entries that were just written change what they are about, and lets what came before change them; within the
 * transaction that wrote them. So the same entries end as the same thread, in whatever order they come.
 */
export async function applyChanges(
  database: SidetoneDatabase,
  roomId: string,
  fresh: readonly EntryRow[],
): Promise<void> {
  // Dexie follows a transaction through so many promises only where nothing is asked of it.
  for (const row of fresh) if (row.mark) await mark(database, row)
  const targets = new Set(fresh.flatMap(({ target }) => target ?? []))
  const texts = fresh.filter(({ kind }) => kind === 'text')
  for (const row of texts) if (row.isExpired) targets.add(keyOf(row))
  // Mostly nothing: one question for all of them.
  const named =
    texts.length > 0
      ? await database.entries
          .where('[roomId+target]')
          .anyOf(texts.map((row) => [roomId, keyOf(row)]))
          .uniqueKeys()
      : []
  for (const key of named) if (Array.isArray(key)) targets.add(String(key[1]))
  for (const target of targets) await settle(database, roomId, target)
}

/** Of these entries, those that their author deleted before they came: nobody has to have them. */
export async function droppedAmong(
  { entries }: SidetoneDatabase,
  roomId: string,
  keys: readonly TargetKey[],
): Promise<Set<TargetKey>> {
  const found = new Set<TargetKey>()
  for (const key of keys) {
    const row = await entries
      .where('dropped')
      .equals(key)
      .filter((entry) => entry.roomId === roomId && entry.authorId === parseTarget(key).authorId)
      .first()
    if (row) found.add(key)
  }
  return found
}
