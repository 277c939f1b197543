import { describe, expect, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { createFakeGatherings, type Found } from '../testing/fake-gathering.ts'
import { limits } from '../base/limits.ts'
import { addressKind, shortenAddress, shortenUrl } from '../network/addresses.ts'
import { checkConnection } from './connection-check.ts'
import { testIceServer } from '../network/test-ice-server.ts'

const host = { address: '10.1.2.3', type: 'host' } as const
const host6 = { address: '2001:db8:7::1', type: 'host' } as const
const hidden = { address: '18beabff-8e72.local', type: 'host' } as const
const mapped = { address: '203.0.113.7', type: 'srflx' } as const
const relayed = { address: '198.51.100.9', type: 'relay' } as const
const stun = { url: 'stun:192.0.2.44:3478' }
const turn = { url: 'turn:t.example.org', username: 'ada', credential: 'secret' }

function start(found: Found | ((configuration: RTCConfiguration) => Found)) {
  const fakes = createFakeEnvironment()
  const gatherings = createFakeGatherings(typeof found === 'function' ? found : () => found)
  const environment = { ...fakes.environment, createPeerConnection: gatherings.create }
  return { ...fakes, environment, gatherings }
}

describe('a server is asked alone, and its answer is told apart', () => {
  test.each<[string, typeof stun, Found, object]>([
    ['an address', stun, { candidates: [host, mapped] }, { kind: 'stun-answered', address: '203.0.…' }],
    ['our own address', stun, { candidates: [host], isComplete: true }, { kind: 'stun-answered' }],
    ['no answer', stun, { candidates: [host], errors: [701], isComplete: true }, { kind: 'no-answer' }],
    ['no network', stun, { isComplete: true }, { kind: 'no-answer' }],
    ['a relayed address', turn, { candidates: [relayed] }, { kind: 'turn-relays', address: '198.51.…' }],
    [
      'a relayed address, over one network of two',
      turn,
      { errors: [701], candidates: [relayed] },
      { kind: 'turn-relays', address: '198.51.…' },
    ],
    ['an end without one', turn, { isComplete: true }, { kind: 'no-answer' }],
    ['the wrong password', turn, { errors: [701, 401], isComplete: true }, { kind: 'wrong-credentials' }],
    ['a full server', turn, { errors: [486], isComplete: true }, { kind: 'refused', code: 486 }],
  ])('%s', async (_, server, found, expected) => {
    const { environment, gatherings } = start(found)
    expect(await testIceServer(environment, server)).toEqual(expected)
    expect(gatherings.configurations).toMatchObject([
      { iceServers: [{ urls: server.url }], iceTransportPolicy: server === turn ? 'relay' : 'all' },
    ])
  })

  test('it has its time, and no more', async () => {
    const { environment, clock } = start({ candidates: [host] })
    const result = testIceServer(environment, stun)
    await clock.advance(limits.iceTestTimeoutMs)
    expect(await result).toEqual({ kind: 'no-answer' })
  })
})

test('the check has everything, and no secret and no whole address', async () => {
  const { environment, sockets, clock, httpText } = start(({ iceServers = [] }) =>
    iceServers.length > 1
      ? { candidates: [host, host6, hidden, mapped, relayed], isComplete: true }
      : { candidates: [host, mapped, relayed] },
  )
  const settings = { iceServers: [stun, turn], isRelayOnly: false }
  const provided = [{ urls: ['turn:provided.example.org'], username: 'ada', credential: 'secret' }]
  httpText.set('https://192.0.2.9/turn?key=hush', JSON.stringify({ iceServers: provided, ttlSeconds: 60 }))
  const checking = checkConnection(environment, settings, 'wss://192.0.2.9/ws?key=hush')
  await eventually(() => expect(sockets.sockets).toHaveLength(1))
  clock.standStill(12)
  sockets.last().open()
  clock.standStill(7)
  // What we say to our own address comes back.
  sockets.last().deliver(sockets.last().sent.at(-1))
  const check = await checking
  expect(check).toEqual({
    relayUrl: 'wss://192.0.…/ws',
    relay: { kind: 'open', address: 'room', handshakeMs: 12, roundTripMs: 7 },
    relayTurn: { kind: 'turn-relays', address: '198.51.…' },
    servers: [
      { url: 'stun:192.0.…:3478', result: { kind: 'stun-answered', address: '203.0.…' } },
      { url: 'turn:t.example.org', result: { kind: 'turn-relays', address: '198.51.…' } },
    ],
    addressKinds: ['host-ipv4', 'host-ipv6', 'host-hidden', 'mapped', 'relayed'],
    isRelayOnly: false,
  })
  expect(JSON.stringify(check)).not.toMatch(/secret|hush|ada|10\.1\.2\.3|113\.7|192\.0\.2/)
})

test.each([
  [host, 'host-ipv4'],
  [host6, 'host-ipv6'],
  [hidden, 'host-hidden'],
  [mapped, 'mapped'],
  [relayed, 'relayed'],
] as const)('%o is %s', (candidate, kind) => {
  expect(addressKind(candidate)).toBe(kind)
})

test.each([
  ['203.0.113.7', '203.0.…'],
  ['2001:db8:7::1', '2001:db8:…'],
  ['18beabff.local', '18beabff.local'],
])('the address %s is shown as %s', (address, short) => {
  expect(shortenAddress(address)).toBe(short)
})

test.each([
  ['ws://127.0.0.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
  ['wss://relay.example/ws?key=hush#x', 'wss://relay.example/ws'],
  ['ws://192.168.1.20:8080/ws', 'ws://192.168.…:8080/ws'],
  ['turn:[2001:db8:7::1]:3478?transport=tcp', 'turn:[2001:db8:…]:3478?transport=tcp'],
  ['turn:turn.example?transport=udp&key=hush', 'turn:turn.example?transport=udp'],
  ['wss://relay.example/ws?transport=hush', 'wss://relay.example/ws'],
  ['wss://relay.example/ws?transport=tcp?hush', 'wss://relay.example/ws'],
])('the URL %s is shown as %s', (url, short) => {
  expect(shortenUrl(url)).toBe(short)
})
