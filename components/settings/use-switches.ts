import { computed } from 'vue'
import { defaultSettings, type SettingsRow } from '@/engine/storage/settings-schema.ts'
import { useAttempt } from '@/stores/attempt.ts'
import { useHostStore } from '@/stores/host.ts'
import { useSettings } from '@/stores/settings.ts'

type Switch = {
  [Key in keyof SettingsRow]: SettingsRow[Key] extends boolean ? Key : never
}[keyof SettingsRow]

/** Settings that are on or off: each is kept at once, and `problem` is why the last one could not be. */
export function useSwitches() {
  const host = useHostStore()
  const settings = useSettings()
  const { problem, attempt, tryAgain } = useAttempt()

  const switchOf = (key: Switch) =>
    computed({
      get: () => (settings.value ?? defaultSettings)[key],
      set: (isOn) => void attempt(() => host.ask('change-settings', { [key]: isOn })),
    })
  return { problem, switchOf, tryAgain }
}
