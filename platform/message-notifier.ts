import { coverSpoilers } from '@/engine/chat/spoilers.ts'
import { mentionsName } from '@/engine/identity/mention.ts'
import { notifyLevelOf } from '@/engine/rooms/notify-level.ts'
import type { RoomRow } from '@/engine/storage/database.ts'
import type { SettingsRow } from '@/engine/storage/settings-schema.ts'
import type { MessageNotification } from './message-notification-schema.ts'

/** A message that has just come, as far as a notification needs it. */
export interface LiveMessage {
  readonly authorId: string
  readonly authorName: string
  readonly text: string
  /** It disappears after so many seconds. */
  readonly expiresAfterS?: number | undefined
  /** Whom it names, by their keys. */
  readonly mentions?: readonly string[] | undefined
  /** Shown as it was typed. */
  readonly isPlain?: true | undefined
}

export interface MessageNotifierOptions {
  /** Who we are in a room that is joined. */
  readonly me: (roomId: string) => { readonly peerId: string; readonly name: string } | undefined
  /** Whether a panel shows the room, and is in sight. */
  readonly isSeen: (roomId: string) => boolean
  /** What a person chose, for the room and everywhere. */
  readonly read: (roomId: string) => Promise<{
    readonly room: RoomRow | undefined
    readonly settings: Pick<SettingsRow, 'notifyOnMessage' | 'showsTextInNotifications'>
  }>
  readonly show: (notification: MessageNotification) => void
  readonly withdraw: (roomId: string) => void
  readonly after: (ms: number, act: () => void) => unknown
  readonly onError: (error: unknown) => void
}

/** A message that waits to be told of; its whole text may be long, and many may come. */
interface Untold {
  readonly authorName: string
  readonly text: string
  readonly isMention: boolean
  /** It disappears: its words aren't handed to the system, which may keep them. */
  readonly disappears: boolean
}

/** What comes faster is told together. */
const paceMs = 3_000
/** As much as a notification of any system shows. */
const maxTextCharacters = 300
/** More are not counted. */
const maxUntold = 1_000

/**
 * Decides which messages a person is told of by a notification of the system: live ones of others, in rooms that are not
 * in sight, as far as the room's level goes. The first is told at once and what follows it soon after with one another.
 */
export function createMessageNotifier(options: MessageNotifierOptions) {
  /** Not told yet, by room; a room in here was told of a moment ago, or is about to be. */
  const untold = new Map<string, Untold[]>()

  async function tell(roomId: string, messages: readonly Untold[]) {
    const { room, settings } = await options.read(roomId)
    if (!room || !settings.notifyOnMessage) return
    const level = notifyLevelOf(room)
    const wanted = messages.filter(({ isMention }) => level === 'all' || (level === 'mentions' && isMention))
    const last = wanted.at(-1)
    // It may have come in sight, or been left, meanwhile.
    if (!last || !options.me(roomId) || options.isSeen(roomId)) return
    options.show({
      roomId,
      roomName: room.localName ?? room.roomName,
      count: wanted.length,
      authorName: last.authorName,
      ...(settings.showsTextInNotifications && !last.disappears && { text: last.text }),
    })
  }

  function tellWaiting(roomId: string) {
    const messages = untold.get(roomId) ?? []
    if (messages.length === 0) {
      untold.delete(roomId)
      return
    }
    untold.set(roomId, [])
    tell(roomId, messages).catch(options.onError)
    options.after(paceMs, () => tellWaiting(roomId))
  }

  return {
    /** A message has come, other than in a catch-up. */
    handle(roomId: string, { authorId, authorName, expiresAfterS, isPlain, mentions, text }: LiveMessage) {
      const me = options.me(roomId)
      if (!me || authorId === me.peerId || options.isSeen(roomId)) return
      const message = {
        authorName,
        text: shortened(coverSpoilers(text, isPlain)),
        isMention: mentions?.includes(me.peerId) === true || mentionsName(text, me.name),
        disappears: expiresAfterS !== undefined,
      }
      const waiting = untold.get(roomId)
      if (!waiting) {
        untold.set(roomId, [message])
        tellWaiting(roomId)
      } else if (waiting.length < maxUntold) waiting.push(message)
    },
    /** The room came in sight, or was left: nothing of it has to be told any more. */
    handleDone(roomId: string) {
      untold.get(roomId)?.splice(0)
      options.withdraw(roomId)
    },
  }
}

/** On one line, since a notification has few. */
function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  const characters = Array.from(line.slice(0, 2 * maxTextCharacters))
  return characters.length > maxTextCharacters
    ? `${characters.slice(0, maxTextCharacters).join('')}…`
    : characters.join('')
}
