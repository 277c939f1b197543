import * as v from 'valibot'

/** What a notification of the system tells of messages in a room. */
export const messageNotificationSchema = v.object({
  roomId: v.string(),
  roomName: v.string(),
  /** So many came since the last one. */
  count: v.number(),
  /** Who said the last of them. */
  authorName: v.string(),
  /** What they said, where the person wants it shown. */
  text: v.exactOptional(v.string()),
})
export type MessageNotification = v.InferOutput<typeof messageNotificationSchema>
