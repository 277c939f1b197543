import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openEnvelope } from './envelope.ts'

const address = Buffer.from('0123456789abcdef')

test('each kind of frame is opened', () => {
  expect(openEnvelope(Buffer.from([0x80, 1, 2]))).toMatchObject({
    kind: 'to-all',
    isText: true,
    payload: Buffer.of(1, 2),
  })
  expect(openEnvelope(Buffer.concat([Buffer.of(0x01), address, Buffer.of(9)]))).toMatchObject({
    kind: 'to-one',
    isText: false,
    address: '0123456789abcdef',
    payload: Buffer.of(9),
  })
  expect(openEnvelope(Buffer.concat([Buffer.of(0x02), address]))).toEqual({
    kind: 'i-am',
    address: '0123456789abcdef',
  })
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['an unknown kind', Buffer.of(0x03)],
  ['an unknown flag', Buffer.of(0x40)],
  ['an address cut short', Buffer.concat([Buffer.of(0x01), address.subarray(1)])],
  ['an announcement with a payload', Buffer.concat([Buffer.of(0x02), address, Buffer.of(1)])],
  ['an announcement cut short', Buffer.concat([Buffer.of(0x02), address.subarray(1)])],
  ['an announcement with a text flag', Buffer.concat([Buffer.of(0x82), address])],
])('%s is no frame', (_, frame) => {
  expect(openEnvelope(frame)).toBeUndefined()
})

test('header and payload together are always the whole frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const frame = Buffer.from(bytes)
      const envelope = openEnvelope(frame)
      if (envelope === undefined || envelope.kind === 'i-am') return true
      return Buffer.concat([envelope.header, envelope.payload]).equals(frame)
    }),
  )
})
