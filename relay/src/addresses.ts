import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** A set of addresses and ranges, or the entry that is neither. */
export function networksOf(entries: readonly string[]): BlockList | { invalid: string } {
  const networks = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    const bits = family === 'ipv6' ? 128 : 32
    if (isIP(address) === 0 || rest.length > 0) return { invalid: entry }
    if (prefix === undefined) {
      networks.addAddress(address, family)
    } else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits) {
      networks.addSubnet(address, Number(prefix), family)
    } else {
      return { invalid: entry }
    }
  }
  return networks
}

/**
 * Who is really asking. `X-Forwarded-For` is read from the right, and only as far as trusted proxies wrote it:
 * the first address that is no trusted proxy is the client, whatever stands left of it.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: BlockList): string {
  let client = plainAddress(peer)
  if (forwardedFor === undefined) return client
  for (const hop of forwardedFor.split(',').reverse()) {
    if (!contains(proxies, client)) return client
    const address = plainAddress(hop.trim())
    // A trusted proxy wrote something that is no address: count it as the proxy's own.
    if (isIP(address) === 0) return client
    client = address
  }
  return client
}

/** What connections are counted by: an IPv4 address, or the /64 that one IPv6 subscriber usually has whole. */
export function addressGroup(address: string): string {
  const plain = plainAddress(address)
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain
}

function contains(networks: BlockList, address: string): boolean {
  return isIP(address) !== 0 && networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** Without a zone, and IPv4 written as IPv6 as IPv4. */
function plainAddress(address: string): string {
  const withoutZone = address.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone)?.[1]
  return mapped !== undefined && isIPv4(mapped) ? mapped : withoutZone
}

/** The eight groups of an IPv6 address, each without leading zeros. */
function groupsOf(address: string): string[] {
  const dotted = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a: string, b: string, c: string, d: string) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
  const [left = '', right] = dotted.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
}
