import { fromBase64Url } from '../base/base64url.ts'

/**
 * The subprotocols a client offers. A relay that knows directed delivery picks `directed` (relay/README.md describes
 * its frames). `plain` means a hub as any other; it stands first for hubs that pick the first on offer without
 * knowing it.
 */
export const relayProtocols = { plain: 'sidetone.plain', directed: 'sidetone.relay.1' } as const

const addressBytes = 16
const textFlag = 0x80
const toAll = 0x00
const toOne = 0x01
const iAm = 0x02

const utf8 = new TextEncoder()

/** An address that a relay delivers to: 16 bytes, in base64url. Undefined where the text is none. */
export function parseRelayAddress(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = fromBase64Url(text)
  return bytes?.length === addressBytes ? bytes : undefined
}

/** "I am": tells the relay, and nobody else, where to deliver what is for us. */
export function frameIAm(address: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame(iAm, address, '')
}

/** Text to the one member with this address, or without one to all. */
export function frameText(text: string, address?: Uint8Array): Uint8Array<ArrayBuffer> {
  return address ? frame(toOne | textFlag, address, text) : frame(toAll | textFlag, new Uint8Array(), text)
}

function frame(kind: number, address: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const payload = utf8.encode(text)
  const bytes = new Uint8Array(1 + address.length + payload.length)
  bytes[0] = kind
  bytes.set(address, 1)
  bytes.set(payload, 1 + address.length)
  return bytes
}

/** What a frame carries; undefined where it is no frame that a relay delivers. */
export function payloadOf(frame: ArrayBuffer): ArrayBuffer | undefined {
  const [first] = new Uint8Array(frame, 0, Math.min(1, frame.byteLength))
  if (first === undefined) return undefined
  switch (first & ~textFlag) {
    case toAll:
      return frame.slice(1)
    case toOne:
      return frame.byteLength > addressBytes ? frame.slice(1 + addressBytes) : undefined
    default:
      return undefined
  }
}
