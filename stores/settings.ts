import { localRelayUrl, publicRoomName, withDefaults } from '@/engine/storage/settings-schema.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** What the join form starts with: what was typed last time, or the local relay and the lobby. */
export async function loadJoinDefaults(): Promise<{ name: string; relayUrl: string; roomName: string }> {
  const settings = await database.settings.get('own').catch((error: unknown) => {
    console.error('What was typed last time could not be read', error)
    return undefined
  })
  return {
    name: settings?.name ?? '',
    relayUrl: settings?.relayUrl ?? localRelayUrl,
    roomName: settings?.roomName ?? publicRoomName,
  }
}

/** The settings as they are on disk, whoever changes them; undefined until the database has answered, or has none. */
export function useSettings() {
  return useLiveQuery(
    () => 'own' as const,
    async (key) => {
      const saved = await database.settings.get(key)
      return saved && withDefaults(saved)
    },
  )
}
