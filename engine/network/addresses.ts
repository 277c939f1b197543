/** What counts of a candidate, as RTCIceCandidate has it. */
export interface FoundCandidate {
  readonly address: string
  readonly type: RTCIceCandidateType
}

/** In the order that a person reads them in. */
export const addressKinds = ['host-ipv4', 'host-ipv6', 'host-hidden', 'mapped', 'relayed'] as const
export type AddressKind = (typeof addressKinds)[number]

/** Which way to us a candidate is; a `.local` name hides an address of the local network. */
export function addressKind({ address, type }: FoundCandidate): AddressKind {
  if (type === 'relay') return 'relayed'
  if (type !== 'host') return 'mapped'
  if (address.endsWith('.local')) return 'host-hidden'
  return address.includes(':') ? 'host-ipv6' : 'host-ipv4'
}

const isIpv4 = /^\d+\.\d+\.\d+\.\d+$/

/** An address to show to others: enough to tell two networks apart, too little to find anybody. */
export function shortenAddress(address: string): string {
  if (isIpv4.test(address)) return `${address.split('.').slice(0, 2).join('.')}.…`
  if (address.includes(':')) return `${address.split(':').slice(0, 2).join(':')}:…`
  return address
}

/** A server's URL to show to others: no user, no key, no exact address. Of its query only a TURN transport stays. */
export function shortenUrl(url: string): string {
  const [bare = '', query] = url.replace(/#.*$/, '').split(/\?(.*)/)
  const transport = new URLSearchParams(query).get('transport')
  const kept = transport === 'udp' || transport === 'tcp' ? `?transport=${transport}` : ''
  return (bare + kept).replace(/\d+\.\d+\.\d+\.\d+|(?<=\[)[\da-f:.]+(?=\])/gi, (address) =>
    address === '127.0.0.1' || address === '::1' ? address : shortenAddress(address),
  )
}
