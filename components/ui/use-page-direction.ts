import { useTextDirection } from '@vueuse/core'
import { computed } from 'vue'

/** Where the page's lines begin, for menus and tabs that want to be told. */
export function usePageDirection() {
  const direction = useTextDirection({ observe: true })
  return computed(() => (direction.value === 'rtl' ? 'rtl' : 'ltr'))
}
