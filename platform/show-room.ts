import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { windowOfPanel } from './panel-window.ts'

/** To the panel of a window, from who knows which room a person wants to see there. */
const carriedSchema = v.object({
  type: v.literal('show-room'),
  windowId: v.number(),
  roomId: v.string(),
})

/** Has the open panel of a window turn to a room. Nothing happens where none is open. */
export function showRoom(windowId: number, roomId: string) {
  browser.runtime.sendMessage({ type: 'show-room', windowId, roomId }).catch((error: unknown) => {
    // The panel opens only now: it shows the room that was shown last.
    console.debug('No panel was there to show the room', error)
  })
}

/** Tells a panel of the rooms that are to be shown in its window. */
export function onShowRoom(listener: (roomId: string) => void) {
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (!carried.success) return
    const { roomId, windowId } = carried.output
    windowOfPanel().then(
      (own) => {
        if (own === windowId) listener(roomId)
      },
      (error: unknown) => console.error('Whose panel this is is not known', error),
    )
  })
}
