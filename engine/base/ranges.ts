/** From and to, both included. */
export type Range = readonly [from: number, to: number]

/** Ascending, apart from each other: no two overlap or touch. What {@link union} returns is always so. */
export type Ranges = readonly Range[]

/** All that is in one or the other, which may be in any order and overlap. */
export function union(some: Ranges, others: Ranges): Range[] {
  const result: Range[] = []
  for (const [from, to] of [...some, ...others].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && from <= last[1] + 1) result[result.length - 1] = [last[0], Math.max(last[1], to)]
    else result.push([from, to])
  }
  return result
}

/** All that is in `some` and not in `others`. */
export function difference(some: Ranges, others: Ranges): Range[] {
  const result: Range[] = []
  let next = 0
  for (const [from, to] of some) {
    let rest = from
    while (rest <= to) {
      const other = others[next]
      if (!other || other[0] > to) {
        result.push([rest, to])
        break
      }
      if (other[1] >= rest) {
        if (other[0] > rest) result.push([rest, other[0] - 1])
        rest = other[1] + 1
      }
      // One that reaches beyond may cover something of the next, too.
      if (other[1] <= to) next += 1
    }
  }
  return result
}

/** What of them is at most `max`. */
export function upTo(ranges: Ranges, max: number): Range[] {
  return ranges.filter(([from]) => from <= max).map(([from, to]): Range => [from, Math.min(to, max)])
}

export function contains(ranges: Ranges, number: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[1] ?? 0) < number) low = middle + 1
    else high = middle
  }
  const found = ranges[low]
  return found !== undefined && found[0] <= number
}
