import { defineStore } from 'pinia'
import { nextTick, ref } from 'vue'

/** Whether the list of rooms is open, where the panel is too narrow for it to be always in sight. */
export const useRoomsList = defineStore('rooms-list', () => {
  const isOpen = ref(false)
  return {
    isOpen,
    /** Turns to the list: opens it, and gives it the focus even where it is in sight already. */
    async show() {
      isOpen.value = false
      await nextTick()
      isOpen.value = true
    },
  }
})
