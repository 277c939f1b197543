import { i18n } from '#i18n'
import { browser } from 'wxt/browser'
import type { Problem } from '@/engine/base/problem.ts'
import type { LogEntry, RoomView } from '@/engine/view.ts'

/**
 * Where values become sentences. Names that others chose never go into a plural message: the i18n library splits
 * those at ` | ` after it has filled them in.
 */

const kilobytes = (bytes: number) => number(Math.round(bytes / 1024))
const number = (value: number) => new Intl.NumberFormat(language()).format(value)
const language = () => browser.i18n.getUILanguage()

/** A problem as a sentence: what happened, what to do. */
export function problemSentence(problem: Problem): string {
  switch (problem.kind) {
    case 'name-empty':
      return i18n.t('problem.nameEmpty')
    case 'name-too-long':
      return i18n.t('problem.nameTooLong', [number(problem.actual), number(problem.max)])
    case 'room-name-empty':
      return i18n.t('problem.roomNameEmpty')
    case 'room-name-too-long':
      return i18n.t('problem.roomNameTooLong', [number(problem.actual), number(problem.max)])
    case 'relay-url-empty':
      return i18n.t('problem.relayUrlEmpty')
    case 'relay-url-unreadable':
      return i18n.t('problem.relayUrlUnreadable')
    case 'relay-url-scheme':
      return problem.scheme === ''
        ? i18n.t('problem.relayUrlNoScheme')
        : i18n.t('problem.relayUrlScheme', [`${problem.scheme}//`])
    case 'invite-empty':
      return i18n.t('problem.inviteEmpty')
    case 'invite-unreadable':
      return i18n.t('problem.inviteUnreadable')
    case 'invite-cut-off':
      return i18n.t('problem.inviteCutOff')
    case 'invite-newer-version':
      return i18n.t('problem.inviteNewerVersion')
    case 'page-unfit':
      return i18n.t('problem.pageUnfit')
    case 'too-many-rooms':
      return i18n.t('problem.tooManyRooms', [number(problem.max)])
    case 'ice-server-empty':
      return i18n.t('problem.iceServerEmpty')
    case 'ice-server-unreadable':
      return i18n.t('problem.iceServerUnreadable')
    case 'turn-credentials-missing':
      return i18n.t('problem.turnCredentialsMissing')
    case 'too-many-ice-servers':
      return i18n.t('problem.tooManyIceServers', [number(problem.max)])
    case 'relay-only-without-turn':
      return i18n.t('problem.relayOnlyWithoutTurn')
    case 'relay-unreachable':
      return i18n.t('problem.relayUnreachable', [problem.relayUrl])
    case 'relay-refused':
      return i18n.t('problem.relayRefused', [problem.relayUrl])
    case 'relay-lost':
      return i18n.t('problem.relayLost', [problem.relayUrl])
    case 'relay-malformed':
      return i18n.t('problem.relayMalformed', problem.count)
    case 'peer-malformed':
      return i18n.t('problem.peerMalformed', [problem.peerName, number(problem.count)])
    case 'peer-forged':
      return i18n.t('problem.peerForged', [problem.peerName, number(problem.count)])
    case 'peer-equivocates':
      return i18n.t('problem.peerEquivocates', [problem.authorName])
    case 'peer-unreachable':
      return i18n.t('problem.peerUnreachable', [problem.peerName])
    case 'peer-unauthenticated':
      return i18n.t('problem.peerUnauthenticated', [problem.peerName])
    case 'room-full':
      return i18n.t('problem.roomFull', [number(problem.max)])
    case 'identity-unsupported':
      return i18n.t('problem.identityUnsupported')
    case 'own-name':
      return i18n.t('problem.ownName', [problem.peerName])
    case 'same-name':
      return i18n.t('problem.sameName', [problem.peerName])
    case 'verification-mismatch':
      return i18n.t('problem.verificationMismatch', [problem.peerName])
    case 'verification-cancelled':
      return i18n.t('problem.verificationCancelled', [problem.peerName])
    case 'verification-timed-out':
      return i18n.t('problem.verificationTimedOut', [problem.peerName])
    case 'verification-interrupted':
      return i18n.t('problem.verificationInterrupted', [problem.peerName])
    case 'verification-broken':
      return i18n.t('problem.verificationBroken', [problem.peerName])
    case 'microphone-prompt':
      return i18n.t('problem.microphonePrompt')
    case 'microphone-denied':
      return i18n.t('problem.microphoneDenied')
    case 'microphone-in-use':
      return i18n.t('problem.microphoneInUse')
    case 'microphone-none':
      return i18n.t('problem.microphoneNone')
    case 'microphone-unplugged':
      return problem.label === ''
        ? i18n.t('problem.microphoneGone')
        : i18n.t('problem.microphoneUnplugged', [problem.label])
    case 'microphone-revoked':
      return i18n.t('problem.microphoneRevoked')
    case 'microphone-failed':
      return i18n.t('problem.microphoneFailed', [problem.detail])
    case 'speaker-unplugged':
      return problem.label === ''
        ? i18n.t('problem.speakerGone')
        : i18n.t('problem.speakerUnplugged', [problem.label])
    case 'playback-blocked':
      return i18n.t('problem.playbackBlocked')
    case 'call-full':
      return i18n.t('problem.callFull', [number(problem.max)])
    case 'not-in-call':
      return i18n.t('problem.notInCall')
    case 'message-empty':
      return i18n.t('problem.messageEmpty')
    case 'message-too-long':
      return i18n.t('problem.messageTooLong', [kilobytes(problem.actualBytes), kilobytes(problem.maxBytes)])
    case 'message-gone':
      return i18n.t('problem.messageGone')
    case 'not-joined':
      return i18n.t('problem.notJoined')
    case 'storage-failed':
      return i18n.t('problem.storageFailed', [problem.detail])
    case 'panel-storage-failed':
      return i18n.t('problem.panelStorageFailed', [problem.detail])
    case 'host-lost':
      return i18n.t('problem.hostLost')
    case 'unexpected':
      return i18n.t('problem.unexpected', [problem.detail])
  }
}

