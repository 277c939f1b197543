/** Remembers the newest `size` values. */
export function createRecentSet(size: number) {
  const values = new Set<string>()
  return {
    add(value: string) {
      values.delete(value)
      values.add(value)
      for (const oldest of values) {
        if (values.size <= size) break
        values.delete(oldest)
      }
    },
    has: (value: string) => values.has(value),
  }
}
