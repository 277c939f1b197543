import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [network: Address, bits: number]

/** A set of addresses and ranges. IPv4 written as IPv6 is the same as IPv4. */
export interface Networks {
  /** False also for what is no address. */
  has(address: string): boolean
}

/** Reads addresses and CIDR ranges; gives back the first entry that is neither, if there is one. */
export function networksOf(entries: readonly string[]): Networks | { invalid: string } {
  const ranges: Range[] = []
  for (const entry of entries) {
    const range = rangeOf(entry)
    if (range === undefined) return { invalid: entry }
    ranges.push(range)
  }
  return {
    has(text) {
      const address = addressOf(text)
      return address !== undefined && ranges.some((range) => isWithin(address, range))
    },
  }
}

/**
 * Who is really asking. `X-Forwarded-For` is read from the right, and only as far as trusted proxies wrote it:
 * the first address that is no trusted proxy is the client, whatever stands left of it.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: Networks): string {
  let client = addressOf(peer)?.toString() ?? peer
  if (forwardedFor === undefined) return client
  for (const hop of forwardedFor.split(',').reverse()) {
    if (!proxies.has(client)) return client
    const address = addressOf(hop.trim())
    // A trusted proxy wrote something that is no address: count it as the proxy's own.
    if (address === undefined) return client
    client = address.toString()
  }
  return client
}

/** True for an IPv4 address in dotted decimal, and for an IPv6 address with or without brackets. */
export function isAddress(text: string): boolean {
  return addressOf(text) !== undefined
}

/** What connections are counted by: an IPv4 address, or the /64 that one IPv6 subscriber usually has whole. */
export function addressGroup(text: string): string {
  const address = addressOf(text)
  if (address === undefined) return text
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}

/** Undefined where the text is no address. IPv4 written as IPv6 becomes IPv4. */
function addressOf(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  // Dotted decimal only: ipaddr.js would also read octal, hexadecimal and shortened IPv4 addresses.
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare)
  return isAddress ? ipaddr.process(bare) : undefined
}

function rangeOf(entry: string): Range | undefined {
  const cidr = entry.includes('/') ? entry : `${entry}/${entry.includes(':') ? 128 : 32}`
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr) && !ipaddr.IPv6.isValidCIDR(cidr)) return undefined
  const [network, bits] = ipaddr.parseCIDR(cidr)
  const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96
  return isMapped ? [network.toIPv4Address(), bits - 96] : [network, bits]
}

function isWithin(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits)
}
