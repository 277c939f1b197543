import type { SidetoneDatabase } from './database.ts'
import { defaultSettings, withDefaults, type SettingsRow } from './settings-schema.ts'

/** Our settings; made where there are none yet. */
export async function ensureSettings(database: SidetoneDatabase): Promise<SettingsRow> {
  return database.transaction('rw', database.settings, async () => {
    const known = await database.settings.get('own')
    if (known) return withDefaults(known)
    await database.settings.add(defaultSettings)
    return defaultSettings
  })
}
