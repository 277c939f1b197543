/** What a series of measurements says, in the unit that was measured. Every figure carries its rounds and spread. */
export interface Summary {
  readonly rounds: number
  readonly median: number
  readonly q1: number
  readonly q3: number
  readonly p90: number
  readonly min: number
  readonly max: number
}

/** The value below which a fraction of the values lies, interpolated between neighbours. Throws for none. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * fraction
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new Error('There is no quantile of no values.')
  return below + (above - below) * (position - Math.floor(position))
}

/** Sums up a series of measurements. Throws for none. */
export function summarise(values: readonly number[]): Summary {
  return {
    rounds: values.length,
    median: quantile(values, 0.5),
    q1: quantile(values, 0.25),
    q3: quantile(values, 0.75),
    p90: quantile(values, 0.9),
    min: quantile(values, 0),
    max: quantile(values, 1),
  }
}
