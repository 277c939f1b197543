import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { createSearchClient, type SearchWorker } from './search-client.ts'
import type { Found, SearchState } from './protocol.ts'

/** So many results at first, and so many more each time. */
const pageResults = 30
/** After the search was closed its worker stays for so long, in case it is opened again. */
const lingerMs = 60_000

interface Running {
  readonly client: ReturnType<typeof createSearchClient>
  readonly state: Readonly<{ value: SearchState | undefined }>
}

function run(openWorker: () => SearchWorker) {
  const state = shallowRef<SearchState>()
  const found = shallowRef<Found>()
  const hasFailed = ref(false)
  const client = createSearchClient({
    openWorker,
    onState: (next) => (state.value = next),
    onFound(next) {
      hasFailed.value = false
      found.value = next
    },
    onFailed(reason) {
      console.error('The search failed', reason)
      hasFailed.value = true
    },
  })
  return { client, state, found, hasFailed } satisfies Running & Record<string, unknown>
}

let running: ReturnType<typeof run> | undefined
let timer: ReturnType<typeof setTimeout> | undefined

function end() {
  running?.client.close()
  running = undefined
}

/** Looks for what is typed, and again whenever something was said, changed or deleted. */
export function useSearch(
  openWorker: () => SearchWorker,
  question: () => { readonly typed: string; readonly roomId: string | undefined },
) {
  clearTimeout(timer)
  const { client, state, found, hasFailed } = (running ??= run(openWorker))
  found.value = undefined
  const limit = ref(pageResults)
  const isAsked = () => question().typed.trim() !== ''
  const ask = () => {
    const { roomId, typed } = question()
    client.ask({ typed, limit: limit.value, ...(roomId !== undefined && { roomId }) })
  }
  watch(
    () => [question().typed, question().roomId],
    () => {
      limit.value = pageResults
      if (isAsked()) ask()
      else found.value = undefined
    },
  )
  watch([limit, state], () => isAsked() && ask())
  onScopeDispose(() => {
    // One that has failed is no use to the next search.
    if (hasFailed.value) end()
    else timer = setTimeout(end, lingerMs)
  })

  return {
    /** Undefined until there is an answer. */
    found: computed(() => (isAsked() ? found.value : undefined)),
    isReading: computed(() => state.value?.isReady !== true),
    isPartial: computed(() => state.value?.isPartial === true),
    hasFailed: computed(() => hasFailed.value),
    showMore: () => (limit.value += pageResults),
  }
}
