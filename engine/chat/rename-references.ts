/** What own entries that were signed again are called now: number and digest, by the digest before. */
export type Renamed = Map<string, readonly [seq: number, digest: string]>

/**
 * A body that names entries by their new names, wherever it does: every kind names them as `[…, seq, digest]`, and a
 * digest is nothing else.
 */
export function renameIn(value: unknown, renamed: Renamed): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    const last = items.at(-1)
    const name = typeof last === 'string' && items.length >= 2 ? renamed.get(last) : undefined
    return name ? [...items.slice(0, -2), ...name] : items.map((item) => renameIn(item, renamed))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameIn(item, renamed)]))
}
