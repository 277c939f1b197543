import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fanOut } from './fanout.ts'
import { frameHead } from './frame.ts'
import { maxCopiedFrameBytes } from './limits.ts'
import type { Member, Passing } from './room.ts'
import { roomOf } from '../test/room-of-lists.ts'

/** The plain path: each message framed by itself for each member, in order. */
function expected(member: Member, passing: readonly Passing[]): Buffer {
  const frames = passing
    .filter(({ sender, only }) => (only === undefined ? sender !== member : only === member))
    .map(({ isText, header, payload }) =>
      member.speaksEnvelope
        ? Buffer.concat([frameHead(false, header, payload.length), payload])
        : Buffer.concat([frameHead(isText, Buffer.alloc(0), payload.length), payload]),
    )
  return Buffer.concat(frames)
}

const drawnMessage = fc.record({
  sender: fc.nat(12),
  only: fc.option(fc.nat(12), { nil: undefined }),
  isText: fc.boolean(),
  payload: fc.oneof(
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 2_000 }) },
    fc.nat(255).map((byte) => new Uint8Array(maxCopiedFrameBytes + 1).fill(byte)),
  ),
})

test('whatever passes through a room of any size, each member gets what the plain path would give it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
      fc.array(drawnMessage, { maxLength: 12 }),
      (kinds, drawn) => {
        const { room, members, written } = roomOf(kinds)
        const passing = drawn.map(({ sender, only, isText, payload }): Passing => ({
          // One beyond the last stands for another node.
          sender: members[sender % (members.length + 1)],
          only: only === undefined ? undefined : members[only % members.length],
          isText,
          header: Buffer.of(isText ? 0x80 : 0x00),
          payload: Buffer.from(payload),
        }))
        fanOut(room, passing, { maxBufferedBytes: 0, dropSlow: () => undefined, wrote: () => undefined })
        members.forEach((member, index) => {
          expect(Buffer.concat(written[index] ?? []).equals(expected(member, passing))).toBe(true)
        })
      },
    ),
  )
})
