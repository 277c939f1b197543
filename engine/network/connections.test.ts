import { expect, test } from 'vitest'
import { ProblemError } from '../base/problem.ts'
import { createConnections } from './connections.ts'

const turn = { url: 'turn:t.example.org', username: 'ada', credential: 'secret' }

class FakeConnection extends EventTarget {
  signalingState = 'stable'
  configurations: RTCConfiguration[]
  constructor(configuration: RTCConfiguration) {
    super()
    this.configurations = [configuration]
  }
  setConfiguration(configuration: RTCConfiguration) {
    this.configurations.push(configuration)
  }
}

function start() {
  const made: FakeConnection[] = []
  const connections = createConnections((configuration) => {
    const fake = new FakeConnection(configuration)
    made.push(fake)
    return fake as unknown as RTCPeerConnection
  })
  return {
    connections,
    made,
    policies: (n: number) => made[n]?.configurations.map((one) => one.iceTransportPolicy),
  }
}

test('nothing leaves before the settings are known, nor where there is nothing to hide behind', () => {
  const { connections, made } = start()
  expect(connections.isRelayOnly()).toBe(true)
  expect(connections.create).toThrow(ProblemError)
  connections.apply({ iceServers: [{ url: 'stun:s.example.org' }], isRelayOnly: true })
  expect(connections.create).toThrow('relay-only-without-turn')
  expect(made).toEqual([])
})

test('what a relay provides is used for its rooms alone, hidden addresses too, and not beside a server of one’s own', () => {
  const { connections, made } = start()
  let provided: (typeof turn)[] = []
  const urls = (n: number) =>
    made[n]?.configurations.map(({ iceServers }) => iceServers?.map((one) => one.urls))
  connections.apply({ iceServers: [], isRelayOnly: true })
  expect(() => connections.create(() => provided)).toThrow('relay-only-without-turn')
  provided = [turn]
  connections.create(() => provided)
  connections.apply({ iceServers: [], isRelayOnly: false })
  connections.create()
  provided = [{ ...turn, url: 'turn:other.example.org' }]
  connections.providedChanged()
  expect(urls(0)).toEqual([[turn.url], [turn.url], ['turn:other.example.org']])
  expect(urls(1)).toEqual([[]])
  expect(connections.needProvided()).toBe(true)
  connections.apply({ iceServers: [turn], isRelayOnly: false })
  expect(connections.needProvided()).toBe(false)
  expect(urls(0)?.at(-1)).toEqual([turn.url])
})

test('open connections look for new paths as the settings say by then', () => {
  const { connections, made, policies } = start()
  connections.apply({ iceServers: [turn], isRelayOnly: false })
  connections.create()
  connections.create()
  if (made[0]) made[0].signalingState = 'closed'
  connections.apply({ iceServers: [turn], isRelayOnly: true })
  // Nothing changed: nobody is disturbed.
  connections.apply({ iceServers: [turn], isRelayOnly: true })
  connections.create()
  expect([0, 1, 2].map(policies)).toEqual([['all'], ['all', 'relay'], ['relay']])
})
