import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the search stands before the panel. What it does is loaded when it's first opened (components/search/). */
export const useSearchStore = defineStore('search', () => {
  const isOpen = ref(false)
  return {
    isOpen,
    openSearch() {
      isOpen.value = true
    },
    closeSearch() {
      isOpen.value = false
    },
  }
})
