import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, difference, union, upTo, type Range, type Ranges } from './ranges.ts'

const highest = Number.MAX_SAFE_INTEGER

/** As sets of small numbers, which are easy to be right about. */
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 30 }))
const rangesOf = (members: readonly number[]) =>
  union(
    [],
    members.map((n): Range => [n, n]),
  )
const membersOf = (ranges: Ranges) =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
const sorted = (members: readonly number[]) => members.toSorted((a, b) => a - b)

function expectWellFormed(ranges: Ranges) {
  for (const [index, [from, to]] of ranges.entries()) {
    expect(from).toBeLessThanOrEqual(to)
    const before = ranges[index - 1]
    if (before) expect(before[1] + 1).toBeLessThan(from)
  }
}

describe('ranges do as sets do', () => {
  test('union, in any order and with overlaps', () => {
    const rough = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5)).map(([from, more]): Range => [from, from + more]),
    )
    fc.assert(
      fc.property(rough, rough, (a, b) => {
        const both = union(a, b)
        expectWellFormed(both)
        expect(membersOf(both)).toEqual(sorted([...new Set([...membersOf(a), ...membersOf(b)])]))
      }),
    )
  })

  test('difference', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const rest = difference(rangesOf(a), rangesOf(b))
        expectWellFormed(rest)
        expect(membersOf(rest)).toEqual(sorted(a.filter((n) => !b.includes(n))))
      }),
    )
  })

  test('what is up to a number, and what is contained', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 31 }), (members, n) => {
        expect(membersOf(upTo(rangesOf(members), n))).toEqual(sorted(members.filter((one) => one <= n)))
        expect(contains(rangesOf(members), n)).toBe(members.includes(n))
      }),
    )
  })

  test('what is exchanged both ways is the same on both sides', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [ours, theirs] = [rangesOf(a), rangesOf(b)]
        expect(union(ours, difference(theirs, ours))).toEqual(union(theirs, difference(ours, theirs)))
      }),
    )
  })
})

test('the highest numbers there are stay exact', () => {
  expect(union([[highest, highest]], [[1, highest - 1]])).toEqual([[1, highest]])
  expect(difference([[1, highest]], [[2, highest]])).toEqual([[1, 1]])
  expect(difference([[1, highest]], [[1, highest - 1]])).toEqual([[highest, highest]])
  expect(difference([[1, highest]], [[1, highest]])).toEqual([])
  expect(contains([[1, highest]], highest)).toBe(true)
})
