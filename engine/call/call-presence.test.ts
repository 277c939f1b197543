import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import type { LinkedPeer, SessionPeer } from '../session/feature.ts'
import { callProtocol, type CallMessage, type CallSignal } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { createCallPresence } from './call-presence.ts'

const visitOf = (name: string) => name.padEnd(22, '_')
const peer = (peerId: string, state: SessionPeer['state'] = 'connected'): SessionPeer => ({
  peerId,
  name: peerId,
  state,
})

/** Ada's end, with what it says to whom. */
function start() {
  const clock = createFakeClock()
  const said: [string, CallMessage][] = []
  const heard: [string, CallSignal][] = []
  let changes = 0
  const malformed: string[] = []
  const presence = createCallPresence({
    clock,
    hide: (message) => (message.type === 'call-candidates' ? undefined : message),
    onChange: () => (changes += 1),
    onSignal: (peerId, signal) => heard.push([peerId, signal]),
  })
  const linked = (peerId: string): LinkedPeer<CallMessage> => ({
    peerId,
    publicKey: peerId,
    name: peerId,
    version: 1,
    send: () => Promise.resolve(false),
    sendNow: (message) => said.push([peerId, message]) > 0,
    countMalformed: () => malformed.push(peerId),
  })
  const peers = new Map<string, LinkedPeer<CallMessage>>()
  const open = (peerId: string) => {
    const opened = linked(peerId)
    peers.set(peerId, opened)
    presence.handleOpen(opened)
  }
  const hear = (peerId: string, message: CallMessage) =>
    presence.handle(peers.get(peerId) ?? linked(peerId), message, 0)
  const callOf = (peerId: string) => presence.viewOf(peer(peerId)).call
  return { clock, presence, open, hear, said, heard, malformed, callOf, changes: () => changes }
}

const ada = { visit: visitOf('ada'), microphone: 'on' } as const
const bo = { visit: visitOf('bo'), microphone: 'on' } as const
const toAda = { from: bo.visit, to: ada.visit }

test('call presence: a newcomer is told that we are in the call, and all are told when we leave it', () => {
  const { presence, said, open } = start()
  open('bo')
  expect(said).toEqual([])
  presence.announce(ada)
  open('cy')
  presence.announce({ ...ada, microphone: 'muted' })
  presence.announce(undefined)
  open('di')
  expect(
    said.map(([to, message]) => [to, message.type, 'microphone' in message ? message.microphone : '']),
  ).toEqual([
    ['bo', 'call-state', 'on'],
    ['cy', 'call-state', 'on'],
    ['bo', 'call-state', 'muted'],
    ['cy', 'call-state', 'muted'],
    ['bo', 'call-left', ''],
    ['cy', 'call-left', ''],
  ])
})

test('call presence: a peer is in the call until it leaves; what is late of an earlier visit changes nothing', () => {
  const { callOf, changes, open, hear } = start()
  open('bo')
  hear('bo', { type: 'call-state', ...bo })
  hear('bo', { type: 'call-state', ...bo })
  expect([callOf('bo'), changes()]).toEqual([bo, 1])
  hear('bo', { type: 'call-left', visit: visitOf('earlier') })
  expect(callOf('bo')).toEqual(bo)
  hear('bo', { type: 'call-left', visit: bo.visit })
  expect(callOf('bo')).toBeUndefined()
})

test('call presence: a peer whose link opened anew has to say again that it is in the call', async () => {
  const { callOf, clock, open, hear } = start()
  open('bo')
  hear('bo', { type: 'call-state', ...bo })
  open('bo')
  hear('bo', { type: 'call-state', ...bo })
  await clock.advance(limits.callStateTimeoutMs)
  expect(callOf('bo')).toEqual(bo)
  open('bo')
  await clock.advance(limits.callStateTimeoutMs)
  expect(callOf('bo')).toBeUndefined()
})

test('call presence: signals go between two members of the call, and only between these visits', () => {
  const { presence, said, heard, open, hear } = start()
  const offer = { type: 'call-offer', link: visitOf('link'), sdp: 'v=0' } as const
  open('bo')
  presence.send('bo', offer)
  hear('bo', { ...offer, ...toAda })
  expect([said, heard]).toEqual([[], []])
  presence.announce(ada)
  hear('bo', { ...offer, ...toAda })
  hear('bo', { type: 'call-state', ...bo })
  hear('bo', { ...offer, ...toAda, to: visitOf('earlier') })
  hear('bo', { ...offer, ...toAda, from: visitOf('earlier') })
  expect(heard).toEqual([])
  hear('bo', { ...offer, ...toAda })
  expect(heard).toEqual([['bo', { ...offer, ...toAda }]])
  presence.send('bo', offer)
  expect(said.at(-1)).toEqual(['bo', { ...offer, from: ada.visit, to: bo.visit }])
})

test('callProtocol: what makes us negotiate has a bucket of its own, and every message has one', () => {
  const rateOf = (type: CallMessage['type']) => callProtocol.messages[type].rate
  expect(
    ['call-offer', 'call-rebuild'].filter((type) => rateOf(type as CallMessage['type']) !== 'offers'),
  ).toEqual([])
  for (const { rate } of Object.values(callProtocol.messages)) {
    expect(Object.keys(callProtocol.rates ?? {})).toContain(rate)
  }
})

test('call presence: what the settings hide is not said', () => {
  const { presence, open, hear, said } = start()
  open('bo')
  presence.announce(ada)
  hear('bo', { type: 'call-state', ...bo })
  const before = said.length
  presence.send('bo', { type: 'call-candidates', link: visitOf('link'), candidates: [] })
  expect(said).toHaveLength(before)
})

test('call presence: what the browser could not read counts against the link that is open now', () => {
  const { presence, open, malformed } = start()
  presence.countMalformed('bo')
  open('bo')
  presence.countMalformed('bo')
  expect(malformed).toEqual(['bo'])
})

test('call presence: a peer that comes and goes a hundred times at once makes us build a few connections, and no more', () => {
  const { changes, open, hear } = start()
  open('bo')
  const visits = Array.from({ length: 100 }, (_, index) =>
    hear('bo', { type: 'call-state', visit: visitOf(`${index}`), microphone: 'on' }),
  )
  expect(visits.filter((verdict) => verdict === 'fine')).toHaveLength(limits.maxCallOfferBurst)
  expect(changes()).toBe(limits.maxCallOfferBurst)
  // Anything else that it says of its place is measured by the dispatch alone.
  expect(
    hear('bo', {
      type: 'call-state',
      visit: visitOf(`${limits.maxCallOfferBurst - 1}`),
      microphone: 'muted',
    }),
  ).toBe('fine')
})

test('call presence: a peer that left the room, or could not prove its key, is in no call', () => {
  const { presence, callOf, open, hear } = start()
  open('bo')
  hear('bo', { type: 'call-state', ...bo })
  expect(presence.viewOf(peer('bo', 'unauthenticated'))).toEqual({})
  presence.handlePeers([])
  expect(callOf('bo')).toBeUndefined()
})
