import { expect, onTestFinished, test, vi } from 'vitest'
import type { PeerView, RoomView } from '@/engine/view.ts'
import type { Update } from './protocol.ts'
import { limits } from '@/engine/base/limits.ts'
import { batchEvents } from './batch-events.ts'

const ben: PeerView = { peerId: 'ben', name: 'Ben', state: 'connecting' }

function roomWith(...peers: PeerView[]): RoomView {
  return {
    roomId: 'room',
    roomName: 'lobby',
    relayUrl: 'ws://relay.example/ws',
    me: { peerId: 'ada', name: 'Ada' },
    relay: { kind: 'open', address: 'room' },
    peers,
    problems: [],
  }
}

function start() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const told: Update[] = []
  return { told, pace: batchEvents((update) => told.push(update)) }
}

test('a new room waits a moment, so that its first link comes first', () => {
  const { told, pace } = start()
  pace.handle({ type: 'room', room: roomWith() })
  vi.advanceTimersByTime(limits.newRoomPaceMs - 1)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([{ type: 'room', room: roomWith() }])
})

test('who is connected, or no longer, is told at once, with the newest of the room', () => {
  const { told, pace } = start()
  pace.handle({ type: 'room', room: roomWith() })
  pace.handle({ type: 'room', room: roomWith(ben) })
  expect(told).toEqual([])
  const connected = roomWith({ ...ben, state: 'connected' })
  pace.handle({ type: 'room', room: connected })
  expect(told).toEqual([{ type: 'room', room: connected }])
  pace.handle({ type: 'room', room: roomWith(ben) })
  expect(told).toHaveLength(2)
  vi.runAllTimers()
  expect(told).toHaveLength(2)
})

test('a problem is told at once, and the end of a room too', () => {
  const { told, pace } = start()
  const room = { ...roomWith(), problems: [{ kind: 'room-full' as const, max: 32 }] }
  pace.handle({ type: 'room', room })
  pace.handle({ type: 'left', roomId: 'room' })
  expect(told).toEqual([
    { type: 'room', room },
    { type: 'left', roomId: 'room' },
  ])
})

test('steps towards a link and lines of the log go together, the newest state only', () => {
  const { told, pace } = start()
  pace.handle({ type: 'room', room: roomWith() })
  vi.runAllTimers()
  told.length = 0
  const entry = { atMs: 1, roomId: 'room', event: 'offer-sent' as const }
  pace.handle({ type: 'log', entry })
  pace.handle({ type: 'room', room: roomWith(ben) })
  pace.handle({ type: 'log', entry })
  pace.handle({ type: 'room', room: roomWith({ ...ben, state: 'reconnecting' }) })
  expect(told).toEqual([])
  vi.advanceTimersByTime(limits.panelPaceMs)
  expect(told).toEqual([
    { type: 'room', room: roomWith({ ...ben, state: 'reconnecting' }) },
    { type: 'log', entries: [entry, entry] },
  ])
})
