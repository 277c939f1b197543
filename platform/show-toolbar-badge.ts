import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { SidetoneDatabase, type RoomRow } from '@/engine/storage/database.ts'
import { defaultCallSettings } from '@/engine/storage/settings-schema.ts'
import { platform } from './current.ts'
import { loadChosenWords, onLanguageChange } from './language.ts'
import { clearCallNotifications, listenForNotificationClicks, notifyOfCall } from './notifications.ts'
import { toolbarBadgeSchema, type ToolbarBadge } from './toolbar-badge-schema.ts'
import { listOf, t } from '@/words/words.ts'

const carriedSchema = v.object({ type: v.literal('toolbar-badge'), badge: toolbarBadgeSchema })

/** White stays readable on each of them. */
const colours = { others: '#1b7a43', ours: '#a12a1e', muted: '#565d69', unread: '#1f5fbf' }

/** As the list of rooms has it. */
const maxUnreadShown = 99

/** Shows a badge on the toolbar. A host without a toolbar hands it to the background. */
export function showToolbarBadge(badge: ToolbarBadge) {
  if (platform.isHostInBackground) show(badge)
  else browser.runtime.sendMessage({ type: 'toolbar-badge', badge }).catch(report)
}

/** Call it in the background's first turn: a listener that is there later misses what woke the background. */
export function listenForToolbarBadges() {
  listenForNotificationClicks()
  onLanguageChange(() => void retitle().catch(report))
  if (platform.isHostInBackground) return
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) show(carried.output.badge)
  })
}

let database: SidetoneDatabase | undefined
let turn = Promise.resolve()
/** What the toolbar shows; a worker that woke up since does not know. */
let shown: ToolbarBadge | undefined

function show(badge: ToolbarBadge) {
  const opened = (database ??= new SidetoneDatabase())
  shown = badge
  showOnToolbar(badge, opened).catch(report)
  // One after the other: none may come after the end of its call has cleared what there was.
  turn = turn.then(() => notifyOf(badge, opened)).catch(report)
}

function report(error: unknown) {
  console.error('Who is in a call could not be shown', error)
}

async function showOnToolbar(badge: ToolbarBadge, opened: SidetoneDatabase) {
  const { action } = browser
  await Promise.all([
    action.setBadgeText({ text: badgeText(badge) }),
    action.setBadgeBackgroundColor({ color: badgeColour(badge) }),
    action.setBadgeTextColor({ color: '#ffffff' }),
  ])
  await showTitle(badge, opened)
}

async function showTitle(badge: ToolbarBadge, opened: SidetoneDatabase) {
  const rows = await opened.rooms.bulkGet(badge.rooms.map((room) => room.roomId)).catch((error: unknown) => {
    console.error('What rooms are called here is not known', error)
    return []
  })
  await loadChosenWords(opened)
  await browser.action.setTitle({ title: titleOf(badge, (index) => rows[index]) })
}

/** In another language. Where the calls are not known, the next badge says it. */
async function retitle() {
  const opened = (database ??= new SidetoneDatabase())
  if (shown) await showTitle(shown, opened)
  else if ((await browser.action.getBadgeText({})) === '') {
    await loadChosenWords(opened)
    await browser.action.setTitle({ title: t('manifest-open-panel') })
  }
}

/** How many are in calls; without a call, how many messages are unread. */
export function badgeText({ rooms, unreadCount }: ToolbarBadge): string {
  const callers = rooms.reduce((sum, room) => sum + room.names.length + Number(room.isOurs), 0)
  if (callers > 0) return String(callers)
  if (unreadCount > maxUnreadShown) return `${maxUnreadShown}+`
  return unreadCount > 0 ? String(unreadCount) : ''
}

function badgeColour({ rooms, isMuted }: ToolbarBadge): string {
  if (rooms.length === 0) return colours.unread
  if (!rooms.some((room) => room.isOurs)) return colours.others
  return isMuted ? colours.muted : colours.ours
}

async function notifyOf(badge: ToolbarBadge, opened: SidetoneDatabase) {
  const { rooms, settings } = opened
  await clearCallNotifications(new Set(badge.rooms.filter((room) => !room.isOurs).map((room) => room.roomId)))
  if (badge.started.length === 0) return
  const saved = await settings.get('own')
  if (!saved || !{ ...defaultCallSettings, ...saved.call }.notifyOnCall) return
  for (const { roomId, roomName, name } of badge.started) {
    const row = await rooms.get(roomId)
    if (row?.isMuted) continue
    await loadChosenWords(opened)
    await notifyOfCall(roomId, t('badge-started', { name, room: nameOf(row, roomName) }))
  }
}

function unreadLine({ unreadCount }: ToolbarBadge): string[] {
  if (unreadCount === 0) return []
  return [unreadCount > maxUnreadShown ? t('badge-many-unread') : t('rooms-unread', { count: unreadCount })]
}

const nameOf = (row: RoomRow | undefined, roomName: string) => row?.localName ?? roomName

/** One line for each room with a call, and one for what is unread; without any, what the button does. */
function titleOf(badge: ToolbarBadge, rowAt: (index: number) => RoomRow | undefined): string {
  if (badge.rooms.length === 0 && badge.unreadCount === 0) return t('manifest-open-panel')
  const lines = badge.rooms.flatMap(({ roomName, names, isOurs }, index) => {
    const room = nameOf(rowAt(index), roomName)
    const who = listOf(names)
    return [
      ...(isOurs ? [badge.isMuted ? t('badge-in-call-muted', { room }) : t('badge-in-call', { room })] : []),
      ...(names.length === 1 ? [t('badge-one-in', { names: who, room })] : []),
      ...(names.length > 1 ? [t('badge-some-in', { names: who, room })] : []),
    ]
  })
  return ['Sidetone', ...lines, ...unreadLine(badge)].join('\n')
}
