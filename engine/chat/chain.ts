import { limits } from '../base/limits.ts'
import type { Prev } from '../wire/entry.ts'
import { union, type Range } from '../base/ranges.ts'

/** An entry's place in its author's chain. */
export interface ChainEntry {
  readonly seq: number
  readonly digest: string
  readonly prev: Prev
}

/**
 * Consecutive entries of an author of which each names the one before by its digest: the last one's digest commits to
 * them all. Where an author leaves numbers out, or names something else than we have, one range ends and another begins.
 */
export interface ChainRange {
  readonly from: number
  readonly to: number
  /** Of the entry `to`. */
  readonly digest: string
  /** What the entry `from` names as the one before. */
  readonly prev: Prev
}

/** Ascending, and no number twice. */
export type ChainRanges = readonly ChainRange[]

/** A range as it is said to others. */
export type WireRange = [from: number, to: number, digest: string]

/** Whether an entry that names `prev` comes right after what ends with that number and digest. */
const follows = (prev: Prev, seq: number, digest: string) => prev?.[0] === seq && prev[1] === digest

/** The ranges with one more entry; unchanged where its number is in them. */
export function addToChain(ranges: ChainRanges, { seq, digest, prev }: ChainEntry): ChainRange[] {
  if (rangeWith(ranges, seq)) return [...ranges]
  let added: ChainRange = { from: seq, to: seq, digest, prev }
  const rest: ChainRange[] = []
  for (const range of ranges) {
    if (range.to === seq - 1 && follows(prev, range.to, range.digest)) {
      added = { ...added, from: range.from, prev: range.prev }
    } else if (range.from === seq + 1 && follows(range.prev, seq, digest)) {
      added = { ...added, to: range.to, digest: range.digest }
    } else rest.push(range)
  }
  return [...rest, added].sort((a, b) => a.from - b.from)
}

/** The range that a number is in. */
export const rangeWith = (ranges: ChainRanges, seq: number): ChainRange | undefined =>
  ranges.find(({ from, to }) => from <= seq && seq <= to)

/** Of too many ranges the newest. */
export const newestOf = (ranges: ChainRanges): ChainRange[] => ranges.slice(-limits.maxRangesPerAuthor)

export const toWireRanges = (ranges: ChainRanges): WireRange[] =>
  ranges.map(({ digest, from, to }) => [from, to, digest])

/** Their numbers alone. */
export const numbersOf = (ranges: readonly { readonly from: number; readonly to: number }[]): Range[] =>
  union(
    [],
    ranges.map(({ from, to }): Range => [from, to]),
  )

/** The numbers of what a peer says to have. */
export const numbersSaid = (ranges: readonly (readonly [number, number, string])[]): Range[] =>
  union(
    [],
    ranges.map(([from, to]): Range => [from, to]),
  )
