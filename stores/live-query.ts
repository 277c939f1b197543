import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { observe } from '@/engine/storage/observe.ts'
import { noteQuery } from './storage-problem.ts'

/**
 * A database query as a ref that follows every change, also those that other contexts of the extension make.
 * It runs anew when `source` changes; `undefined` until the first answer. While it fails, the last answer stays, the
 * panel says so (storage-problem.ts), and it is tried again.
 */
export function useLiveQuery<Source, Value>(
  source: () => Source,
  query: (source: Source) => Promise<Value>,
): Readonly<ShallowRef<Value | undefined>> {
  const value = shallowRef<Value>()
  const health = noteQuery()
  let stop = () => {}
  watch(
    source,
    (current) => {
      stop()
      stop = observe({
        query: () => query(current),
        onValue(next) {
          health.worked()
          value.value = next
        },
        onError: health.failed,
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    stop()
    health.end()
  })
  return value
}
