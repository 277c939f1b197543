import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import type { CallSettings, SettingsRow, SidetoneDatabase } from './database.ts'

/** The bundled relay, as `npm start` runs it. */
export const localRelayUrl = 'ws://127.0.0.1:8080/ws'
export const publicRoomName = 'lobby'

export const defaultCallSettings: CallSettings = {
  microphoneId: '',
  speakerId: '',
  hasEchoCancellation: true,
  hasNoiseSuppression: true,
  hasAutoGain: true,
  isMusicMode: false,
  playsSounds: true,
  isPushToTalk: false,
  notifyOnCall: false,
}

/** Our settings; made where there are none yet. */
export async function ensureSettings(database: SidetoneDatabase): Promise<SettingsRow> {
  return database.transaction('rw', database.settings, async () => {
    const known = await database.settings.get('own')
    // A row of an earlier version knows no calls.
    if (known) return { ...known, call: { ...defaultCallSettings, ...known.call } }
    const fresh: SettingsRow = {
      key: 'own',
      name: '',
      relayUrl: localRelayUrl,
      roomName: publicRoomName,
      rejoinsAtStart: false,
      iceServers: [],
      isRelayOnly: false,
      call: defaultCallSettings,
    }
    await database.settings.add(fresh)
    return fresh
  })
}

/** A STUN or TURN server as it crosses a port. */
export const iceServerSchema = v.object({
  url: v.string(),
  username: v.exactOptional(v.string()),
  credential: v.exactOptional(v.string()),
})

/** What a person changes in the settings; what is absent stays. */
export const settingsChangeSchema = v.object({
  relayUrl: v.optional(v.string()),
  rejoinsAtStart: v.optional(v.boolean()),
  isRelayOnly: v.optional(v.boolean()),
  call: v.optional(
    v.partial(
      v.object({
        microphoneId: v.pipe(v.string(), v.maxLength(limits.maxDeviceIdCharacters)),
        speakerId: v.pipe(v.string(), v.maxLength(limits.maxDeviceIdCharacters)),
        hasEchoCancellation: v.boolean(),
        hasNoiseSuppression: v.boolean(),
        hasAutoGain: v.boolean(),
        isMusicMode: v.boolean(),
        playsSounds: v.boolean(),
        isPushToTalk: v.boolean(),
        notifyOnCall: v.boolean(),
      }),
    ),
  ),
  iceServers: v.optional(v.array(iceServerSchema)),
})
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>
