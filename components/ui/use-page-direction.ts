import { onScopeDispose, readonly, ref } from 'vue'

const directionNow = (): 'ltr' | 'rtl' => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr')

/** Where the page's lines begin, for menus and tabs that want to be told. */
export function usePageDirection() {
  const direction = ref(directionNow())
  const observer = new MutationObserver(() => (direction.value = directionNow()))
  observer.observe(document.documentElement, { attributeFilter: ['dir'] })
  onScopeDispose(() => observer.disconnect())
  return readonly(direction)
}
