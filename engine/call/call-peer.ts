import type { Recovery } from '../session/recovery.ts'
import type { CallPeerView } from './call-view.ts'
import type { InboundAudioMonitor } from './inbound-audio-monitor.ts'
import type { MediaLink } from './media-link.ts'
import type { MicrophoneState } from './call-state.ts'

/** One attempt at a connection for media, and what watches what it brings. */
export interface MediaAttempt {
  readonly id: string
  readonly link: MediaLink
  readonly monitor: InboundAudioMonitor
}

/** Another member of the call that we are in. */
export interface CallPeer {
  readonly peerId: string
  readonly visit: string
  /** Of two, the one with the greater id offers, so that there are never two first offers at once. */
  readonly weOffer: boolean
  name: string
  microphone: MicrophoneState
  state: CallPeerView['state']
  /** Whether anything can be said to it now. */
  isReachable: boolean
  attempt?: MediaAttempt
  readonly recovery: Recovery
  /** Links that carried nothing, in a row. */
  silentLinks: number
  cancelGrace: () => void
}
