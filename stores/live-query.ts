import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/**
 * A database query as a ref that follows every change, also those that other contexts of the extension make.
 * It runs anew when `source` changes; `undefined` until the first answer.
 */
export function useLiveQuery<Source, Value>(
  source: () => Source,
  query: (source: Source) => Promise<Value>,
): Readonly<ShallowRef<Value | undefined>> {
  const value = shallowRef<Value>()
  let unsubscribe = () => {}
  watch(
    source,
    (current) => {
      unsubscribe()
      const subscription = liveQuery(() => query(current)).subscribe({
        next: (next) => (value.value = next),
        // The host reports failing storage when it writes; here the last answer stays.
        error: (error: unknown) => console.error('A query failed', error),
      })
      unsubscribe = () => subscription.unsubscribe()
    },
    { immediate: true },
  )
  onScopeDispose(() => unsubscribe())
  return value
}
