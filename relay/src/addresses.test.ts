import { BlockList } from 'node:net'
import { expect, test } from 'vitest'
import { addressGroup, clientAddress, networksOf } from './addresses.ts'

function proxies(...entries: string[]): BlockList {
  const networks = networksOf(entries)
  if (!(networks instanceof BlockList)) throw new Error(networks.invalid)
  return networks
}

test('without a trusted proxy the header is not believed', () => {
  expect(clientAddress('203.0.113.5', '198.51.100.1', proxies())).toBe('203.0.113.5')
  expect(clientAddress('203.0.113.5', '198.51.100.1', proxies('10.0.0.0/8'))).toBe('203.0.113.5')
})

test('the header is read from the right, past trusted proxies only', () => {
  const trusted = proxies('10.0.0.0/8', 'fd00::/8')
  expect(clientAddress('10.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', 'invented, 198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', '1.2.3.4, 198.51.100.1, 10.0.0.2', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', '10.0.0.9', trusted)).toBe('10.0.0.9')
  expect(clientAddress('fd00::1', '2001:db8::7, 10.1.1.1', trusted)).toBe('2001:db8::7')
  expect(clientAddress('::ffff:10.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1')
})

test.each(['', ' ', 'unknown', '198.51.100.1:5000', '<script>', '__proto__'])(
  'what is no address counts as the proxy itself: %j',
  (header) => {
    expect(clientAddress('10.0.0.1', header, proxies('10.0.0.1'))).toBe('10.0.0.1')
  },
)

test.each([
  ['203.0.113.5', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
])('%s is counted under %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})

test.each(['', '1.2.3', '1.2.3.4/33', '::1/129', '1.2.3.4/8/8', '1.2.3.4/-1', 'localhost'])(
  '%j is no network',
  (entry) => {
    expect(networksOf([entry])).toEqual({ invalid: entry })
  },
)
