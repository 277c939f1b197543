import { browser } from 'wxt/browser'
import { markShown } from '@/engine/rooms/own-marks.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { platform } from './current.ts'
import { hasApi } from './has-api.ts'
import type { MessageNotification } from './message-notification-schema.ts'
import { showRoom } from './show-room.ts'
import { loadChosenWords } from './language.ts'
import { t } from '@/words/words.ts'

/**
 * A notification's id says which room and which window it is for: its click must open the panel in the same turn, and
 * has no time to ask. One of messages also says how many it tells of, since a worker remembers nothing.
 */
const idPattern = /^sidetone-(call|message) (\d+) (?:(\d+) )?(\S+)$/

const areAllowed = () => hasApi('notifications')

function partsOf(id: string) {
  const [, kind, windowId, count, roomId] = idPattern.exec(id) ?? []
  if (kind === undefined || windowId === undefined || roomId === undefined) return undefined
  return { id, kind, windowId: Number(windowId), count: Number(count ?? 1), roomId }
}

/** Those that are shown, on the screen or in the system's list of them. */
async function shownOf(kind: 'call' | 'message') {
  if (!areAllowed()) return []
  const ids = Object.keys(await browser.notifications.getAll())
  return ids.flatMap((id) => partsOf(id) ?? []).filter((shown) => shown.kind === kind)
}

/** Shows a notification of the system, if the person has allowed it. */
async function notify(idFor: (windowId: number) => string, title: string, message: string) {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return
  const window = await browser.windows.getLastFocused()
  if (window.id === undefined) return
  await browser.notifications.create(idFor(window.id), {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title,
    message,
  })
}

/** Says that somebody has started a call in a room. */
export async function notifyOfCall(roomId: string, message: string) {
  await notify((windowId) => `sidetone-call ${windowId} ${roomId}`, 'Sidetone', message)
}

/** Takes away what was shown of calls, except in these rooms: they are over, or the person is in them. */
export async function clearCallNotifications(exceptIn: ReadonlySet<string>) {
  for (const { id, roomId } of await shownOf('call')) {
    if (!exceptIn.has(roomId)) await browser.notifications.clear(id)
  }
}

/** Opened when there is something to tell. */
let database: SidetoneDatabase | undefined

/** Tells of messages in a room, together with those that its notification tells of by now. */
export async function notifyOfMessages(told: MessageNotification) {
  const { roomId, roomName } = told
  await loadChosenWords((database ??= new SidetoneDatabase()))
  const before = (await shownOf('message')).filter((shown) => shown.roomId === roomId)
  const count = before.reduce((sum, shown) => sum + shown.count, told.count)
  for (const { id } of before) await browser.notifications.clear(id)
  await notify((windowId) => `sidetone-message ${windowId} ${count} ${roomId}`, roomName, words(told, count))
}

/** Takes away what was shown of messages in a room. */
export async function clearMessageNotifications(roomId: string) {
  for (const shown of await shownOf('message')) {
    if (shown.roomId === roomId) await browser.notifications.clear(shown.id)
  }
}

function words({ authorName, text }: MessageNotification, count: number): string {
  if (count > 1) return t('rooms-unread', { count })
  return text === undefined
    ? t('notification-from', { author: authorName })
    : t('notification-message', { author: authorName, text })
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
  const parts = partsOf(id)
  if (!parts) return
  const { windowId, roomId } = parts
  // First: the gesture does not outlive an `await`. Firefox counts the click as none and leaves the sidebar closed.
  platform.openPanel(windowId)
  browser.notifications.clear(id).catch(report)
  showRoom(windowId, roomId)
  // A panel that opens shows the room that was shown last.
  markShown(new SidetoneDatabase(), roomId, Date.now()).catch(report)
}

function report(error: unknown) {
  console.error('A notification’s click was not carried out', error)
}
