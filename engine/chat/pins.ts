import { Dexie } from 'dexie'
import { limits } from '../base/limits.ts'
import type { EntryRow, MarkRow, SidetoneDatabase, TargetKey } from '../storage/database.ts'
import { keyOf } from './kinds/reference.ts'

/** A pin that is on, and the entry that says so: that's how an unpin names it. */
export interface Pin {
  readonly mark: MarkRow
  readonly entry: EntryRow
}

/** However many were taken back, reading a room's pins ends. */
const maxPages = 10

/** The pins of a room that are on, the newest first. Within a transaction it has to be of `marks` and `entries`. */
export async function readPins(database: SidetoneDatabase, roomId: string): Promise<MarkRow[]> {
  const { maxPinsRead } = limits
  const found: MarkRow[] = []
  // What was taken back takes no other's place.
  for (let page = 0; page < maxPages && found.length < maxPinsRead; page += 1) {
    const marks = await database.marks
      .where('[roomId+pinnedAtMs]')
      .between([roomId, Dexie.minKey], [roomId, Dexie.maxKey])
      .reverse()
      .offset(page * maxPinsRead)
      .limit(maxPinsRead)
      .toArray()
    found.push(...(await pinsThatHold(database, marks)).map(({ mark }) => mark))
    if (marks.length < maxPinsRead) break
  }
  return found.slice(0, maxPinsRead)
}

/** The pins of one entry that are on. */
export async function readPinsOf(
  database: SidetoneDatabase,
  roomId: string,
  target: TargetKey,
): Promise<Pin[]> {
  const marks = await marksOf(database, roomId, target, 'pin').limit(limits.maxPinsRead).toArray()
  return pinsThatHold(
    database,
    marks.filter(({ isOn }) => isOn),
  )
}

/** What people say of an entry in one way. */
export const marksOf = (
  { marks }: SidetoneDatabase,
  roomId: string,
  target: TargetKey,
  kind: MarkRow['kind'],
) =>
  marks
    .where('[roomId+target+kind+value+authorId]')
    .between([roomId, target, kind, Dexie.minKey], [roomId, target, kind, Dexie.maxKey])

/** Those that nobody took back. */
async function pinsThatHold(database: SidetoneDatabase, pins: readonly MarkRow[]): Promise<Pin[]> {
  const places = pins.map(({ authorId, roomId, seq }) => [roomId, authorId, seq])
  const entries = await database.entries.where('[roomId+authorId+seq]').anyOf(places).toArray()
  const byPlace = new Map(entries.map((entry) => [`${entry.authorId} ${entry.seq}`, entry]))
  const isTakenBack = async ({ roomId, target }: MarkRow, entry: EntryRow) => {
    const key = [roomId, target, 'unpin', keyOf(entry)]
    return (
      (await database.marks
        .where('[roomId+target+kind+value+authorId]')
        .between([...key, Dexie.minKey], [...key, Dexie.maxKey])
        .limit(1)
        .count()) > 0
    )
  }
  const found = await Promise.all(
    pins.map(async (mark) => {
      const entry = byPlace.get(`${mark.authorId} ${mark.seq}`)
      return entry && !(await isTakenBack(mark, entry)) ? [{ mark, entry }] : []
    }),
  )
  return found.flat()
}
