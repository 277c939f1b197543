import * as v from 'valibot'

/** 16 random bytes in base64url. */
export const randomSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))

/** What a member's microphone sends: speech, nothing for now, or nothing at all (a listener). */
export const microphoneStateSchema = v.picklist(['on', 'muted', 'none'])
export type MicrophoneState = v.InferOutput<typeof microphoneStateSchema>

/** A member's place in a call: `visit` is new each time a call is joined. */
export const callStateSchema = v.object({ visit: randomSchema, microphone: microphoneStateSchema })
export type CallState = v.InferOutput<typeof callStateSchema>
