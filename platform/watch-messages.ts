import type { Environment } from '@/engine/base/environment.ts'
import { textKind } from '@/engine/chat/kinds/text.ts'
import type { Engine, EngineEvent } from '@/engine/engine.ts'
import type { SidetoneDatabase } from '@/engine/storage/database.ts'
import { ensureSettings } from '@/engine/storage/settings-row.ts'
import { showMessageNotification, withdrawMessageNotification } from './message-notification.ts'
import { createMessageNotifier } from './message-notifier.ts'
import { watchUnread } from './watch-unread.ts'

/** What a host does for the person of messages that no panel shows: it counts them, and tells of them. */
export function watchMessages(options: {
  readonly environment: Pick<Environment, 'clock' | 'log'>
  readonly database: SidetoneDatabase
  /** Once there is one. */
  readonly host: () => { readonly engine: Engine; readonly isSeen: (roomId: string) => boolean }
  /** The number of unread messages has changed. */
  readonly onUnread: () => void
}) {
  const { database, host } = options
  const { clock, log } = options.environment
  const logger = log.logger('notifications')
  const isSeen = (roomId: string) => host().isSeen(roomId)

  const notifier = createMessageNotifier({
    me: (roomId) => host().engine.room(roomId)?.view().me,
    isSeen,
    read: async (roomId) => ({
      room: await database.rooms.get(roomId),
      settings: await ensureSettings(database),
    }),
    show: showMessageNotification,
    withdraw: withdrawMessageNotification,
    after: clock.after,
    onError: (error) => logger.caught('not-shown', error),
  })

  /** The same in every room; kept when the last one is left. */
  let ownId: string | undefined
  const unread = watchUnread({
    database,
    ownId: () => (ownId = host().engine.snapshot().rooms[0]?.me.peerId ?? ownId),
    isSeen,
    onCount: options.onUnread,
    onError: (error) => logger.caught('not-counted', error),
    clock,
  })

  return {
    unreadCount: unread.count,
    handleEvent(event: EngineEvent) {
      if (event.type === 'left') notifier.handleDone(event.roomId)
      // Once they are on disk: what is told is there when the person looks.
      if (event.type !== 'entries-kept') return
      for (const { kind, text, ...author } of event.entries) {
        if (kind === textKind.kind && text !== undefined) notifier.handle(event.roomId, { ...author, text })
      }
    },
    /** A person turned to a room in a panel, or away from one. */
    handleSeen(turnedTo: string | undefined) {
      if (turnedTo !== undefined) notifier.handleDone(turnedTo)
      unread.handleSeen()
    },
  }
}
