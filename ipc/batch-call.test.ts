import { expect, onTestFinished, test, vi } from 'vitest'
import type { CallPeerView, CallView } from '@/engine/call/call-view.ts'
import { limits } from '@/engine/base/limits.ts'
import { batchCall } from './batch-call.ts'

const ben: CallPeerView = {
  peerId: 'ben',
  name: 'Ben',
  microphone: 'on',
  state: 'connecting',
  volumePercent: 100,
  isMutedLocally: false,
  quality: { word: 'unknown' },
}

function callWith(changes: Partial<CallView> = {}): CallView {
  return {
    roomId: 'room',
    joinedAtMs: 0,
    state: 'opening',
    microphone: 'on',
    isDeafened: false,
    isPushToTalk: false,
    peers: [],
    ...changes,
  }
}

const connected = callWith({ peers: [{ ...ben, state: 'connected' }] })

function start() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const told: (CallView | undefined)[] = []
  return { told, pace: batchCall((view) => told.push(view)) }
}

test('a new call waits a moment, and is told as it is then', () => {
  const { told, pace } = start()
  pace.handle(callWith())
  pace.handle(callWith({ peers: [ben] }))
  vi.advanceTimersByTime(limits.newCallPaceMs - 1)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([callWith({ peers: [ben] })])
})

test('the first who is heard is told at once', () => {
  const { told, pace } = start()
  pace.handle(callWith({ peers: [ben] }))
  pace.handle(connected)
  expect(told).toEqual([connected])
})

test('what the person did and a problem are told at once, and all else a moment later', () => {
  const { told, pace } = start()
  pace.handle(connected)
  const muted: CallView = { ...connected, microphone: 'muted' }
  pace.handle(muted)
  const noticed: CallView = { ...muted, notice: { kind: 'microphone-revoked' } }
  pace.handle(noticed)
  expect(told).toEqual([connected, muted, noticed])
  const joined: CallView = { ...noticed, state: 'joined' }
  pace.handle(joined)
  expect(told).toHaveLength(3)
  vi.advanceTimersByTime(limits.panelPaceMs)
  expect(told.slice(3)).toEqual([joined])
})

test('nothing of a call is told after its end', () => {
  const { told, pace } = start()
  pace.handle(callWith())
  pace.handle(undefined)
  vi.advanceTimersByTime(limits.newCallPaceMs)
  pace.flush()
  expect(told).toEqual([undefined])
})

test('a panel that opens gets what waits', () => {
  const { told, pace } = start()
  pace.handle(callWith())
  pace.flush()
  vi.advanceTimersByTime(limits.newCallPaceMs)
  expect(told).toEqual([callWith()])
})
