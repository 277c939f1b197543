import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roomOf } from '../test/room-of-lists.ts'
import { createCounts } from './counts.ts'
import type { Member, Passing } from './room.ts'
import { createTickBatcher } from './tick-batcher.ts'

function batcherWithoutBus() {
  const fannedOut: number[] = []
  const batcher = createTickBatcher({
    counts: createCounts(),
    bus: undefined,
    nowMs: () => performance.now(),
    fannedOut: (durationMs) => fannedOut.push(durationMs),
    fanOutOptions: { maxBufferedBytes: 0, dropSlow: () => undefined, wrote: () => undefined },
  })
  return { batcher, fannedOut }
}

const message = (sender: Member | undefined, byte: number): Passing => ({
  sender,
  only: undefined,
  isText: false,
  header: Buffer.of(0),
  payload: Buffer.of(byte),
})

const endOfTick = () => new Promise((resolve) => setImmediate(resolve))

/** The payloads of frames that hold one byte each. */
const payloads = (written: readonly Buffer[] | undefined) =>
  [...Buffer.concat(written ?? [])].filter((_, index) => index % 3 === 2)

test('the tick batcher sends the first message of a tick at once in a small room, and the others at its end', async () => {
  const { batcher, fannedOut } = batcherWithoutBus()
  const { room, members, written } = roomOf([false, false])
  for (const byte of [1, 2, 3]) batcher.pass(room, message(members[0], byte))
  expect(payloads(written[1])).toEqual([1])
  await endOfTick()
  expect(payloads(written[1])).toEqual([1, 2, 3])
  expect(fannedOut).toHaveLength(1)
  batcher.pass(room, message(members[0], 4))
  expect(payloads(written[1])).toEqual([1, 2, 3, 4])
})

test('the tick batcher sends all messages of a tick in one write in a larger room, at its end', async () => {
  const { batcher } = batcherWithoutBus()
  const { room, members, written } = roomOf([false, false, false, false, false])
  for (const byte of [1, 2, 3]) batcher.pass(room, message(members[0], byte))
  expect(written[1]).toEqual([])
  await endOfTick()
  expect(written[1]).toHaveLength(1)
  expect(payloads(written[1])).toEqual([1, 2, 3])
})

test('the tick batcher delivers everything in order, however it is spread over ticks', async () => {
  const tick = fc.array(fc.nat(5), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }),
      fc.array(tick, { maxLength: 5 }),
      async (size, drawn) => {
        const { batcher } = batcherWithoutBus()
        const { room, members, written } = roomOf(Array.from({ length: size }, () => false))
        const sent: [sender: number, byte: number][] = []
        for (const senders of drawn) {
          for (const drawnSender of senders) {
            const sender = drawnSender % size
            batcher.pass(room, message(members[sender], sent.length))
            sent.push([sender, sent.length])
          }
          await endOfTick()
        }
        for (const index of members.keys()) {
          const others = sent.filter(([sender]) => sender !== index).map(([, byte]) => byte)
          // A large room may rest a while, and is through some ticks later.
          await expect.poll(() => payloads(written[index])).toEqual(others)
        }
      },
    ),
    { numRuns: 50 },
  )
})
