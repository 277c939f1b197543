import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limits } from '@/engine/base/limits.ts'
import type { LiveEntry } from '@/engine/chat/live-entry.ts'
import { useLiveEntriesStore } from './live-entries.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame'] })
})
afterEach(() => void vi.useRealTimers())

const entry = (seq: number, more: Partial<LiveEntry> = {}): LiveEntry => ({
  authorId: 'bo',
  authorName: 'Bo',
  seq,
  atMs: 0,
  kind: 'text',
  digest: '',
  text: 'hello',
  receivedAtMs: 0,
  ...more,
})
const seqs = (roomId = 'room') =>
  useLiveEntriesStore()
    .entries.get(roomId)
    ?.map(({ seq }) => seq)
const message = { roomId: 'room', nonce: 'n', text: 'hello', atMs: 0 }

test('what is on disk goes a while later, and what is not stays', () => {
  const live = useLiveEntriesStore()
  live.add('room', [entry(1), entry(2)])
  live.handleKept('room', [entry(1)])
  expect(seqs()).toEqual([1, 2])
  vi.advanceTimersByTime(60_000)
  expect(seqs()).toEqual([2])
})

test('what comes twice is there once, and only so many are held', () => {
  const live = useLiveEntriesStore()
  live.add('room', [entry(1)])
  live.add('room', [entry(1), entry(2)])
  expect(seqs()).toEqual([1, 2])
  live.add(
    'room',
    Array.from({ length: 2 * limits.maxLiveEntries }, (_, index) => entry(index + 3)),
  )
  expect(seqs()).toHaveLength(limits.maxLiveEntries)
  live.forget('room')
  expect(seqs()).toBeUndefined()
})

test('a message of ours is shown from the next frame on, until it is over', () => {
  const live = useLiveEntriesStore()
  live.begin(message)
  expect(live.outgoing).toEqual([])
  vi.advanceTimersByTime(20)
  expect(live.outgoing).toEqual([message])
  live.end('n')
  expect(live.outgoing).toEqual([])
})

test('a message that is over before the next frame never waits', () => {
  const live = useLiveEntriesStore()
  live.begin(message)
  live.end('n')
  vi.advanceTimersByTime(20)
  expect(live.outgoing).toEqual([])
})

test('an entry goes by the name that its message had before it had a number', () => {
  const live = useLiveEntriesStore()
  live.add('room', [entry(1, { nonce: 'n' })])
  expect([live.keyOf(entry(1)), live.keyOf(entry(2))]).toEqual(['n', 'bo 2'])
})
