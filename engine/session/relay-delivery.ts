import { frameIAm, frameText, parseRelayAddress, payloadOf } from '../wire/relay-frame.ts'

/** How an open socket's relay delivers: how we write to it, and how we read what comes. */
export interface Delivery {
  /** Whether others may have the relay deliver to us alone. */
  readonly isDirected: boolean
  /** What the relay has to hear first. */
  readonly greeting: Uint8Array<ArrayBuffer> | undefined
  /** What goes on the socket for a text to all, or to one address. */
  write(text: string, to?: string): string | Uint8Array<ArrayBuffer>
  /** What somebody sent. */
  read(data: unknown): unknown
}

/** A hub: each text goes to everybody, and what is for one says so inside. */
export const plainDelivery: Delivery = {
  isDirected: false,
  greeting: undefined,
  write: (text) => text,
  read: (data) => data,
}

/** A relay that picked `sidetone.relay.1`; `address` is ours for this visit. */
export function directedDelivery(address: Uint8Array): Delivery {
  return {
    isDirected: true,
    greeting: frameIAm(address),
    // A longer id of a later version is no address: everybody hears it, and only who is meant takes it.
    write: (text, to) => frameText(text, to === undefined ? undefined : parseRelayAddress(to)),
    read: (data) => (data instanceof ArrayBuffer ? payloadOf(data) : data),
  }
}
