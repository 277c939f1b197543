import type { Problem } from '@/engine/base/problem.ts'
import { platform } from '@/platform/current.ts'
import { t } from '@/words/words.ts'

/** Rounded up: what is a byte too long has more kilobytes than fit. */
const kilobytes = (bytes: number) => Math.ceil(bytes / 1024)

/** A problem as a sentence: what happened, what to do. */
export function problemSentence(problem: Problem): string {
  switch (problem.kind) {
    case 'name-empty':
      return t('problem-name-empty')
    case 'name-too-long':
      return t('problem-name-too-long', { actual: problem.actual, max: problem.max })
    case 'room-name-empty':
      return t('problem-room-name-empty')
    case 'room-name-too-long':
      return t('problem-room-name-too-long', { actual: problem.actual, max: problem.max })
    case 'relay-url-empty':
      return t('problem-relay-url-empty')
    case 'relay-url-unreadable':
      return t('problem-relay-url-unreadable')
    case 'relay-url-scheme':
      return problem.scheme === ''
        ? t('problem-relay-url-no-scheme')
        : t('problem-relay-url-scheme', { scheme: `${problem.scheme}//` })
    case 'invite-empty':
      return t('problem-invite-empty')
    case 'invite-unreadable':
      return t('problem-invite-unreadable')
    case 'invite-cut-off':
      return t('problem-invite-cut-off')
    case 'invite-newer-version':
      return t('problem-invite-newer-version')
    case 'page-unfit':
      return t('problem-page-unfit')
    case 'too-many-rooms':
      return t('problem-too-many-rooms', { max: problem.max })
    case 'ice-server-empty':
      return t('problem-ice-server-empty')
    case 'ice-server-unreadable':
      return t('problem-ice-server-unreadable')
    case 'turn-credentials-missing':
      return t('problem-turn-credentials-missing')
    case 'too-many-ice-servers':
      return t('problem-too-many-ice-servers', { max: problem.max })
    case 'relay-only-without-turn':
      return t('problem-relay-only-without-turn')
    case 'relay-unreachable':
      return unreachableSentence(problem.relayUrl)
    case 'relay-denied':
      return denialSentence(problem)
    case 'relay-refused':
      return t('problem-relay-refused', { relayUrl: problem.relayUrl })
    case 'relay-lost':
      return t('problem-relay-lost', { relayUrl: problem.relayUrl })
    case 'relay-malformed':
      return t('problem-relay-malformed', { count: problem.count })
    case 'peer-malformed':
      return t('problem-peer-malformed', { name: problem.peerName, count: problem.count })
    case 'peer-forged':
      return t('problem-peer-forged', { name: problem.peerName, count: problem.count })
    case 'peer-equivocates':
      return t('problem-peer-equivocates', { name: problem.authorName })
    case 'peer-unreachable':
      return t('problem-peer-unreachable', { name: problem.peerName })
    case 'peer-unauthenticated':
      return t('problem-peer-unauthenticated', { name: problem.peerName })
    case 'room-full':
      return t('problem-room-full', { max: problem.max })
    case 'webrtc-off':
      return t('problem-webrtc-off')
    case 'identity-unsupported':
      return t('problem-identity-unsupported')
    case 'own-name':
      return t('problem-own-name', { name: problem.peerName })
    case 'same-name':
      return t('problem-same-name', { name: problem.peerName })
    case 'verification-mismatch':
      return t('problem-verification-mismatch', { name: problem.peerName })
    case 'verification-cancelled':
      return t('problem-verification-cancelled', { name: problem.peerName })
    case 'verification-timed-out':
      return t('problem-verification-timed-out', { name: problem.peerName })
    case 'verification-interrupted':
      return t('problem-verification-interrupted', { name: problem.peerName })
    case 'verification-broken':
      return t('problem-verification-broken', { name: problem.peerName })
    case 'microphone-prompt':
      return t('problem-microphone-prompt')
    case 'microphone-denied':
      return t('problem-microphone-denied')
    case 'microphone-in-use':
      return t('problem-microphone-in-use')
    case 'microphone-none':
      return t('problem-microphone-none')
    case 'microphone-unplugged':
      return problem.label === ''
        ? t('problem-microphone-gone')
        : t('problem-microphone-unplugged', { device: problem.label })
    case 'microphone-revoked':
      return t('problem-microphone-revoked')
    case 'microphone-failed':
      return t('problem-microphone-failed', { detail: problem.detail })
    case 'speaker-unplugged':
      return problem.label === ''
        ? t('problem-speaker-gone')
        : t('problem-speaker-unplugged', { device: problem.label })
    case 'playback-blocked':
      return t('problem-playback-blocked')
    case 'call-full':
      return t('problem-call-full', { max: problem.max })
    case 'not-in-call':
      return t('problem-not-in-call')
    case 'message-empty':
      return t('problem-message-empty')
    case 'message-too-long':
      return t('problem-message-too-long', {
        actual: kilobytes(problem.actualBytes),
        max: kilobytes(problem.maxBytes),
      })
    case 'message-gone':
      return t('problem-message-gone')
    case 'not-joined':
      return t('problem-not-joined')
    case 'storage-failed':
      return t('problem-storage-failed', { detail: problem.detail })
    case 'panel-storage-failed':
      return t('problem-panel-storage-failed', { detail: problem.detail })
    case 'host-lost':
      return t('problem-host-lost')
    case 'unexpected':
      return t('problem-unexpected', { detail: problem.detail })
  }
}

/** What a browser does not tell from a dead network (a certificate it mistrusts) is said as what it may be. */
function unreachableSentence(relayUrl: string): string {
  if (relayUrl.startsWith('wss:')) return t('problem-relay-unreachable-tls', { relayUrl })
  if (platform.has.httpsOnlyMode) return t('problem-relay-unreachable-https-only', { relayUrl })
  return t('problem-relay-unreachable', { relayUrl })
}

function denialSentence({ relayUrl, reason }: Extract<Problem, { kind: 'relay-denied' }>): string {
  switch (reason) {
    case 'no-key':
      return t('problem-relay-no-key', { relayUrl })
    case 'bad-origin':
      return t('problem-relay-bad-origin', { relayUrl })
    case 'full-room':
      return t('problem-relay-full-room')
    case 'full-address':
      return t('problem-relay-full-address', { relayUrl })
    case 'full-relay':
      return t('problem-relay-full', { relayUrl })
    case 'full-rooms':
      return t('problem-relay-full-rooms', { relayUrl })
  }
}
