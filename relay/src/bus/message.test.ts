import fc from 'fast-check'
import { expect, test } from 'vitest'
import { neededBatchBytes, packBatches, unpackBatch } from './message.ts'

const message = fc
  .record({
    header: fc.uint8Array({ minLength: 1, maxLength: 17 }),
    payload: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ header, payload }) => ({ header: Buffer.from(header), payload: Buffer.from(payload) }))

test('what is packed comes out again, in order, and no batch is too big', () => {
  fc.assert(
    fc.property(
      fc.array(message),
      fc.integer({ min: neededBatchBytes(300), max: 2_000 }),
      (messages, maxBytes) => {
        const batches = packBatches(messages, maxBytes)
        const frames = batches.flatMap((batch) => unpackBatch(batch) ?? [])
        expect(frames).toEqual(messages.map(({ header, payload }) => Buffer.concat([header, payload])))
        expect(batches.every((batch) => batch.length <= maxBytes)).toBe(true)
      },
    ),
  )
})

test('a bus that carries nothing gets nothing', () => {
  expect(packBatches([{ header: Buffer.of(0), payload: Buffer.of(1) }], 0)).toEqual([])
})

test('unpackBatch never finds more in malformed bytes than is there', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const frames = unpackBatch(Buffer.from(bytes))
      const total = frames?.reduce((sum, frame) => sum + frame.length + 4, 0)
      expect(total ?? bytes.length).toBe(bytes.length)
    }),
  )
  expect(unpackBatch(Buffer.from([0, 0, 0, 9, 1]))).toBeUndefined()
  expect(unpackBatch(Buffer.from([0, 0]))).toBeUndefined()
})
