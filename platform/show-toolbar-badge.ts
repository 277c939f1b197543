import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { SidetoneDatabase, type RoomRow } from '@/engine/storage/database.ts'
import { defaultCallSettings } from '@/engine/storage/settings-schema.ts'
import { clearNotifications, listenForNotificationClicks, notify } from './call-notification.ts'
import { platform } from './current.ts'
import { toolbarBadgeSchema, type ToolbarBadge } from './toolbar-badge-schema.ts'
import { loadWords } from '@/words/load-words.ts'
import { listOf, t } from '@/words/words.ts'

const carriedSchema = v.object({ type: v.literal('toolbar-badge'), badge: toolbarBadgeSchema })

/** White stays readable on each of them. */
const colours = { others: '#1b7a43', ours: '#a12a1e', muted: '#565d69' }

/** Shows a badge on the toolbar. A host without a toolbar hands it to the background. */
export function showToolbarBadge(badge: ToolbarBadge) {
  if (platform.isHostInBackground) show(badge)
  else browser.runtime.sendMessage({ type: 'toolbar-badge', badge }).catch(report)
}

/** Call it in the background's first turn: a listener that is there later misses what woke the background. */
export function listenForToolbarBadges() {
  listenForNotificationClicks()
  if (platform.isHostInBackground) return
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) show(carried.output.badge)
  })
}

let database: SidetoneDatabase | undefined
let turn = Promise.resolve()

function show(badge: ToolbarBadge) {
  const opened = (database ??= new SidetoneDatabase())
  showOnToolbar(badge, opened).catch(report)
  // One after the other: none may come after the end of its call has cleared what there was.
  turn = turn.then(() => notifyOf(badge, opened)).catch(report)
}

function report(error: unknown) {
  console.error('Who is in a call could not be shown', error)
}

async function showOnToolbar(badge: ToolbarBadge, { rooms }: SidetoneDatabase) {
  const { action } = browser
  const isIn = badge.rooms.some((room) => room.isOurs)
  const count = badge.rooms.reduce((sum, room) => sum + room.names.length + Number(room.isOurs), 0)
  await Promise.all([
    action.setBadgeText({ text: count > 0 ? String(count) : '' }),
    action.setBadgeBackgroundColor({
      color: isIn ? (badge.isMuted ? colours.muted : colours.ours) : colours.others,
    }),
    action.setBadgeTextColor({ color: '#ffffff' }),
  ])
  const rows = await rooms.bulkGet(badge.rooms.map((room) => room.roomId)).catch((error: unknown) => {
    console.error('What rooms are called here is not known', error)
    return []
  })
  await loadWords()
  await action.setTitle({ title: titleOf(badge, (index) => rows[index]) })
}

async function notifyOf(badge: ToolbarBadge, { rooms, settings }: SidetoneDatabase) {
  await clearNotifications(new Set(badge.rooms.filter((room) => !room.isOurs).map((room) => room.roomId)))
  if (badge.started.length === 0) return
  const saved = await settings.get('own')
  if (!saved || !{ ...defaultCallSettings, ...saved.call }.notifyOnCall) return
  for (const { roomId, roomName, name } of badge.started) {
    const row = await rooms.get(roomId)
    if (row?.isMuted) continue
    await loadWords()
    await notify(roomId, t('badge-started', { name, room: nameOf(row, roomName) }))
  }
}

const nameOf = (row: RoomRow | undefined, roomName: string) => row?.localName ?? roomName

/** One line for each room with a call; without any, what the button does. */
function titleOf(badge: ToolbarBadge, rowAt: (index: number) => RoomRow | undefined): string {
  if (badge.rooms.length === 0) return t('manifest-open-panel')
  const lines = badge.rooms.flatMap(({ roomName, names, isOurs }, index) => {
    const room = nameOf(rowAt(index), roomName)
    const who = listOf(names)
    return [
      ...(isOurs ? [badge.isMuted ? t('badge-in-call-muted', { room }) : t('badge-in-call', { room })] : []),
      ...(names.length === 1 ? [t('badge-one-in', { names: who, room })] : []),
      ...(names.length > 1 ? [t('badge-some-in', { names: who, room })] : []),
    ]
  })
  return ['Sidetone', ...lines].join('\n')
}
