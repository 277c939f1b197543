/**
 * What is kept by key, made where it is missing, of the newest `size` keys that were asked for: strangers make keys for
 * nothing, so nothing may grow with them.
 */
export function createRecentMap<Value>(size: number, make: () => Value) {
  const values = new Map<string, Value>()
  return {
    of(key: string): Value {
      const known = values.get(key)
      const value = known === undefined ? make() : known
      // Set again, so that the first key is always the one unheard of for longest.
      values.delete(key)
      values.set(key, value)
      for (const oldest of values.keys()) {
        if (values.size <= size) break
        values.delete(oldest)
      }
      return value
    },
    size: () => values.size,
  }
}
