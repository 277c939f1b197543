import type { SidetoneDatabase } from '@/engine/storage/database.ts'

/**
 * Puts a text below what stands in a room's composer, in a line of its own. It goes by the disk, which every panel that
 * shows the room follows (room-draft.ts), so that nothing that is being typed there is lost.
 */
export async function addToDraft(database: SidetoneDatabase, roomId: string, text: string): Promise<void> {
  await database.transaction('rw', database.drafts, async () => {
    const before = (await database.drafts.get(roomId))?.text ?? ''
    const separator = before === '' || before.endsWith('\n') ? '' : '\n'
    await database.drafts.put({ roomId, text: before + separator + text })
  })
}
