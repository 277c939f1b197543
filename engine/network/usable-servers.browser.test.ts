import { expect, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { createConnections } from './connections.ts'
import { tryServers } from './usable-servers.ts'

const environment = browserEnvironment()
const good = { url: 'turn:127.0.0.1:3478?transport=udp', username: 'ada', credential: 'secret' }
const bad = { url: 'turn:127.0.0.1:3478?transport=carrier-pigeon', username: 'ada', credential: 'secret' }

test('a server that Chromium refuses costs no connection, and none of the other servers', () => {
  expect(() => new RTCPeerConnection({ iceServers: [{ ...bad, urls: bad.url }] })).toThrow()
  expect(tryServers(environment.createPeerConnection, [bad, good]).taken).toEqual([good])
  const connections = createConnections(environment.createPeerConnection)
  connections.apply({ iceServers: [], isRelayOnly: false })
  let provided = [bad, good]
  const connection = connections.create(() => provided)
  expect(connection.getConfiguration().iceServers?.map(({ urls }) => urls)).toEqual([[good.url]])
  provided = [good, { ...bad, url: 'turn:127.0.0.1:3478?transport=raven' }]
  connections.providedChanged()
  expect(connection.getConfiguration().iceServers?.map(({ urls }) => urls)).toEqual([[good.url]])
  connection.close()
})
