import type { Problem } from '@/engine/base/problem.ts'

/** What a button beside a problem does. Only the place that shows the problem can do the first three. */
export type NextStep =
  | 'try-again'
  | 'change-relay'
  | 'free-space'
  | 'leave-room'
  | 'join-again'
  | 'check-connection'
  | 'open-settings'

/** Said at the field that it is about, which has the focus: typing is the next step. */
const atItsField: readonly NextStep[] = []
/** The call's or the people's own notices have its buttons (call/remedies.ts, people/TrustNotices.vue). */
const elsewhere: readonly NextStep[] = []
/** Only others, another browser or another page help. */
const none: readonly NextStep[] = []

/** What a person can do about each kind of problem, what helps most often first. */
const steps: Record<Problem['kind'], readonly NextStep[]> = {
  'name-empty': atItsField,
  'name-too-long': atItsField,
  'room-name-empty': atItsField,
  'room-name-too-long': atItsField,
  'relay-url-empty': atItsField,
  'relay-url-unreadable': atItsField,
  'relay-url-scheme': atItsField,
  'invite-empty': atItsField,
  'invite-unreadable': atItsField,
  'invite-cut-off': atItsField,
  'invite-newer-version': atItsField,
  'page-unfit': none,
  'too-many-rooms': ['leave-room'],
  'ice-server-empty': atItsField,
  'ice-server-unreadable': atItsField,
  'turn-credentials-missing': atItsField,
  'too-many-ice-servers': atItsField,
  'relay-only-without-turn': ['open-settings'],
  'relay-unreachable': ['check-connection'],
  'relay-denied': ['try-again', 'check-connection'],
  'relay-refused': ['check-connection'],
  'relay-lost': ['check-connection'],
  'relay-malformed': ['change-relay', 'check-connection'],
  'peer-malformed': none,
  'peer-forged': none,
  'peer-equivocates': none,
  'peer-unreachable': ['try-again', 'check-connection'],
  'peer-unauthenticated': ['change-relay'],
  'room-full': ['try-again'],
  'webrtc-off': ['try-again'],
  'identity-unsupported': none,
  'same-name': elsewhere,
  'own-name': elsewhere,
  'verification-mismatch': elsewhere,
  'verification-cancelled': elsewhere,
  'verification-timed-out': elsewhere,
  'verification-interrupted': elsewhere,
  'verification-broken': elsewhere,
  'microphone-prompt': elsewhere,
  'microphone-denied': elsewhere,
  'microphone-in-use': elsewhere,
  'microphone-none': elsewhere,
  'microphone-unplugged': elsewhere,
  'microphone-revoked': elsewhere,
  'microphone-failed': elsewhere,
  'speaker-unplugged': elsewhere,
  'playback-blocked': elsewhere,
  'call-full': elsewhere,
  'not-in-call': elsewhere,
  'message-empty': atItsField,
  'message-too-long': atItsField,
  'message-gone': none,
  'not-joined': ['join-again'],
  'storage-failed': ['try-again', 'free-space'],
  // App.vue shows it, with the way to free space.
  'panel-storage-failed': elsewhere,
  'host-lost': ['try-again'],
  unexpected: ['try-again'],
}

/** What can be done about a problem. */
export function nextSteps(problem: Problem): readonly NextStep[] {
  // Our own rooms are what there is too much of.
  if (problem.kind === 'relay-denied' && problem.reason === 'full-address') return ['leave-room', 'try-again']
  return steps[problem.kind]
}
