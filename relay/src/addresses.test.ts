import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressGroup, clientAddress, networksOf, type Networks } from './addresses.ts'

function proxies(...entries: string[]): Networks {
  const networks = networksOf(entries)
  if ('invalid' in networks) throw new Error(networks.invalid)
  return networks
}

test('clientAddress: without a trusted proxy the header is not believed', () => {
  expect(clientAddress('203.0.113.5', '198.51.100.1', proxies())).toBe('203.0.113.5')
  expect(clientAddress('203.0.113.5', '198.51.100.1', proxies('10.0.0.0/8'))).toBe('203.0.113.5')
})

test('clientAddress reads the header from the right, past trusted proxies only', () => {
  const trusted = proxies('10.0.0.0/8', 'fd00::/8')
  expect(clientAddress('10.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', 'invented, 198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', '1.2.3.4, 198.51.100.1, 10.0.0.2', trusted)).toBe('198.51.100.1')
  expect(clientAddress('10.0.0.1', '10.0.0.9', trusted)).toBe('10.0.0.9')
  expect(clientAddress('fd00::1', '2001:db8::7, 10.1.1.1', trusted)).toBe('2001:db8::7')
  expect(clientAddress('::ffff:10.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1')
  expect(clientAddress('::ffff:a00:1', '[2001:db8::7]', trusted)).toBe('2001:db8::7')
})

test.each([
  '',
  ' ',
  'unknown',
  '198.51.100.1:5000',
  '[2001:db8::7]:5000',
  '<script>',
  '__proto__',
  '198.51.100',
  '0xc6.51.100.1',
  '0306.51.100.1',
])('clientAddress counts what is no address as the proxy itself: %j', (header) => {
  expect(clientAddress('10.0.0.1', header, proxies('10.0.0.1'))).toBe('10.0.0.1')
})

test('clientAddress and addressGroup take any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (peer, header) => {
      addressGroup(clientAddress(peer, header, proxies('0.0.0.0/0', '::/0')))
    }),
  )
})

test.each([
  ['203.0.113.5', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['::FFFF:203.0.113.5', '203.0.113.5'],
  ['::ffff:cb00:7105', '203.0.113.5'],
  ['0:0:0:0:0:ffff:cb00:7105', '203.0.113.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8::/64'],
  ['2001:db8:0:0:ffff::', '2001:db8::/64'],
  ['2001:db8:0:1::', '2001:db8:0:1::/64'],
  ['::1', '::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b::/64'],
  ['', ''],
])('addressGroup counts %s under %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.0.0.0/8', '::ffff:10.0.0.1', true],
  ['10.0.0.0/8', '2001:db8::1', false],
  ['10.0.0.1', '10.0.0.2', false],
  ['::ffff:10.0.0.0/104', '10.9.9.9', true],
  ['::ffff:10.0.0.0/104', '11.9.9.9', false],
  ['fd00::/8', 'fd12::1', true],
  ['fd00::/8', 'fe80::1%eth0', false],
  ['::1', '::1', true],
  ['::1', '', false],
])('the network %s holds %s: %s', (entry, address, held) => {
  expect(proxies(entry).has(address)).toBe(held)
})

test.each([
  '',
  '1.2.3',
  '1.2/16',
  '010.0.0.1',
  '1.2.3.4/33',
  '::1/129',
  '1.2.3.4/8/8',
  '1.2.3.4/-1',
  '1.2.3.4/',
  'localhost',
])('networksOf: %j is no network', (entry) => {
  expect(networksOf([entry])).toEqual({ invalid: entry })
})
