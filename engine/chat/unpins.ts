import { limits } from '../base/limits.ts'
import type { MarkRow, SidetoneDatabase, TargetKey } from '../storage/database.ts'
import { marksOf } from './pins.ts'

/** Who unpinned an entry since somebody pinned it last: took a pin back, or their own. The latest first. */
export async function readUnpins(
  database: SidetoneDatabase,
  roomId: string,
  target: TargetKey,
): Promise<MarkRow[]> {
  const own = await marksOf(database, roomId, target, 'pin').limit(limits.maxPinsRead).toArray()
  const others = await marksOf(database, roomId, target, 'unpin').limit(limits.maxPinsRead).toArray()
  const unpins = [...own.filter(({ isOn }) => !isOn), ...others].sort((a, b) => b.atMs - a.atMs)
  return unpins.filter(
    ({ authorId }, index) => unpins.findIndex((one) => one.authorId === authorId) === index,
  )
}
