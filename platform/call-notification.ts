import { browser } from 'wxt/browser'
import { markShown } from '@/engine/rooms/own-marks.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { platform } from './current.ts'
import { hasApi } from './has-api.ts'
import { showRoom } from './show-room.ts'

/**
 * A notification's id says which room and which window it is for: its click must open the panel in the same turn, and
 * has no time to ask.
 */
const idPattern = /^sidetone-call (\d+) (.+)$/

const areAllowed = () => hasApi('notifications')

/** Shows a notification of the system, if the person has allowed it. */
export async function notify(roomId: string, message: string) {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return
  const window = await browser.windows.getLastFocused()
  if (window.id === undefined) return
  await browser.notifications.create(`sidetone-call ${window.id} ${roomId}`, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: 'Sidetone',
    message,
  })
}

/** Takes away what was shown of calls, except in these rooms: they are over, or the person is in them. */
export async function clearNotifications(exceptIn: ReadonlySet<string>) {
  if (!areAllowed()) return
  for (const id of Object.keys(await browser.notifications.getAll())) {
    const [, , roomId] = idPattern.exec(id) ?? []
    if (roomId !== undefined && !exceptIn.has(roomId)) await browser.notifications.clear(id)
  }
}

/** Listens for clicks, now or from when the permission is given: before that there is nothing to listen to. */
export function listenForNotificationClicks() {
  let isListening = false
  function listen() {
    if (isListening || !areAllowed()) return
    isListening = true
    browser.notifications.onClicked.addListener(open)
  }
  listen()
  browser.permissions.onAdded.addListener(listen)
}

function open(id: string) {
  const [, windowId, roomId] = idPattern.exec(id) ?? []
  if (windowId === undefined || roomId === undefined) return
  // First: the gesture does not outlive an `await`. Firefox counts the click as none and leaves the sidebar closed.
  platform.openPanel(Number(windowId))
  browser.notifications.clear(id).catch(report)
  showRoom(Number(windowId), roomId)
  // A panel that opens shows the room that was shown last.
  markShown(new SidetoneDatabase(), roomId, Date.now()).catch(report)
}

function report(error: unknown) {
  console.error('A notification’s click was not carried out', error)
}
