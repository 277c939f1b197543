import * as v from 'valibot'

/** What the toolbar says, and notifications of calls; in Chrome it travels to the service worker. */
export const toolbarBadgeSchema = v.object({
  /** Those with a call, ours too when nobody else is in it yet. */
  rooms: v.array(
    v.object({
      roomId: v.string(),
      roomName: v.string(),
      /** The others in it. */
      names: v.array(v.string()),
      isOurs: v.boolean(),
    }),
  ),
  /** Nothing leaves our microphone. */
  isMuted: v.boolean(),
  /** Messages that no panel showed yet, in all rooms that aren't muted. */
  unreadCount: v.number(),
  /** What has just begun, for a notification. */
  started: v.array(v.object({ roomId: v.string(), roomName: v.string(), name: v.string() })),
})
export type ToolbarBadge = v.InferOutput<typeof toolbarBadgeSchema>
