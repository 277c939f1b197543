import { computed } from 'vue'
import { defaultSettings, type SettingsChange, type SettingsRow } from '@/engine/storage/settings-schema.ts'
import { useAttempt } from './attempt.ts'
import { useHostStore } from './host.ts'
import { useSettings } from './settings.ts'

/** Settings that a form shows and changes: every change is kept at once, and why one could not be is told. */
export function useSettingsForm() {
  const host = useHostStore()
  const settings = useSettings()
  const { attempt, problem, tryAgain } = useAttempt()

  return {
    /** Undefined until they are read. */
    settings,
    problem,
    tryAgain,
    /** A setting as a field has it. */
    setting: <Key extends Exclude<keyof SettingsChange, 'call'>>(key: Key) =>
      computed({
        get: () => (settings.value ?? defaultSettings)[key],
        set: (value: SettingsRow[Key]) => void attempt(() => host.ask('change-settings', { [key]: value })),
      }),
  }
}
