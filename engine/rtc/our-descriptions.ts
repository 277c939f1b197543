import { createCandidateBatch } from './candidate-batch.ts'
import type { DescriptionType, NegotiationOptions } from './negotiation-options.ts'

/** The ICE credentials of a description: others are another path. */
const ufragOf = (description: RTCSessionDescription | null) =>
  /^a=ice-ufrag:(\S+)/m.exec(description?.sdp ?? '')?.[1]

/** What our end of a negotiation says: its descriptions, and its candidates after those. */
export function createOurDescriptions(options: NegotiationOptions, theirSdp: () => string | undefined) {
  const { connection, log, shaping } = options
  const batch = createCandidateBatch(connection, options.onCandidates)
  let isMakingOffer = false
  /** The credentials that a restart is to replace. */
  let restartedFrom: string | undefined
  let isClosed = false

  /** A function, since the compiler doesn't know that it changes during an await. */
  const hasClosed = () => isClosed

  /** Makes a description and sets it; undefined where another exchange took its place. */
  async function make(type: DescriptionType): Promise<string | undefined> {
    if (!shaping) {
      await connection.setLocalDescription()
      const made = connection.localDescription
      return made?.type === type ? made.sdp : undefined
    }
    const made = type === 'offer' ? await connection.createOffer() : await connection.createAnswer()
    const sdp = shaping.shapeOurs(made.sdp ?? '', theirSdp())
    await connection.setLocalDescription({ type, sdp })
    return sdp
  }

  return {
    /** From the first step of an offer until it is sent. */
    isMakingOffer: () => isMakingOffer,

    async describe(type: DescriptionType) {
      if (isClosed) return
      if (type === 'offer') isMakingOffer = true
      batch.hold()
      try {
        if (type === 'answer') await options.beforeAnswer?.()
        const sdp = await make(type)
        if (sdp !== undefined && !hasClosed()) await options.onDescription(type, sdp)
      } catch (error) {
        // Their offer may have come first. What is missing now, the owner's time-out notices.
        if (!hasClosed()) log.caught('description-not-made', error, { type })
      } finally {
        if (type === 'offer') isMakingOffer = false
        batch.release()
      }
    },

    /** The next description of ours gets new credentials. */
    restart() {
      restartedFrom = ufragOf(connection.currentLocalDescription)
      connection.restartIce()
    },

    /** Whether no exchange since the last restart gave us other credentials. */
    isRestartOwed() {
      const isOwed =
        restartedFrom !== undefined && ufragOf(connection.currentLocalDescription) === restartedFrom
      if (!isOwed) restartedFrom = undefined
      return isOwed
    },

    /** Says our offer again: it may have been lost on its way. */
    async resend() {
      const pending = connection.pendingLocalDescription
      if (!isMakingOffer && pending?.type === 'offer') await options.onDescription('offer', pending.sdp)
    },

    close() {
      isClosed = true
      batch.close()
    },
  }
}
