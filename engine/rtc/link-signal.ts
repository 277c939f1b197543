import type { Candidate } from '../wire/signal.ts'

/** What a link says through the relay, before the mesh adds to whom. */
export type LinkSignal =
  | { type: 'offer'; sdp: string; nonce: string }
  /** With the answerer's proof, once for each link. */
  | { type: 'answer'; sdp: string; nonce: string; proof?: string | undefined }
  | { type: 'candidates'; candidates: Candidate[] }
