import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startRelay, type Relay, type RelayOptions } from '../src/relay.ts'
import { answerTo, handshakeHeaders } from './raw-client.ts'

/** A relay that gives out TURN credentials, too. */
async function relayWith(options: RelayOptions): Promise<Relay> {
  const relay = await startRelay({ port: 0, turnSecret: 's', turnUris: ['turn:127.0.0.1:1'], ...options })
  onTestFinished(() => relay.close())
  return relay
}

const refusal = 'Origin not allowed. The operator can add it with --allowed-origins.\n'

type Given = (port: number) => readonly string[]

const from =
  (origin: string): Given =>
  (port) => [`Host: 127.0.0.1:${port}`, `Origin: ${origin.replace('PORT', String(port))}`]

const by =
  (host: string, origin: string, ...more: string[]): Given =>
  (port) => [
    `Host: ${host.replace('PORT', String(port))}`,
    `Origin: ${origin.replace('PORT', String(port))}`,
    ...more,
  ]

/** What the relay answers these headers: to a handshake, to the same without an upgrade, and to `GET /turn`. */
async function answers({ port }: Relay, given: Given) {
  const [socket, plain, turn] = await Promise.all([
    answerTo(port, ['GET /ws HTTP/1.1', ...given(port), ...handshakeHeaders]),
    answerTo(port, ['GET /ws HTTP/1.1', ...given(port)]),
    answerTo(port, ['GET /turn HTTP/1.1', ...given(port)]),
  ])
  return { socket, plain, turn }
}

async function expectAdmitted(relay: Relay, given: Given) {
  const { socket, plain, turn } = await answers(relay, given)
  expect([socket.status, plain.status, turn.status]).toEqual([101, 426, 200])
  expect(turn.text).toContain('"credential":')
  const origin = given(relay.port)
    .find((line) => line.startsWith('Origin: '))
    ?.slice('Origin: '.length)
  expect(readersOf(turn.head)).toBe(origin)
}

async function expectRefused(relay: Relay, given: Given) {
  const { socket, plain, turn } = await answers(relay, given)
  expect([socket.status, plain.status, turn.status]).toEqual([403, 403, 403])
  // A browser hides a refused handshake's answer from the page, and lets it read that of the plain GET.
  expect(plain.text).toBe(refusal)
  expect(readersOf(plain.head)).toBe('*')
  expect(turn.text).toBe(refusal)
  expect(readersOf(turn.head)).toBeUndefined()
}

/** The origins whose pages may read this answer. */
function readersOf(head: string): string | undefined {
  return /^access-control-allow-origin: (.*)$/im.exec(head)?.[1]?.trim()
}

describe('a relay without --allowed-origins', () => {
  let relay: Relay
  beforeEach(async () => {
    relay = await relayWith({})
  })

  test.each<[string, Given]>([
    ['an extension of Chrome', from('chrome-extension://mggbinnpkomankejgipinnmclbcpimcl')],
    ['an extension of Firefox', from('moz-extension://d1c2b8a4-53f0-4e6b-9a0e-51de70e00001')],
    ['an extension of Safari', from('safari-web-extension://D1C2B8A4-53F0-4E6B-9A0E-51DE70E00001')],
    ['a program without an Origin', (port) => [`Host: 127.0.0.1:${port}`]],
    ['its own page', from('http://127.0.0.1:PORT')],
    ['its own page at localhost', by('localhost:PORT', 'http://localhost:PORT')],
    ['its own page at an IPv6 address', by('[::1]:PORT', 'http://[::1]:PORT')],
    ['its own page at a name in the LAN', by('nas.local:PORT', 'http://nas.local:PORT')],
  ])('admits %s', (_, given) => expectAdmitted(relay, given))

  test.each<[string, Given]>([
    ['a web page', from('https://example.org')],
    ['a page of another server on this machine', from('http://127.0.0.1:1')],
    ['a page of another name of this machine', from('http://localhost:PORT')],
    ['a page without the port', from('http://127.0.0.1')],
    ['a sandboxed frame', from('null')],
    ['a file', from('file://')],
    ['an empty Origin', from('')],
    ['a scheme in capitals', from('CHROME-EXTENSION://abc')],
    ['its own page with a scheme in capitals', from('HTTP://127.0.0.1:PORT')],
    ['an extension scheme without slashes', from('chrome-extension:')],
    ['an extension scheme without an id', from('chrome-extension://')],
    ['an extension with a port', from('chrome-extension://abc:80')],
    ['an extension with a path', from('chrome-extension://abc/x')],
    ['an extension with a dot at the end', from('chrome-extension://abc.')],
    ['a scheme that ends like one', from('xchrome-extensions://abc')],
    ['a page at a host named like an extension', from('https://chrome-extension')],
    ['its own page with a slash at the end', from('http://127.0.0.1:PORT/')],
    ['its own page with a dot at the end', from('http://127.0.0.1.:PORT')],
    ['its own page with a user', from('http://me@127.0.0.1:PORT')],
    ['its own page with a scheme that is no page', from('ws://127.0.0.1:PORT')],
    ['two origins in one header', from('chrome-extension://abc, https://example.org')],
    ['two origins in one header, with a space', from('https://example.org chrome-extension://abc')],
    [
      'two Origin headers',
      (port) => [`Host: 127.0.0.1:${port}`, 'Origin: chrome-extension://abc', 'Origin: https://example.org'],
    ],
    ['a page whose name was made to point here', by('example.org:PORT', 'http://example.org:PORT')],
    [
      'a page that invents a proxy',
      by('127.0.0.1:PORT', 'https://example.org', 'X-Forwarded-Host: example.org'),
    ],
  ])('refuses %s', (_, given) => expectRefused(relay, given))

  test.each(['cross-site', 'same-site'])(
    'refuses a page that asks without an Origin, as the browser says: %s',
    async (site) => {
      const given: Given = (port) => [`Host: 127.0.0.1:${port}`, `Sec-Fetch-Site: ${site}`]
      const { plain, turn } = await answers(relay, given)
      expect([plain.status, turn.status]).toEqual([403, 403])
    },
  )
})