/** Names as a person lists them; from the fourth on they are counted. */
export function listNames(names: string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), i18n.t('status.others', names.length - 2)] : names
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(shown)
}

/** Where the connection is, in words. `title` is what the person calls the room. `nowMs` counts down to the next attempt at the relay. */
export function connectionSentence(room: RoomView, title: string, nowMs: number): string {
  const named = (state: RoomView['peers'][number]['state']) =>
    room.peers.filter((peer) => peer.state === state).map((peer) => peer.name)
  const [connected, connecting, reconnecting] = [
    named('connected'),
    named('connecting'),
    named('reconnecting'),
  ]
  const isRelayAway = 'problem' in room.relay

  const sentences: string[] = []
  if (connected.length > 0) {
    const names = listNames(connected)
    sentences.push(
      isRelayAway ? i18n.t('status.connectedRelayAway', [names]) : i18n.t('status.connected', [names]),
    )
  }
  if (connecting.length > 0) sentences.push(i18n.t('status.connecting', [listNames(connecting)]))
  if (reconnecting.length > 0) sentences.push(i18n.t('status.reconnecting', [listNames(reconnecting)]))
  if (sentences.length > 0) return sentences.join(' ')

  switch (room.relay.kind) {
    case 'open':
      return i18n.t('status.waiting', [title])
    case 'waiting': {
      const seconds = Math.ceil((room.relay.retryAtMs - nowMs) / 1000)
      return seconds > 0 ? i18n.t('status.relayWaiting', [number(seconds)]) : i18n.t('status.relayTrying')
    }
    case 'connecting':
      return room.relay.problem ? i18n.t('status.relayTrying') : i18n.t('status.relayConnecting')
    case 'closed':
      return i18n.t('status.relayConnecting')
  }
}

/** What a line of the connection log says. */
export function logSentence({ event, peerName, detail }: LogEntry): string {
  const sentence = logEventSentence(event, peerName)
  return detail === undefined ? sentence : `${sentence}: ${detail}`
}

function logEventSentence(event: LogEntry['event'], peerName: string | undefined): string {
  const who: [string] = [peerName ?? '?']
  switch (event) {
    case 'relay-connecting':
      return i18n.t('log.relayConnecting')
    case 'relay-open-room':
      return i18n.t('log.relayOpenRoom')
    case 'relay-open-hub':
      return i18n.t('log.relayOpenHub')
    case 'relay-waiting':
      return i18n.t('log.relayWaiting')
    case 'relay-malformed':
      return i18n.t('log.relayMalformed')
    case 'hello-sent':
      return peerName === undefined ? i18n.t('log.helloSent') : i18n.t('log.helloSentTo', who)
    case 'hello-received':
      return i18n.t('log.helloReceived', who)
    case 'offer-sent':
      return peerName === undefined ? i18n.t('log.offerSentToAll') : i18n.t('log.offerSent', who)
    case 'offer-received':
      return i18n.t('log.offerReceived', who)
    case 'answer-sent':
      return i18n.t('log.answerSent', who)
    case 'answer-received':
      return i18n.t('log.answerReceived', who)
    case 'candidates-sent':
      return i18n.t('log.candidatesSent', who)
    case 'candidates-received':
      return i18n.t('log.candidatesReceived', who)
    case 'ice-state':
      return i18n.t('log.iceState', who)
    case 'channel-open':
      return i18n.t('log.channelOpen', who)
    case 'link-silent':
      return i18n.t('log.linkSilent', who)
    case 'ice-restart':
      return i18n.t('log.iceRestart', who)
    case 'link-recovered':
      return i18n.t('log.linkRecovered', who)
    case 'link-ended':
      return i18n.t('log.linkEnded', who)
    case 'peer-left':
      return i18n.t('log.peerLeft', who)
    case 'peer-unreachable':
      return i18n.t('log.peerUnreachable', who)
    case 'peer-malformed':
      return i18n.t('log.peerMalformed', who)
    case 'peer-forged':
      return i18n.t('log.peerForged', who)
    case 'peer-equivocates':
      return i18n.t('log.peerEquivocates', who)
  }
}
