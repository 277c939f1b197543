import * as v from 'valibot'
import { limits } from '../base/limits.ts'

/** The bundled relay, as `npm start` runs it. */
export const localRelayUrl = 'ws://127.0.0.1:8080/ws'
export const publicRoomName = 'lobby'

/** A STUN or TURN server: `stun:…`, `turn:…` or `turns:…`. */
export const iceServerSchema = v.object({
  url: v.string(),
  username: v.exactOptional(v.string()),
  credential: v.exactOptional(v.string()),
})
export type IceServerSetting = v.InferOutput<typeof iceServerSchema>

/** A `deviceId` of the browser, or `''` for its default. */
const deviceIdSchema = v.pipe(v.string(), v.maxLength(limits.maxDeviceIdCharacters))

/** How a call sounds and what it sounds through. */
const callSettingsSchema = v.object({
  microphoneId: deviceIdSchema,
  speakerId: deviceIdSchema,
  hasEchoCancellation: v.boolean(),
  hasNoiseSuppression: v.boolean(),
  hasAutoGain: v.boolean(),
  /** Stereo, unprocessed and at a higher bitrate. */
  isMusicMode: v.boolean(),
  /** A short tone when somebody joins or leaves. */
  playsSounds: v.boolean(),
  isPushToTalk: v.boolean(),
  /** A notification of the system when a call begins. */
  notifyOnCall: v.boolean(),
})
export type CallSettings = v.InferOutput<typeof callSettingsSchema>

/** What a person sets, each setting once; the row, its default and the change that crosses a port follow from here. */
const chosenSettingsSchema = v.object({
  /** The language of the words, as a tag (`zh-CN`), or `''` for the browser's. */
  language: v.pipe(v.string(), v.maxLength(limits.maxLanguageCharacters)),
  relayUrl: v.string(),
  /** Rooms that were joined when the browser closed are joined again when it starts. */
  rejoinsAtStart: v.boolean(),
  iceServers: v.array(iceServerSchema),
  /** Only paths through a TURN server, which hide our addresses from peers. */
  isRelayOnly: v.boolean(),
  call: callSettingsSchema,
  /** Notifications of the system when a message comes, in each room as that room says. */
  notifyOnMessage: v.boolean(),
  /** Whether they show the text of a message, or only that there is one. */
  showsTextInNotifications: v.boolean(),
  /** Others see when this person is typing, and this person sees when they are. */
  tellsTyping: v.boolean(),
  /** The same of what was read. */
  tellsSeen: v.boolean(),
})

/** The one row of settings, under the key `own`. */
export interface SettingsRow extends v.InferOutput<typeof chosenSettingsSchema> {
  key: 'own'
  /** What was typed to join last time. */
  name: string
  roomName: string
}

/** What a person changes in the settings; what is absent stays. */
export const settingsChangeSchema = v.partial(
  v.object({ ...chosenSettingsSchema.entries, call: v.partial(callSettingsSchema) }),
)
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>

export const defaultSettings: SettingsRow = {
  key: 'own',
  name: '',
  language: '',
  relayUrl: localRelayUrl,
  roomName: publicRoomName,
  rejoinsAtStart: false,
  iceServers: [],
  isRelayOnly: false,
  call: {
    microphoneId: '',
    speakerId: '',
    hasEchoCancellation: true,
    hasNoiseSuppression: true,
    hasAutoGain: true,
    isMusicMode: false,
    playsSounds: true,
    isPushToTalk: false,
    notifyOnCall: false,
  },
  notifyOnMessage: false,
  showsTextInNotifications: true,
  tellsTyping: true,
  tellsSeen: true,
}

export const defaultCallSettings = defaultSettings.call

/** A row as this version knows it: one that an earlier version wrote has no settings that came later. */
export function withDefaults(saved: SettingsRow): SettingsRow {
  return { ...defaultSettings, ...saved, call: { ...defaultCallSettings, ...saved.call } }
}