describe('GET /turn without an Origin, as a page sends it to where it was loaded from', () => {
  const turnStatus = async (relay: Relay, host: string, path = '/turn') =>
    (
      await answerTo(relay.port, [
        `GET ${path} HTTP/1.1`,
        `Host: ${host.replace('PORT', String(relay.port))}`,
      ])
    ).status

  test.each([
    ['a name that was made to point here', 'example.org:PORT', 403],
    ['no name at all', '', 403],
    ['an address', '127.0.0.1:PORT', 200],
    ['a name in the LAN', 'nas.local:PORT', 200],
  ])('by %s', async (_, host, status) => {
    expect(await turnStatus(await relayWith({}), host)).toBe(status)
  })

  test('by a public name that a proxy, the access key or --allowed-origins * vouches for', async () => {
    const host = 'relay.example.org'
    expect(await turnStatus(await relayWith({ trustProxy: ['127.0.0.1'] }), host)).toBe(200)
    expect(await turnStatus(await relayWith({ accessKey: 'k' }), host, '/turn?key=k')).toBe(200)
    expect(await turnStatus(await relayWith({ allowedOrigins: ['*'] }), host)).toBe(200)
  })
})

describe('a relay behind a trusted proxy', () => {
  let relay: Relay
  beforeEach(async () => {
    relay = await relayWith({ trustProxy: ['127.0.0.1'] })
  })

  test.each<[string, Given]>([
    ['the host as it came', by('relay.example.org', 'https://relay.example.org')],
    ['the host with the port of its scheme', by('relay.example.org:443', 'https://relay.example.org')],
    [
      'a forwarded host',
      by('127.0.0.1:PORT', 'https://relay.example.org', 'X-Forwarded-Host: relay.example.org'),
    ],
    [
      'several forwarded hosts',
      by('10.0.0.1', 'https://relay.example.org', 'X-Forwarded-Host: relay.example.org, inner.example'),
    ],
  ])('admits its own page by %s', (_, given) => expectAdmitted(relay, given))

  test.each<[string, Given]>([
    ['another page', by('relay.example.org', 'https://example.org')],
    ['a page of a name below', by('relay.example.org', 'https://evil.relay.example.org')],
    [
      'a page that is where the proxy reaches the relay',
      by('127.0.0.1:PORT', 'http://127.0.0.1:PORT', 'X-Forwarded-Host: relay.example.org'),
    ],
    [
      'a forwarded host that is none',
      by('127.0.0.1:PORT', 'https://example.org', 'X-Forwarded-Host: /, @, %'),
    ],
  ])('refuses %s', (_, given) => expectRefused(relay, given))
})

describe('--allowed-origins', () => {
  test('* admits every page and every client', async () => {
    const relay = await relayWith({ allowedOrigins: ['*'] })
    for (const origin of ['https://example.org', 'null', 'chrome-extension://abc', 'CHROME-EXTENSION:']) {
      await expectAdmitted(relay, from(origin))
    }
    await expectAdmitted(relay, (port) => [`Host: 127.0.0.1:${port}`])
  })

  test('adds a page to what is admitted without it', async () => {
    const relay = await relayWith({ allowedOrigins: ['extensions', 'none', 'self', 'https://example.org'] })
    await expectAdmitted(relay, from('https://example.org'))
    await expectAdmitted(relay, from('chrome-extension://abc'))
    await expectAdmitted(relay, from('http://127.0.0.1:PORT'))
    await expectAdmitted(relay, (port) => [`Host: 127.0.0.1:${port}`])
    await expectRefused(relay, from('https://example.net'))
  })

  test('replaces what is admitted without it', async () => {
    const relay = await relayWith({ allowedOrigins: ['https://example.org', 'moz-extension://*'] })
    await expectAdmitted(relay, from('https://example.org'))
    await expectAdmitted(relay, from('moz-extension://11111111-2222-4333-8444-555555555555'))
    await expectRefused(relay, from('moz-extension://1, https://example.net'))
    await expectRefused(relay, from('chrome-extension://abcdefghijklmnop'))
    await expectRefused(relay, from('http://127.0.0.1:PORT'))
    await expectRefused(relay, (port) => [`Host: 127.0.0.1:${port}`])
  })

  test('is asked before the access key, so that a refused page cannot try keys', async () => {
    const relay = await relayWith({ accessKey: 'k' })
    for (const path of ['/ws?key=k', '/ws?key=wrong', '/turn?key=k', '/turn']) {
      const lines = [`GET ${path} HTTP/1.1`, ...from('https://example.org')(relay.port)]
      expect((await answerTo(relay.port, lines)).status).toBe(403)
    }
  })
})
