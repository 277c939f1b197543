import type { NegotiationOptions } from './negotiation-options.ts'
import { createOurDescriptions } from './our-descriptions.ts'
import { createTheirDescriptions } from './their-descriptions.ts'

/**
 * The offers and answers of one RTCPeerConnection: W3C's perfect negotiation
 * (https://www.w3.org/TR/webrtc/#perfect-negotiation-example), but that the owner says when to offer.
 * `signalingState` alone doesn't tell of a collision: it is still `stable` while our offer is being set, and not yet
 * `stable` while their answer is.
 */
export function createNegotiation(options: NegotiationOptions) {
  const { connection, log, shaping } = options
  const theirs = createTheirDescriptions(options)
  const ours = createOurDescriptions(options, theirs.sdp)
  let answering: Promise<void> | undefined
  /** An offer was asked for while another exchange was under way. */
  let isOfferOwed = false
  let isClosed = false

  const isIdle = () => connection.signalingState === 'stable' && !ours.isMakingOffer() && !answering

  async function offer() {
    isOfferOwed = !isIdle()
    if (!isOfferOwed && !isClosed) await ours.describe('offer')
  }

  /** An exchange is over: what was asked for meanwhile follows. */
  async function settle() {
    if (isIdle() && (isOfferOwed || ours.isRestartOwed())) await offer()
  }

  async function answer(sdp: string) {
    const isCollision =
      ours.isMakingOffer() || (connection.signalingState !== 'stable' && !theirs.isSettling())
    if (isCollision) log.info('offers-collided', { isPolite: options.isPolite() })
    if (theirs.ignore(isCollision && !options.isPolite())) return
    if (!(await theirs.set('offer', sdp))) return
    await ours.describe('answer')
    if (shaping?.isMoreThanTheyDecode(sdp)) isOfferOwed = true
  }

  return {
    /** Their last description, from the moment on that it is being set. */
    theirSdp: theirs.sdp,
    /** Offers now, or when the exchange under way is over. */
    offer,
    /** Takes their offer and answers it, unless it collides with ours and we aren't the polite end. */
    async acceptOffer(sdp: string): Promise<void> {
      // Said again while we answer it: setting both at once would have the second answer become an offer.
      while (answering) await answering
      if (isClosed) return
      answering = answer(sdp).finally(() => (answering = undefined))
      await answering
      await settle()
    },
    /** Takes their answer to our offer; whether it was set. */
    async acceptAnswer(sdp: string): Promise<boolean> {
      if (isClosed || connection.signalingState !== 'have-local-offer' || theirs.isSettling()) return false
      theirs.ignore(false)
      const isSet = await theirs.set('answer', sdp)
      if (isSet) await settle()
      return isSet
    },
    addCandidates: theirs.addCandidates,
    /** Looks for a new path (ICE restart). An offer of ours that has no answer yet is said again. */
    async restart() {
      if (isClosed) return
      ours.restart()
      await (isIdle() ? ours.describe('offer') : ours.resend())
    },
    /** From now on nothing is said and nothing taken. */
    close() {
      isClosed = true
      ours.close()
      theirs.close()
    },
  }
}

export type Negotiation = ReturnType<typeof createNegotiation>
