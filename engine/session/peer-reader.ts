import type { Verdict } from './feature.ts'
import type { Problem } from '../base/problem.ts'
import type { LogEvent } from '../view.ts'
import { isCallMessage, type CallMessage } from '../call/protocol.ts'
import { channelText, controlMessageSchema } from '../wire/channel.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import type { VerificationMessage } from '../verification/protocol.ts'
import type { Peer } from './peer.ts'

export interface PeerReaderOptions {
  readonly onChat: (peerId: string, text: string) => Promise<Verdict>
  readonly onPing: (peer: Peer, n: number) => void
  readonly onBye: (peer: Peer) => void
  /** False if it was more than a peer may say. */
  readonly onVerification: (peerId: string, message: VerificationMessage) => boolean
  /** The same. */
  readonly onCall: (peerId: string, message: CallMessage) => boolean
  readonly onTooManyMalformed: (peer: Peer) => void
  readonly onProblem: (problem: Problem) => void
  readonly log: (event: LogEvent, peerName?: string, detail?: string) => void
}

/** Reads what peers say on their channels. What cannot be read is counted, said, and at some point enough. */
export function createPeerReader(options: PeerReaderOptions) {
  function countMalformed(peer: Peer) {
    peer.malformed += 1
    if (peer.malformed === 1) options.log('peer-malformed', peer.name)
    if (peer.malformed >= limits.malformedNoticeCount) {
      options.onProblem({ kind: 'peer-malformed', peerName: peer.name, count: peer.malformed })
    }
    closeIfEnough(peer)
  }

  /** Nobody does that by mistake: it is said at once. */
  function countForged(peer: Peer) {
    peer.malformed += 1
    peer.forged += 1
    if (peer.forged === 1) options.log('peer-forged', peer.name)
    options.onProblem({ kind: 'peer-forged', peerName: peer.name, count: peer.forged })
    closeIfEnough(peer)
  }

  function closeIfEnough(peer: Peer) {
    if (peer.malformed >= limits.malformedCloseCount) options.onTooManyMalformed(peer)
  }

  return {
    countMalformed,
    readControl(peer: Peer, data: unknown) {
      peer.heartbeat?.heard()
      const message = parseJson(controlMessageSchema, channelText(data) ?? '')
      if (!message) return countMalformed(peer)
      if (message.type === 'pong') return
      if (message.type === 'ping') return options.onPing(peer, message.n)
      if (message.type === 'bye') return options.onBye(peer)
      const isFine = isCallMessage(message)
        ? options.onCall(peer.peerId, message)
        : options.onVerification(peer.peerId, message)
      if (!isFine) countMalformed(peer)
    },
    readChat(peer: Peer, data: unknown) {
      peer.heartbeat?.heard()
      const text = channelText(data)
      if (text === undefined) return countMalformed(peer)
      void options.onChat(peer.peerId, text).then((verdict) => {
        if (verdict === 'malformed') countMalformed(peer)
        if (verdict === 'forged') countForged(peer)
      })
    },
  }
}
