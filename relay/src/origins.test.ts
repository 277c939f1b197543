import { IncomingMessage, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Networks } from './addresses.ts'
import { defaultOrigins, isAllowedOrigin, isOriginEntry } from './origins.ts'

const noProxies: Networks = { has: () => false }

function request(headers: IncomingHttpHeaders, socket = new Socket()): IncomingMessage {
  return Object.assign(new IncomingMessage(socket), { headers })
}

function isAllowed(headers: IncomingHttpHeaders, allowed: readonly string[] = defaultOrigins): boolean {
  return isAllowedOrigin(request(headers), allowed, noProxies)
}

test('isAllowedOrigin admits no web page of another host, whatever its URL', () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.domain(), (url, host) => {
      fc.pre(new URL(url).host !== host)
      expect(isAllowed({ origin: new URL(url).origin, host })).toBe(false)
    }),
  )
})

test('isAllowedOrigin admits no page by a public name that may have been made to point here', () => {
  fc.assert(
    fc.property(fc.domain(), fc.nat(65_535), (name, port) => {
      const host = `${name}:${port}`
      expect(isAllowed({ origin: URL.parse(`http://${host}`)?.origin ?? '', host })).toBe(false)
    }),
  )
})

test('isAllowedOrigin admits its own page by any name that a certificate vouches for', () => {
  const own = { origin: 'https://relay.example.org', host: 'relay.example.org' }
  const isAllowedByTls = (headers: IncomingHttpHeaders) =>
    isAllowedOrigin(request(headers, new TLSSocket(new Socket())), defaultOrigins, noProxies)
  expect(isAllowedByTls(own)).toBe(true)
  expect(isAllowedByTls({ ...own, host: 'other.example.org' })).toBe(false)
  expect(isAllowed(own)).toBe(false)
})

test('isAllowedOrigin takes any text, and admits only what is an extension as a whole', () => {
  const words = [
    'chrome-extension',
    'moz-extension',
    '://',
    ':',
    '//',
    'abc',
    ',',
    ' ',
    'null',
    'https://',
    '.',
    ':80',
  ]
  const part = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 }))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const origin = parts.join('')
      const [scheme = '', id = '', ...rest] = origin.split('://')
      const isExtension =
        /^[a-z][a-z-]*-extension$/.test(scheme) && /^[A-Za-z0-9-]+$/.test(id) && rest.length === 0
      expect(isAllowed({ origin, host: '127.0.0.1:8080' })).toBe(isExtension)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  { origin: 'chrome-extension://abc', allowed: true },
  { origin: 'chrome-extension://abd', allowed: false },
  { origin: 'moz-extension://0b1c2d3e-0000-4000-8000-000000000000', allowed: true },
  { origin: 'moz-extension://0b1c2d3e, https://example.net', allowed: false },
  { origin: 'moz-extension://', allowed: false },
  { origin: 'https://example.org', allowed: true },
  { origin: 'https://example.org.', allowed: false },
  { origin: 'https://example.org:8443', allowed: false },
  { origin: 'https://example.org.evil.example', allowed: false },
  { origin: 'http://example.org', allowed: false },
  { origin: 'null', allowed: false },
  { origin: '', allowed: false },
  { origin: undefined, allowed: false },
])('isAllowedOrigin with a list: $origin is allowed: $allowed', ({ origin, allowed }) => {
  const list = ['https://example.org', 'chrome-extension://abc', 'moz-extension://*']
  expect(isAllowed(origin === undefined ? {} : { origin }, list)).toBe(allowed)
})

test('isAllowedOrigin with a list: a missing origin has to be allowed by name', () => {
  expect(isAllowed({}, ['https://example.org', 'none'])).toBe(true)
})

test.each([
  '*',
  'none',
  'self',
  'extensions',
  'https://example.org',
  'http://[::1]:8080',
  'moz-extension://*',
  'https://*',
])('isOriginEntry: %s can match an origin', (entry) => expect(isOriginEntry(entry)).toBe(true))

test.each([
  '',
  'null',
  'example.org',
  'https://',
  'https://example.org/',
  'https://Example.org',
  'https://example.org:443',
  'https://*.example.org',
  'moz-extension://',
])('isOriginEntry: %j matches nothing', (entry) => expect(isOriginEntry(entry)).toBe(false))
