import { expect, test } from 'vitest'
import { fullBucket, takeInStock, takeOnCredit, waitMs } from './rate.ts'

const rate = { perSecond: 10, burst: 20 }

test('a burst passes, then there is a debt that time pays off', () => {
  const bucket = fullBucket(rate, 0)
  for (let i = 0; i < 20; i++) expect(takeOnCredit(bucket, rate, 1, 0)).toBe(true)
  expect(waitMs(bucket, rate, 0)).toBe(0)
  expect(takeOnCredit(bucket, rate, 5, 0)).toBe(true)
  expect(waitMs(bucket, rate, 0)).toBe(500)
  expect(waitMs(bucket, rate, 499)).toBe(1)
  expect(waitMs(bucket, rate, 500)).toBe(0)
})

test('a debt as large as the burst is refused, and costs nothing more', () => {
  const bucket = fullBucket(rate, 0)
  for (let i = 0; i < 40; i++) expect(takeOnCredit(bucket, rate, 1, 0)).toBe(true)
  expect(takeOnCredit(bucket, rate, 1, 0)).toBe(false)
  expect(waitMs(bucket, rate, 0)).toBe(2_000)
  expect(takeOnCredit(bucket, rate, 1, 100)).toBe(true)
})

test('one message may cost more than the whole burst', () => {
  const bucket = fullBucket(rate, 0)
  expect(takeOnCredit(bucket, rate, 1_000, 0)).toBe(true)
  expect(waitMs(bucket, rate, 0)).toBe(98_000)
})

test('a bucket never holds more than its burst', () => {
  const bucket = fullBucket(rate, 0)
  expect(takeInStock(bucket, rate, 20, 3_600_000)).toBe(true)
  expect(takeInStock(bucket, rate, 1, 3_600_000)).toBe(false)
  expect(waitMs(bucket, rate, 3_600_000, 1)).toBe(100)
})

test('0 per second is without limit', () => {
  const free = { perSecond: 0, burst: 1 }
  const bucket = fullBucket(free, 0)
  for (let i = 0; i < 100; i++) {
    expect(takeOnCredit(bucket, free, 1_000_000, 0)).toBe(true)
    expect(takeInStock(bucket, free, 1_000_000, 0)).toBe(true)
  }
  expect(waitMs(bucket, free, 0)).toBe(0)
})
