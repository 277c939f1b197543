import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roomOf } from '../test/room-of-lists.ts'
import { createCounts } from './counts.ts'
import type { Member, Passing } from './room.ts'
import { createTurns } from './turns.ts'

function turnsWithoutBus() {
  const fannedOut: number[] = []
  const turns = createTurns({
    counts: createCounts(),
    bus: undefined,
    nowMs: () => performance.now(),
    fannedOut: (durationMs) => fannedOut.push(durationMs),
    fanOutOptions: { maxBufferedBytes: 0, dropSlow: () => undefined, wrote: () => undefined },
  })
  return { turns, fannedOut }
}

const message = (sender: Member | undefined, byte: number): Passing => ({
  sender,
  only: undefined,
  isText: false,
  header: Buffer.of(0),
  payload: Buffer.of(byte),
})

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve))

/** The payloads of frames that hold one byte each. */
const payloads = (written: readonly Buffer[] | undefined) =>
  [...Buffer.concat(written ?? [])].filter((_, index) => index % 3 === 2)

test('in a small room the first of a turn goes at once, and what follows at its end', async () => {
  const { turns, fannedOut } = turnsWithoutBus()
  const { room, members, written } = roomOf([false, false])
  for (const byte of [1, 2, 3]) turns.pass(room, message(members[0], byte))
  expect(payloads(written[1])).toEqual([1])
  await endOfTurn()
  expect(payloads(written[1])).toEqual([1, 2, 3])
  expect(fannedOut).toHaveLength(1)
  turns.pass(room, message(members[0], 4))
  expect(payloads(written[1])).toEqual([1, 2, 3, 4])
})

test('in a larger room all of a turn goes at its end, in one write', async () => {
  const { turns } = turnsWithoutBus()
  const { room, members, written } = roomOf([false, false, false, false, false])
  for (const byte of [1, 2, 3]) turns.pass(room, message(members[0], byte))
  expect(written[1]).toEqual([])
  await endOfTurn()
  expect(written[1]).toHaveLength(1)
  expect(payloads(written[1])).toEqual([1, 2, 3])
})

test('whatever comes in how many turns, everybody gets all of it in order', async () => {
  const turn = fc.array(fc.nat(5), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }),
      fc.array(turn, { maxLength: 5 }),
      async (size, drawn) => {
        const { turns } = turnsWithoutBus()
        const { room, members, written } = roomOf(Array.from({ length: size }, () => false))
        const sent: [sender: number, byte: number][] = []
        for (const senders of drawn) {
          for (const drawnSender of senders) {
            const sender = drawnSender % size
            turns.pass(room, message(members[sender], sent.length))
            sent.push([sender, sent.length])
          }
          await endOfTurn()
        }
        for (const index of members.keys()) {
          const others = sent.filter(([sender]) => sender !== index).map(([, byte]) => byte)
          // A large room may rest a while, and is through at the next turns.
          await expect.poll(() => payloads(written[index])).toEqual(others)
        }
      },
    ),
    { numRuns: 50 },
  )
})
