import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { i18n } from '#i18n'
import { SidetoneDatabase, type RoomRow } from '@/engine/storage/database.ts'
import { defaultCallSettings } from '@/engine/storage/settings-row.ts'
import { toolbarBadgeSchema, type ToolbarBadge } from './toolbar-badge-schema.ts'
import { clearNotifications, listenForNotificationClicks, notify } from './call-notification.ts'

const carriedSchema = v.object({ type: v.literal('toolbar-badge'), sign: toolbarBadgeSchema })

/** White stays readable on each of them. */
const colours = { others: '#1b7a43', ours: '#a12a1e', muted: '#565d69' }

/** Shows a sign on the toolbar. Chrome's offscreen document has no toolbar and hands it to the service worker. */
export function showToolbarBadge(sign: ToolbarBadge) {
  if (import.meta.env.FIREFOX) show(sign)
  else browser.runtime.sendMessage({ type: 'toolbar-badge', sign }).catch(() => undefined)
}

/** Call it in the background's first turn: a listener that is there later misses what woke the background. */
export function listenForToolbarBadges() {
  listenForNotificationClicks()
  if (import.meta.env.FIREFOX) return
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) show(carried.output.sign)
  })
}

let database: SidetoneDatabase | undefined
let turn = Promise.resolve()

function show(sign: ToolbarBadge) {
  const opened = (database ??= new SidetoneDatabase())
  showOnToolbar(sign, opened).catch(report)
  // One after the other: none may come after the end of its call has cleared what there was.
  turn = turn.then(() => notifyOf(sign, opened)).catch(report)
}

function report(error: unknown) {
  console.error('Who is in a call could not be shown', error)
}

async function showOnToolbar(sign: ToolbarBadge, { rooms }: SidetoneDatabase) {
  const { action } = browser
  const isIn = sign.rooms.some((room) => room.isOurs)
  const count = sign.rooms.reduce((sum, room) => sum + room.names.length + Number(room.isOurs), 0)
  await Promise.all([
    action.setBadgeText({ text: count > 0 ? String(count) : '' }),
    action.setBadgeBackgroundColor({
      color: isIn ? (sign.isMuted ? colours.muted : colours.ours) : colours.others,
    }),
    action.setBadgeTextColor({ color: '#ffffff' }),
  ])
  const rows = await rooms.bulkGet(sign.rooms.map((room) => room.roomId)).catch(() => [])
  await action.setTitle({ title: titleOf(sign, (index) => rows[index]) })
}

async function notifyOf(sign: ToolbarBadge, { rooms, settings }: SidetoneDatabase) {
  await clearNotifications(new Set(sign.rooms.filter((room) => !room.isOurs).map((room) => room.roomId)))
  if (sign.started.length === 0) return
  const saved = await settings.get('own')
  if (!saved || !{ ...defaultCallSettings, ...saved.call }.notifyOnCall) return
  for (const { roomId, roomName, name } of sign.started) {
    const row = await rooms.get(roomId)
    if (!row?.isMuted) await notify(roomId, i18n.t('sign.started', [name, nameOf(row, roomName)]))
  }
}

const nameOf = (row: RoomRow | undefined, roomName: string) => row?.localName ?? roomName

/** One line for each room with a call; without any, what the button does. */
function titleOf(sign: ToolbarBadge, rowAt: (index: number) => RoomRow | undefined): string {
  if (sign.rooms.length === 0) return i18n.t('openPanel')
  const list = new Intl.ListFormat(browser.i18n.getUILanguage(), { type: 'conjunction' })
  const lines = sign.rooms.flatMap(({ roomName, names, isOurs }, index) => {
    const room = nameOf(rowAt(index), roomName)
    const who = list.format(names)
    return [
      ...(isOurs ? [sign.isMuted ? i18n.t('sign.inCallMuted', [room]) : i18n.t('sign.inCall', [room])] : []),
      ...(names.length === 1 ? [i18n.t('sign.oneIn', [who, room])] : []),
      ...(names.length > 1 ? [i18n.t('sign.someIn', [who, room])] : []),
    ]
  })
  return ['Sidetone', ...lines].join('\n')
}
