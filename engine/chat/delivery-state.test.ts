import { expect, test } from 'vitest'
import { deliveryOf, type Delivery, type Listener } from './delivery-state.ts'
import type { Ranges } from '../base/ranges.ts'

const listener = (ranges: Ranges, more: Partial<Listener> = {}): Listener => ({
  isConnected: true,
  lacksChat: false,
  sinceSeq: 1,
  ranges,
  seen: [],
  ...more,
})
const away = { isConnected: false }
const mute = { lacksChat: true }

test.each<[string, Listener[], Ranges, Delivery]>([
  ['alone', [], [], 'waiting'],
  ['the only one is out of reach', [listener([], away)], [], 'waiting'],
  ['on its way', [listener([])], [], 'sent'],
  ['one has it, one does not yet', [listener([[1, 5]]), listener([[1, 4]])], [[1, 5]], 'sent'],
  ['one has it, one is out of reach', [listener([[1, 5]]), listener([], away)], [[1, 5]], 'sent'],
  ['all have it', [listener([[1, 5]]), listener([[5, 9]])], [[1, 9]], 'delivered'],
  ['who has it has left', [], [[1, 5]], 'delivered'],
  ['one came after it was said', [listener([[1, 5]]), listener([], { sinceSeq: 6 })], [[1, 5]], 'delivered'],
  ['the only one knows no messages', [listener([], mute)], [], 'waiting'],
  ['all have it who can', [listener([[1, 5]]), listener([], mute)], [[1, 5]], 'delivered-to-able'],
  ['one knows no messages, one lacks it', [listener([[1, 4]]), listener([], mute)], [[1, 4]], 'sent'],
  ['one had it before they knew no messages', [listener([[1, 5]], mute)], [[1, 5]], 'delivered'],
  ['all here came after it was said, and nobody has it', [listener([], { sinceSeq: 6 })], [], 'waiting'],
])('%s', (_, listeners, anyone, delivery) => {
  expect(deliveryOf(5, listeners, anyone, [])).toBe(delivery)
})

const seen: Ranges = [[4, 5]]
test.each<[string, Listener[], Ranges, Ranges, Delivery]>([
  ['all who are here have seen it', [listener([[1, 5]], { seen })], [[1, 5]], seen, 'seen'],
  ['a later one was seen', [listener([[1, 6]], { seen: [[6, 6]] })], [[1, 6]], [[6, 6]], 'delivered'],
  [
    'one has it and has not seen it',
    [listener([[1, 5]], { seen }), listener([[1, 5]])],
    [[1, 5]],
    seen,
    'delivered',
  ],
  ['who has seen it has left', [], [[1, 5]], seen, 'seen'],
  ['who has seen it has left, another one is here', [listener([[1, 5]])], [[1, 5]], seen, 'delivered'],
  [
    'one came after it was said',
    [listener([[1, 5]], { seen }), listener([], { sinceSeq: 6 })],
    [[1, 5]],
    seen,
    'seen',
  ],
  ['one says to have seen what nobody has', [listener([[1, 4]], { seen })], [[1, 4]], seen, 'sent'],
  ['one says to have seen what only another one has', [listener([[1, 4]], { seen })], [[1, 5]], seen, 'sent'],
  [
    'one knows no messages',
    [listener([[1, 5]], { seen }), listener([], mute)],
    [[1, 5]],
    seen,
    'delivered-to-able',
  ],
])('seen: %s', (_, listeners, anyone, seenByAnyone, delivery) => {
  expect(deliveryOf(5, listeners, anyone, seenByAnyone)).toBe(delivery)
})
