import { expect, test, vi } from 'vitest'
import { badgeText } from './show-toolbar-badge.ts'

vi.mock('./current.ts', () => ({ platform: {} }))

const quiet = { rooms: [], isMuted: false, unreadCount: 0, started: [] }
const call = { roomId: 'room', roomName: 'lobby', names: ['Bo'], isOurs: true }

test.each([
  ['nothing', quiet, ''],
  ['what is unread', { ...quiet, unreadCount: 3 }, '3'],
  ['that very much is unread', { ...quiet, unreadCount: 100 }, '99+'],
  ['a call rather than what is unread', { ...quiet, rooms: [call], unreadCount: 3 }, '2'],
])('toolbar badge: says %s', (_, badge, text) => {
  expect(badgeText(badge)).toBe(text)
})
