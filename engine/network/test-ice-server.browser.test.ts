import { describe, expect, inject, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type {} from '../testing/provided.ts'
import { checkConnection } from '../connection-check/connection-check.ts'
import { testIceServer } from './test-ice-server.ts'

const coturn = inject('turn')
const environment = browserEnvironment()

describe.skipIf(!coturn)('a real coturn (skipped where turnserver is not installed)', () => {
  const turn = coturn ?? { stunUrl: '', turnUrl: '', username: '', credential: '' }
  const { username, credential } = turn

  test('answers as STUN server', async () => {
    expect(await testIceServer(environment, { url: turn.stunUrl })).toMatchObject({ kind: 'stun-answered' })
  })

  test.each(['', '?transport=udp', '?transport=tcp'])(
    'relays for who has the password, %s',
    async (transport) => {
      const url = turn.turnUrl + transport
      expect(await testIceServer(environment, { url, username, credential })).toEqual({
        kind: 'turn-relays',
        address: '127.0.…',
      })
    },
  )

  test('says that the password is wrong', async () => {
    const wrong = { url: turn.turnUrl, username, credential: 'south' }
    expect(await testIceServer(environment, wrong)).toEqual({ kind: 'wrong-credentials' })
    const nobody = { url: turn.turnUrl, username: 'nobody', credential }
    expect(await testIceServer(environment, nobody)).toEqual({ kind: 'wrong-credentials' })
  })

  test('with a relay beside it is all that the connection check asks for', async () => {
    const iceServers = [{ url: turn.stunUrl }, { url: turn.turnUrl, username, credential }]
    const check = await checkConnection(environment, { iceServers, isRelayOnly: false }, inject('relayUrl'))
    expect(check).toMatchObject({
      relay: { kind: 'open', address: 'room' },
      servers: [{ result: { kind: 'stun-answered' } }, { result: { kind: 'turn-relays' } }],
    })
    expect(check.relay).toHaveProperty('roundTripMs')
    expect(check.addressKinds).toContain('relayed')
    expect(JSON.stringify(check)).not.toContain(credential)
    const hidden = await checkConnection(environment, { iceServers, isRelayOnly: true }, inject('relayUrl'))
    expect(hidden.addressKinds).toEqual(['relayed'])
  })
})

test.each([
  { url: 'stun:127.0.0.1:40999' },
  { url: 'stun:nobody.invalid' },
  { url: 'turn:127.0.0.1:40999?transport=tcp', username: 'ada', credential: 'north' },
])('where nothing answers that is said: $url', async (server) => {
  expect(await testIceServer(environment, server)).toEqual({ kind: 'no-answer' })
})

test('what the browser cannot read is said', async () => {
  expect(await testIceServer(environment, { url: 'stun:a:b:c' })).toEqual({ kind: 'unreadable' })
})

test('a hub of somebody else and an address without a relay are told apart', async () => {
  const settings = { iceServers: [], isRelayOnly: false }
  const hub = await checkConnection(environment, settings, inject('thirdPartyHubUrl'))
  expect(hub.relay).toMatchObject({ kind: 'open', address: 'hub' })
  expect(hub.relay).not.toHaveProperty('roundTripMs')
  const nothing = await checkConnection(environment, settings, 'ws://127.0.0.1:40999/ws?key=secret')
  expect(nothing.relay).toMatchObject({ kind: 'failed', problem: { kind: 'relay-unreachable' } })
  expect(JSON.stringify(nothing)).not.toContain('secret')
})
