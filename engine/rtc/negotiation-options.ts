import type { Logger } from '../base/log.ts'
import type { Candidate } from '../wire/signal.ts'

export type DescriptionType = 'offer' | 'answer'

/** How descriptions are edited on their way. */
export interface DescriptionShaping {
  /** Ours as it is set and sent; `theirs` is their last one, where there is one. */
  readonly shapeOurs: (sdp: string, theirs: string | undefined) => string
  /** Theirs as it is set. */
  readonly shapeTheirs: (sdp: string) => string
  /** Whether our answer to this isn't enough, so that we have to offer, too. */
  readonly isMoreThanTheyDecode: (theirs: string) => boolean
}

export interface NegotiationOptions {
  /** Its owner closes it. */
  readonly connection: RTCPeerConnection
  readonly log: Logger
  /** Of two ends that offer at once, the polite one gives way. */
  readonly isPolite: () => boolean
  /** Sends our description; our candidates follow when it resolves. */
  readonly onDescription: (type: DescriptionType, sdp: string) => void | Promise<void>
  readonly onCandidates: (candidates: Candidate[]) => void
  /** The browser refused a description or a candidate of theirs. */
  readonly onMalformed?: () => void
  /** Whether their description may follow the one before it. */
  readonly accepts?: (next: string, before: string) => boolean
  /** Between their offer and our answer: what we send is put in its place. */
  readonly beforeAnswer?: () => Promise<void>
  readonly shaping?: DescriptionShaping
}
