import { hideInCandidates, hideInDescription } from '../network/hide-addresses.ts'
import type { CallMessage } from './protocol.ts'

/** What members of a call say to each other, without any address of ours but a TURN server’s. */
export function hideCallAddresses(message: CallMessage): CallMessage | undefined {
  switch (message.type) {
    case 'call-candidates': {
      const candidates = hideInCandidates(message.candidates)
      return candidates.length > 0 ? { ...message, candidates } : undefined
    }
    case 'call-offer':
    case 'call-answer':
      return { ...message, sdp: hideInDescription(message.sdp) }
    default:
      return message
  }
}
