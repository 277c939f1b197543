import * as v from 'valibot'

/** Why a relay takes nobody in, by the HTTP status that it answers with (relay/README.md). */
export const relayDenials = [
  'no-key',
  'bad-origin',
  'full-room',
  'full-address',
  'full-relay',
  'full-rooms',
] as const
export type RelayDenial = (typeof relayDenials)[number]

/**
 * Everything that can go wrong and that a person should know. An error is one of these values until the panel
 * turns it into a sentence (components/ui/sentences.ts, locales/). The schema is here because problems cross
 * from the host to the panels.
 */
export const problemSchema = v.variant('kind', [
  v.object({ kind: v.literal('name-empty') }),
  v.object({ kind: v.literal('name-too-long'), actual: v.number(), max: v.number() }),
  v.object({ kind: v.literal('room-name-empty') }),
  v.object({ kind: v.literal('room-name-too-long'), actual: v.number(), max: v.number() }),
  v.object({ kind: v.literal('relay-url-empty') }),
  v.object({ kind: v.literal('relay-url-unreadable') }),
  v.object({ kind: v.literal('relay-url-scheme'), scheme: v.string(), suggestion: v.string() }),
  v.object({ kind: v.literal('invite-empty') }),
  /** It holds no invite, or one that no Sidetone makes. */
  v.object({ kind: v.literal('invite-unreadable') }),
  /** Its checksum does not fit: a part is missing, or a character is another. */
  v.object({ kind: v.literal('invite-cut-off') }),
  v.object({ kind: v.literal('invite-newer-version') }),
  /** A page that has no room: none of the web, or with an endless address. */
  v.object({ kind: v.literal('page-unfit') }),
  v.object({ kind: v.literal('too-many-rooms'), max: v.number() }),
  v.object({ kind: v.literal('ice-server-empty') }),
  v.object({ kind: v.literal('ice-server-unreadable') }),
  v.object({ kind: v.literal('turn-credentials-missing') }),
  v.object({ kind: v.literal('too-many-ice-servers'), max: v.number() }),
  /** Our addresses are to be hidden, and there is nothing to hide behind. */
  v.object({ kind: v.literal('relay-only-without-turn') }),
  /** Nothing answers at the address. */
  v.object({ kind: v.literal('relay-unreachable'), relayUrl: v.string() }),
  /** The relay answers, and lets us in nowhere or not into this room. */
  v.object({ kind: v.literal('relay-denied'), relayUrl: v.string(), reason: v.picklist(relayDenials) }),
  /** Something answers at the address, and it is not a relay (404, a web site). */
  v.object({ kind: v.literal('relay-refused'), relayUrl: v.string() }),
  /** The relay was there and went away. */
  v.object({ kind: v.literal('relay-lost'), relayUrl: v.string() }),
  /** The relay delivers what is not Sidetone's. */
  v.object({ kind: v.literal('relay-malformed'), count: v.number() }),
  v.object({ kind: v.literal('peer-malformed'), peerName: v.string(), count: v.number() }),
  /** A peer sent messages in somebody's name who did not sign them. */
  v.object({ kind: v.literal('peer-forged'), peerName: v.string(), count: v.number() }),
  /** An author signed two different entries under one number: others may have been told something else. */
  v.object({ kind: v.literal('peer-equivocates'), authorName: v.string() }),
  v.object({ kind: v.literal('peer-unreachable'), peerName: v.string() }),
  /** What it signed does not fit the link: somebody is between us, or it lies. */
  v.object({ kind: v.literal('peer-unauthenticated'), peerName: v.string() }),
  v.object({ kind: v.literal('room-full'), max: v.number() }),
  /** WebRTC is switched off in the browser, or forbidden. */
  v.object({ kind: v.literal('webrtc-off') }),
  /** The browser knows no Ed25519. */
  v.object({ kind: v.literal('identity-unsupported') }),
  /** A name that another key had first. */
  v.object({ kind: v.literal('same-name'), peerName: v.string() }),
  v.object({ kind: v.literal('own-name'), peerName: v.string() }),
  /** Two people saw different emoji: somebody may be between them. */
  v.object({ kind: v.literal('verification-mismatch'), peerName: v.string() }),
  v.object({ kind: v.literal('verification-cancelled'), peerName: v.string() }),
  v.object({ kind: v.literal('verification-timed-out'), peerName: v.string() }),
  /** The link went away before the comparison was over. */
  v.object({ kind: v.literal('verification-interrupted'), peerName: v.string() }),
  /** The peer broke the rules of the comparison. */
  v.object({ kind: v.literal('verification-broken'), peerName: v.string() }),
  /** The browser has not been asked for the microphone yet, and cannot ask from where a call runs. */
  v.object({ kind: v.literal('microphone-prompt') }),
  /** The person, or a rule of the system, said no, and the browser remembers. */
  v.object({ kind: v.literal('microphone-denied') }),
  /** Another program holds it. */
  v.object({ kind: v.literal('microphone-in-use') }),
  /** There is none: we take part as a listener. */
  v.object({ kind: v.literal('microphone-none') }),
  /** It was pulled out; the default one is used instead. */
  v.object({ kind: v.literal('microphone-unplugged'), label: v.string() }),
  /** Allowed for a while only, or taken back in mid-call. */
  v.object({ kind: v.literal('microphone-revoked') }),
  v.object({ kind: v.literal('microphone-failed'), detail: v.string() }),
  v.object({ kind: v.literal('speaker-unplugged'), label: v.string() }),
  /** The browser plays nothing before the person has pressed something. */
  v.object({ kind: v.literal('playback-blocked') }),
  v.object({ kind: v.literal('call-full'), max: v.number() }),
  v.object({ kind: v.literal('not-in-call') }),
  v.object({ kind: v.literal('message-empty') }),
  v.object({ kind: v.literal('message-too-long'), actualBytes: v.number(), maxBytes: v.number() }),
  /** What was to be answered, changed or taken back is not there, or not ours. */
  v.object({ kind: v.literal('message-gone') }),
  v.object({ kind: v.literal('not-joined') }),
  v.object({ kind: v.literal('storage-failed'), detail: v.string() }),
  /** A panel cannot read what is on disk, or keep what is typed; it tries again. */
  v.object({ kind: v.literal('panel-storage-failed'), detail: v.string() }),
  v.object({ kind: v.literal('host-lost') }),
  v.object({ kind: v.literal('unexpected'), detail: v.string() }),
])

export type Problem = v.InferOutput<typeof problemSchema>

/** An error that carries a {@link Problem}, for the few places where a promise has to reject. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.kind, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** The problem inside an error, or `unexpected` with its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return {
    kind: 'unexpected',
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }
}

/** A failed read or write of the database, as a person may read it. */
export function storageProblem(error: unknown): Problem {
  return { kind: 'storage-failed', detail: error instanceof Error ? error.name : String(error) }
}
