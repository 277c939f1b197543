import { computed, ref } from 'vue'
import { problemIn } from '@/engine/base/outcome.ts'
import type { Problem } from '@/engine/base/problem.ts'
import { defaultSettings, type SettingsRow } from '@/engine/storage/settings-schema.ts'
import { useHostStore } from '@/stores/host.ts'
import { useSettings } from '@/stores/settings.ts'

type Switch = {
  [Key in keyof SettingsRow]: SettingsRow[Key] extends boolean ? Key : never
}[keyof SettingsRow]

/** Settings that are on or off: each is kept at once, and `problem` is why the last one could not be. */
export function useSwitches() {
  const host = useHostStore()
  const settings = useSettings()
  const problem = ref<Problem>()

  const switchOf = (key: Switch) =>
    computed({
      get: () => (settings.value ?? defaultSettings)[key],
      set: (isOn) =>
        void host
          .ask('change-settings', { [key]: isOn })
          .then((outcome) => (problem.value = problemIn(outcome))),
    })
  return { problem, switchOf }
}
