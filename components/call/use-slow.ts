import { onScopeDispose, ref, watch } from 'vue'

/** Whether something goes on for longer than it should take. */
export function useSlow(isGoingOn: () => boolean, shouldTakeMs: number) {
  const isSlow = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    isGoingOn,
    (goesOn) => {
      clearTimeout(timer)
      isSlow.value = false
      if (goesOn) timer = setTimeout(() => (isSlow.value = true), shouldTakeMs)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return isSlow
}

/** A microphone opens in less, unless the browser asks somebody. */
export const openingTakesMs = 4_000
