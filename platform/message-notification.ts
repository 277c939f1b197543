import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { platform } from './current.ts'
import { messageNotificationSchema, type MessageNotification } from './message-notification-schema.ts'
import { clearMessageNotifications, notifyOfMessages } from './notifications.ts'

/** From Chrome's offscreen document, which has no notifications, to the service worker. */
const carriedSchema = v.variant('type', [
  v.object({ type: v.literal('message-notification'), notification: messageNotificationSchema }),
  v.object({ type: v.literal('messages-seen'), roomId: v.string() }),
])
type Carried = v.InferOutput<typeof carriedSchema>

/** For the host: tells the person of messages. */
export function showMessageNotification(notification: MessageNotification) {
  carry({ type: 'message-notification', notification })
}

/** For the host: the person has seen the messages of a room. */
export function withdrawMessageNotification(roomId: string) {
  carry({ type: 'messages-seen', roomId })
}

function carry(what: Carried) {
  if (platform.isHostInBackground) take(what)
  else browser.runtime.sendMessage(what).catch(report)
}

/** Call it in the background's first turn: a listener that is there later misses what woke the background. */
export function listenForMessageNotifications() {
  if (platform.isHostInBackground) return
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) take(carried.output)
  })
}

let turn = Promise.resolve()

/** One after the other: each counts on from the one before, and none comes after it was seen. */
function take(what: Carried) {
  turn = turn
    .then(() =>
      what.type === 'messages-seen'
        ? clearMessageNotifications(what.roomId)
        : notifyOfMessages(what.notification),
    )
    .catch(report)
}

function report(error: unknown) {
  console.error('A notification of messages could not be shown', error)
}
