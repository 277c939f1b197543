import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * Which page of the settings stands before the panel; `check` opened alone closes, opened from the settings goes back.
 * `calls` is that section by itself, for whoever comes from a call.
 */
export const useSettingsScreen = defineStore('settings-screen', () => {
  const page = ref<'none' | 'settings' | 'check' | 'calls'>('none')
  const cameFromSettings = ref(false)

  return {
    page,
    cameFromSettings,
    openSettings() {
      page.value = 'settings'
    },
    openCalls() {
      page.value = 'calls'
    },
    openCheck() {
      cameFromSettings.value = page.value === 'settings'
      page.value = 'check'
    },
    close() {
      page.value = 'none'
    },
  }
})
