import { beforeEach, expect, test, vi } from 'vitest'
import { browser } from 'wxt/browser'
import { clearMessageNotifications, notifyOfCall, notifyOfMessages } from './notifications.ts'

vi.mock('./current.ts', () => ({ platform: { openPanel: () => undefined } }))
vi.mock('./language.ts', () => ({ loadChosenWords: () => Promise.resolve() }))
vi.mock('@/words/words.ts', () => ({
  t: (key: string, given: Record<string, unknown>) => `${key} ${Object.values(given).join(', ')}`,
}))

/** What the system shows: of each its id, and its title and words. */
const shown = new Map<string, string>()
let isAllowed = true

beforeEach(() => {
  shown.clear()
  isAllowed = true
  Object.assign(browser, {
    permissions: { contains: () => Promise.resolve(isAllowed) },
    windows: { getLastFocused: () => Promise.resolve({ id: 7 }) },
    notifications: {
      getAll: () => Promise.resolve(Object.fromEntries([...shown.keys()].map((id) => [id, true]))),
      create(id: string, { title, message }: { title: string; message: string }) {
        shown.set(id, `${title} – ${message}`)
        return Promise.resolve(id)
      },
      clear: (id: string) => Promise.resolve(shown.delete(id)),
    },
  })
})

const one = { roomId: 'r1', roomName: 'Office', count: 1, authorName: 'Bo', text: 'Hi' }

test('a notification of one message says who said what, in the room’s name', async () => {
  await notifyOfMessages(one)
  expect([...shown]).toEqual([['sidetone-message 7 1 r1', 'Office – notification-message Bo, Hi']])
})

test('a notification without the text says who', async () => {
  const { text: _, ...silent } = one
  await notifyOfMessages(silent)
  expect([...shown.values()]).toEqual(['Office – notification-from Bo'])
})

test('notifications of one room become one, which counts on', async () => {
  await notifyOfMessages(one)
  await notifyOfMessages({ ...one, count: 4 })
  await notifyOfMessages({ ...one, roomId: 'r2' })
  expect([...shown]).toEqual([
    ['sidetone-message 7 5 r1', 'Office – rooms-unread 5'],
    ['sidetone-message 7 1 r2', 'Office – notification-message Bo, Hi'],
  ])
})

test('a notification that the person took away does not count any more', async () => {
  await notifyOfMessages(one)
  shown.clear()
  await notifyOfMessages(one)
  expect([...shown.keys()]).toEqual(['sidetone-message 7 1 r1'])
})

test('the notifications of a room’s messages go, and those of its calls and of other rooms stay', async () => {
  await notifyOfMessages(one)
  await notifyOfCall('r1', 'Bo started a call')
  await notifyOfMessages({ ...one, roomId: 'r2' })
  await clearMessageNotifications('r1')
  expect([...shown.keys()]).toEqual(['sidetone-call 7 r1', 'sidetone-message 7 1 r2'])
})

test('nothing is shown where the permission is missing', async () => {
  isAllowed = false
  await notifyOfMessages(one)
  expect([...shown]).toEqual([])
})
