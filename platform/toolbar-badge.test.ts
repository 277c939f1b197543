import { describe, expect, test } from 'vitest'
import type { CallView } from '@/engine/call/call-view.ts'
import type { PeerView, RoomView } from '@/engine/view.ts'
import { lobby as room, lobbyCall as ourCall } from '@/ipc/testing/lobby.ts'
import { toolbarBadgeOf, watchForCalls } from './toolbar-badge.ts'
import type { ToolbarBadge } from './toolbar-badge-schema.ts'

const inCall = { visit: 'A'.repeat(22), microphone: 'on' } as const
const bo: PeerView = { peerId: 'bo', name: 'Bo', state: 'connected' }
const withPeers = (...peers: PeerView[]): RoomView => ({ ...room, peers })

describe('what the toolbar says', () => {
  test('no call, and how much is unread', () => {
    expect(toolbarBadgeOf([withPeers(bo)], undefined, 2)).toEqual({
      rooms: [],
      isMuted: false,
      unreadCount: 2,
      started: [],
    })
  })

  test('who is in a call', () => {
    expect(toolbarBadgeOf([withPeers({ ...bo, call: inCall })], undefined, 0).rooms).toEqual([
      { roomId: 'room', roomName: 'lobby', names: ['Bo'], isOurs: false },
    ])
  })

  test.each([
    ['on', false],
    ['muted', true],
    ['none', true],
  ] as const)('that we are in one, and are %s', (microphone, isMuted) => {
    const badge = toolbarBadgeOf([withPeers(bo)], { ...ourCall, microphone }, 0)
    expect(badge.rooms).toEqual([{ roomId: 'room', roomName: 'lobby', names: [], isOurs: true }])
    expect(badge.isMuted).toBe(isMuted)
  })
})

describe('what has just begun', () => {
  function watch() {
    const shown: ToolbarBadge[] = []
    let rooms: RoomView[] = []
    let call: CallView | undefined
    let nowMs = 1_000_000
    let unreadCount = 0
    const watching = watchForCalls({
      rooms: () => rooms,
      call: () => call,
      unreadCount: () => unreadCount,
      show: (badge) => shown.push(badge),
      nowMs: () => nowMs,
      after: (_, act) => act(),
    })
    return {
      shown,
      note: watching.note,
      setUnread: (count: number) => (unreadCount = count),
      started: () => shown.flatMap((badge) => badge.started.map((one) => `${one.name} in ${one.roomName}`)),
      /** What happens, and how long it stays so. */
      see(next: RoomView[], lastsMs = 0, ours?: CallView) {
        rooms = next
        call = ours
        watching.note()
        nowMs += lastsMs
      },
    }
  }

  test('whoever was there before has started it, and is told of once', () => {
    const { see, started, shown } = watch()
    see([withPeers(bo)], 5_000)
    expect(shown).toEqual([])
    see([withPeers({ ...bo, call: inCall })])
    see([withPeers({ ...bo, call: { ...inCall, microphone: 'muted' } })])
    expect(started()).toEqual(['Bo in lobby'])
    expect(shown).toHaveLength(1)
    see([withPeers(bo)], 5_000)
    see([withPeers({ ...bo, call: inCall })])
    expect(started()).toEqual(['Bo in lobby', 'Bo in lobby'])
  })

  test('a call that was going on when we came, or when its people came, was not started now', () => {
    const { see, started, shown } = watch()
    see([withPeers(bo)], 200)
    see([withPeers({ ...bo, call: inCall })])
    see([])
    see([withPeers({ ...bo, call: inCall })])
    expect(started()).toEqual([])
    expect(shown).toHaveLength(3)
  })

  test('what is unread is shown when it changes', () => {
    const { shown, note, setUnread } = watch()
    setUnread(3)
    note()
    note()
    setUnread(0)
    note()
    expect(shown.map((badge) => badge.unreadCount)).toEqual([3, 0])
  })

  test('nobody is told of a call that we are in, or that more people join', () => {
    const { see, started } = watch()
    const cy: PeerView = { peerId: 'cy', name: 'Cy', state: 'connected' }
    see([withPeers(bo, cy)], 5_000)
    see([withPeers(bo, cy)], 0, ourCall)
    see([withPeers({ ...bo, call: inCall }, cy)], 0, ourCall)
    see([withPeers({ ...bo, call: inCall }, { ...cy, call: inCall })], 0, ourCall)
    expect(started()).toEqual([])
  })
})
