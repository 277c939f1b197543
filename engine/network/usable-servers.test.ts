import { expect, test } from 'vitest'
import { createLog } from '../base/log.ts'
import { settle } from '../testing/fake-clock.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { limits } from '../base/limits.ts'
import { createConnections } from './connections.ts'
import { createTurnCredentials } from './turn-credentials.ts'
import { tryServers } from './usable-servers.ts'

const good = { url: 'turn:t.example.org', username: 'ada', credential: 'secret' }
const bad = { url: 'turn:t.example.org:25', username: 'ada', credential: 'secret' }

/** Connections of a browser that takes no server with port 25. */
function createPicky() {
  const made: RTCConfiguration[] = []
  const refuse = ({ iceServers = [] }: RTCConfiguration) => {
    if (iceServers.some(({ urls }) => String(urls).endsWith(':25')))
      throw new DOMException('25', 'SyntaxError')
  }
  return {
    made,
    make(configuration: RTCConfiguration = {}) {
      refuse(configuration)
      made.push(configuration)
      const fake = { signalingState: 'stable', setConfiguration: refuse, close: () => undefined }
      return fake as unknown as RTCPeerConnection
    },
  }
}

test('servers that the browser refuses are told from the others', () => {
  const { make } = createPicky()
  expect(tryServers(make, [good, bad, good])).toEqual({
    taken: [good, good],
    refused: [{ server: bad, error: expect.any(DOMException) as unknown }],
  })
  expect(tryServers(make, [good])).toEqual({ taken: [good], refused: [] })
})

test('servers are all kept where the browser makes no connection at all', () => {
  const outOfThem = () => {
    throw new DOMException('Cannot create so many PeerConnections', 'UnknownError')
  }
  expect(tryServers(outOfThem, [good, bad])).toEqual({ taken: [good, bad], refused: [] })
})

test('connections are made without a server that the browser refuses, and it is noted once', () => {
  const log = createLog({ nowMs: () => 0 })
  const { make, made } = createPicky()
  const connections = createConnections(make, log.logger('connections'))
  connections.apply({ iceServers: [], isRelayOnly: false })
  const provided = [bad, good]
  connections.create(() => provided)
  connections.create(() => provided)
  const urls = made.slice(-2).map(({ iceServers }) => iceServers?.map((one) => one.urls))
  expect(urls).toEqual([[good.url], [good.url]])
  expect(log.lines().map(({ event }) => event)).toEqual(['server-refused'])
})

test('connections that are open get the other servers, too', () => {
  const { make } = createPicky()
  const connections = createConnections(make)
  connections.apply({ iceServers: [], isRelayOnly: false })
  let provided: (typeof good)[] = []
  const configured: RTCConfiguration[] = []
  const connection = connections.create(() => provided)
  const refuse = connection.setConfiguration.bind(connection)
  connection.setConfiguration = (configuration = {}) => {
    refuse(configuration)
    configured.push(configuration)
  }
  provided = [bad, good]
  connections.providedChanged()
  expect(configured.map(({ iceServers }) => iceServers?.map((one) => one.urls))).toEqual([[good.url]])
})

test('hidden addresses stay hidden where the browser refuses the only TURN server', () => {
  const { make } = createPicky()
  const connections = createConnections(make)
  connections.apply({ iceServers: [bad], isRelayOnly: true })
  expect(() => connections.create()).toThrow('relay-only-without-turn')
})

test('what a relay provides is tried before it is used, and what is refused left out', async () => {
  const fakes = createFakeEnvironment()
  const environment = { ...fakes.environment, createPeerConnection: createPicky().make }
  const provided = createTurnCredentials({ environment, isNeeded: () => true, onChange: () => undefined })
  const relayUrl = 'wss://relay.example/ws'
  const iceServers = [{ urls: [bad.url, good.url], username: 'ada', credential: 'secret' }]
  fakes.httpText.set('https://relay.example/turn', JSON.stringify({ iceServers, ttlSeconds: 60 }))
  provided.join(relayUrl, () => undefined).relayOpened()
  await fakes.clock.advance(limits.turnRequestDelayMs)
  await settle()
  expect(provided.serversOf(relayUrl)).toEqual([good])
  expect(fakes.environment.log.lines().map(({ event }) => event)).toEqual(['server-refused'])
})
