import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { EntryRow, Mark, MarkRow, SidetoneDatabase } from '../storage/database.ts'

type Marking = Pick<EntryRow, 'roomId' | 'authorId' | 'authorName' | 'seq' | 'atMs' | 'mark' | 'takesBack'>

/**
 * Notes what a person's entry says of another one, within a transaction. The last one by its author's count holds, in
 * whatever order they come, and of too many the same ones stay everywhere.
 */
export async function noteMark(database: SidetoneDatabase, entry: Marking): Promise<void> {
  const { mark, takesBack = [] } = entry
  if (!mark) return
  await note(database, entry, mark)
  for (const value of takesBack) {
    await note(database, entry, { kind: 'unpin', target: mark.target, value, isOn: true })
  }
}

async function note({ marks }: SidetoneDatabase, entry: Marking, mark: Mark) {
  const { atMs, authorId, authorName, roomId, seq } = entry
  const { isOn, kind, target, value } = mark
  const known = await marks.get([roomId, target, kind, value, authorId])
  if (known && known.seq >= seq) return
  const pinned = kind === 'pin' && isOn ? { pinnedAtMs: atMs } : {}
  const row: MarkRow = { kind, target, value, isOn, roomId, authorId, authorName, seq, atMs, ...pinned }
  await marks.put(row)
  if (known) return
  await keepFewOfPerson(marks, entry, kind, target)
  if (kind === 'reaction') await keepFewOfEntry(marks, roomId, target)
}

const maxOfPerson: Record<MarkRow['kind'], number> = {
  reaction: limits.maxReactionsPerPerson,
  pin: limits.maxPinsPerPerson,
  unpin: limits.maxPinsTakenBackPerPerson,
}

/** Of one person's marks, those said last stay. */
async function keepFewOfPerson(
  marks: SidetoneDatabase['marks'],
  { authorId, roomId }: Pick<Marking, 'authorId' | 'roomId'>,
  kind: MarkRow['kind'],
  target: MarkRow['target'],
) {
  const [index, first] =
    kind === 'reaction'
      ? ['[roomId+target+authorId+kind+seq]', [roomId, target, authorId, kind]]
      : ['[roomId+authorId+kind+seq]', [roomId, authorId, kind]]
  const ofPerson = () => marks.where(index).between([...first, Dexie.minKey], [...first, Dexie.maxKey])
  const tooMany = (await ofPerson().count()) - maxOfPerson[kind]
  if (tooMany <= 0) return
  await marks.bulkDelete(await ofPerson().limit(tooMany).primaryKeys())
}

/**
 * However many keys somebody makes up, one entry has only so many reactions. An order that doesn't depend on what came
 * first decides which, the same as of those that are shown.
 */
async function keepFewOfEntry(marks: SidetoneDatabase['marks'], roomId: string, target: MarkRow['target']) {
  const ofEntry = () =>
    marks
      .where('[roomId+target+kind+value+authorId]')
      .between([roomId, target, 'reaction', Dexie.minKey], [roomId, target, 'reaction', Dexie.maxKey])
  const tooMany = (await ofEntry().count()) - limits.maxReactionsPerEntry
  if (tooMany > 0) await marks.bulkDelete(await ofEntry().reverse().limit(tooMany).primaryKeys())
}
