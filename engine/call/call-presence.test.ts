import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import type { PeerView } from '../view.ts'
import type { CallMessage, CallSignal } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { createCallPresence } from './call-presence.ts'

const visitOf = (name: string) => name.padEnd(22, '_')
const peer = (peerId: string, state: PeerView['state'] = 'connected'): PeerView => ({
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
  const presence = createCallPresence({
    clock,
    send: (peerId, message) => said.push([peerId, message]),
    onChange: () => (changes += 1),
    onSignal: (peerId, signal) => heard.push([peerId, signal]),
  })
  const callOf = (peerId: string) => presence.withCalls([peer(peerId)])[0]?.call
  return { clock, presence, said, heard, callOf, changes: () => changes }
}

const ada = { visit: visitOf('ada'), voice: 'open' } as const
const bo = { visit: visitOf('bo'), voice: 'open' } as const
const toAda = { from: bo.visit, to: ada.visit }

test('whoever comes is told that we are in the call, and all are told when we leave it', () => {
  const { presence, said } = start()
  presence.handleOpen('bo')
  expect(said).toEqual([])
  presence.announce(ada)
  presence.handleOpen('cy')
  presence.announce({ ...ada, voice: 'muted' })
  presence.announce(undefined)
  presence.handleOpen('di')
  expect(said.map(([to, message]) => [to, message.type, 'voice' in message ? message.voice : ''])).toEqual([
    ['bo', 'call-state', 'open'],
    ['cy', 'call-state', 'open'],
    ['bo', 'call-state', 'muted'],
    ['cy', 'call-state', 'muted'],
    ['bo', 'call-left', ''],
    ['cy', 'call-left', ''],
  ])
})

test('who is in the call is seen, and who left it is not; what is late of an earlier visit changes nothing', () => {
  const { presence, callOf, changes } = start()
  presence.handleOpen('bo')
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  expect([callOf('bo'), changes()]).toEqual([bo, 1])
  presence.handleMessage('bo', { type: 'call-left', visit: visitOf('earlier') })
  expect(callOf('bo')).toEqual(bo)
  presence.handleMessage('bo', { type: 'call-left', visit: bo.visit })
  expect(callOf('bo')).toBeUndefined()
})

test('whose link opened anew has to say again that it is in the call', async () => {
  const { presence, callOf, clock } = start()
  presence.handleOpen('bo')
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  presence.handleOpen('bo')
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  await clock.advance(limits.callStateTimeoutMs)
  expect(callOf('bo')).toEqual(bo)
  presence.handleOpen('bo')
  await clock.advance(limits.callStateTimeoutMs)
  expect(callOf('bo')).toBeUndefined()
})

test('signals go between two who are in the call, and only between these visits', () => {
  const { presence, said, heard } = start()
  const offer = { type: 'call-offer', link: visitOf('link'), sdp: 'v=0' } as const
  presence.handleOpen('bo')
  presence.send('bo', offer)
  presence.handleMessage('bo', { ...offer, ...toAda })
  expect([said, heard]).toEqual([[], []])
  presence.announce(ada)
  presence.handleMessage('bo', { ...offer, ...toAda })
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  presence.handleMessage('bo', { ...offer, ...toAda, to: visitOf('earlier') })
  presence.handleMessage('bo', { ...offer, ...toAda, from: visitOf('earlier') })
  expect(heard).toEqual([])
  presence.handleMessage('bo', { ...offer, ...toAda })
  expect(heard).toEqual([['bo', { ...offer, ...toAda }]])
  presence.send('bo', offer)
  expect(said.at(-1)).toEqual(['bo', { ...offer, from: ada.visit, to: bo.visit }])
})

test('who offers a hundred times at once is heard a few times, and the rest counts as too much', () => {
  const { presence, heard } = start()
  presence.handleOpen('bo')
  presence.announce(ada)
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  const offer = { type: 'call-offer', link: visitOf('link'), sdp: 'v=0', ...toAda } as const
  const answers = Array.from({ length: 100 }, () => presence.handleMessage('bo', offer))
  // That bo came was the first.
  expect(heard).toHaveLength(limits.maxCallOfferBurst - 1)
  expect(answers.filter(Boolean)).toHaveLength(limits.maxCallOfferBurst - 1)
  // What is not a negotiation has a measure of its own.
  expect(presence.handleMessage('bo', { type: 'call-state', ...bo })).toBe(true)
})

test('who comes and goes a hundred times at once makes us build a few connections, and no more', () => {
  const { presence, changes } = start()
  presence.handleOpen('bo')
  const visits = Array.from({ length: 100 }, (_, index) =>
    presence.handleMessage('bo', { type: 'call-state', visit: visitOf(`${index}`), voice: 'open' }),
  )
  expect(visits.filter(Boolean)).toHaveLength(limits.maxCallOfferBurst)
  expect(changes()).toBe(limits.maxCallOfferBurst)
})

test('who left the room, or could not prove its key, is in no call', () => {
  const { presence, callOf } = start()
  presence.handleOpen('bo')
  presence.handleMessage('bo', { type: 'call-state', ...bo })
  expect(presence.withCalls([peer('bo', 'unauthenticated')])[0]).toEqual(peer('bo', 'unauthenticated'))
  presence.handlePeers([])
  expect(callOf('bo')).toBeUndefined()
})
