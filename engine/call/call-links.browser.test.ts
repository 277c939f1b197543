import { expect, test } from 'vitest'
import { createCallWorld, type Caller } from '../testing/call-world.ts'
import { listenToRemote, testContext } from '../testing/sound.ts'
import type { CallSignal } from './protocol.ts'
import { limits } from '../base/limits.ts'

/** A note is there above this, and nothing of it below the other. */
const [loudDb, silentDb] = [-50, -75]

const hear = (listener: Caller, ...others: Caller[]) =>
  Promise.all(
    others.map((other) =>
      expect
        .poll(() => listener.hears(other), { message: `${listener.peerId} hears ${other.peerId}` })
        .toBeGreaterThan(loudDb),
    ),
  )
const hearNothingOf = (listener: Caller, other: Caller) =>
  expect.poll(() => listener.hears(other)).toBeLessThan(silentDb)

const hearEachOther = (callers: readonly Caller[]) =>
  Promise.all(callers.map((one) => hear(one, ...callers.filter((other) => other !== one))))

const offersOf = (caller: Caller) => caller.said.filter((signal) => signal.type === 'call-offer')

test('call links: three hear each other, each with their own note, over one offer for each pair', async () => {
  const world = createCallWorld()
  const [ada, bo, cy] = [world.add('ada', 440), world.add('bo', 880), world.add('cy', 1320)]
  await hearEachOther([ada, bo, cy])
  expect(ada.stateOf(bo)).toBe('connected')
  expect([ada, bo, cy].map((caller) => offersOf(caller).length)).toEqual([0, 1, 2])
})

test('call links: what is sent changes without a negotiation, and muted nothing leaves', async () => {
  const world = createCallWorld()
  const [ada, bo] = [world.add('ada', 440), world.add('bo', 880)]
  await hearEachOther([ada, bo])
  const offers = () => offersOf(ada).length + offersOf(bo).length
  const before = offers()

  bo.microphone = 'muted'
  await bo.links.setTrack('microphone', null)
  await hearNothingOf(ada, bo)
  const packetsSent = async () => {
    const stats = await bo.links.peers.get('ada')?.attempt?.link.stats()
    return [...(stats?.values() ?? [])].find((one: { type: string }) => one.type === 'outbound-rtp') as
      { packetsSent: number } | undefined
  }
  const sent = (await packetsSent())?.packetsSent ?? 0
  // Over several reports: the other end sees the same in what arrives.
  await expect.poll(() => bo.said.filter((one) => one.type === 'call-report').length).toBeGreaterThan(3)
  expect((await packetsSent())?.packetsSent).toBe(sent)

  bo.microphone = 'on'
  await bo.links.setTrack('microphone', bo.track)
  await hear(ada, bo)
  expect(offers()).toBe(before)
})

/** The notes that a listener hears in the left and in the right ear. */
function earsOn(listener: Caller, other: Caller) {
  const receiver = listener.links.peers.get(other.peerId)?.attempt?.link.receiver('microphone')
  if (!receiver) throw new Error(`${listener.peerId} receives nothing.`)
  const ears = listenToRemote(testContext(), receiver.track)
  return () => ears.map((ear) => Math.round(ear.loudestHz() / 20) * 20)
}

// The first is offered a connection, the other offers it.
test.each(['ada', 'zoe'])(
  'call links: music of %s comes in stereo, and speech of the other is decoded in mono',
  async (name) => {
    const world = createCallWorld()
    const [musician, max] = [world.add(name, 440, { isMusicMode: true }), world.add('max', 880)]
    await hearEachOther([musician, max])
    const ears = earsOn(max, musician)
    await expect.poll(ears).toEqual([440, 1_320])
    const decodesStereo = async (caller: Caller, other: Caller) => {
      const stats = await caller.links.peers.get(other.peerId)?.attempt?.link.stats()
      const all = [...(stats?.values() ?? [])] as {
        type: string
        codecId?: string
        id: string
        sdpFmtpLine?: string
      }[]
      const { codecId } = all.find(({ type }) => type === 'inbound-rtp') ?? {}
      return all
        .find(({ id }) => id === codecId)
        ?.sdpFmtpLine?.split(';')
        .includes('stereo=1')
    }
    await expect.poll(() => decodesStereo(max, musician)).toBe(true)
    await expect.poll(() => decodesStereo(musician, max)).toBe(false)

    musician.isMusicMode = false
    musician.links.renegotiate()
    await expect.poll(() => decodesStereo(max, musician)).toBe(false)
    await expect.poll(() => new Set(ears()).size).toBe(1)
    musician.isMusicMode = true
    musician.links.renegotiate()
    await expect.poll(ears).toEqual([440, 1_320])
  },
)

test('call links: a peer that leaves is gone, and the others still hear each other', async () => {
  const world = createCallWorld()
  const [ada, bo, cy] = [world.add('ada', 440), world.add('bo', 880), world.add('cy', 1320)]
  await hearEachOther([ada, bo, cy])
  world.remove(bo)
  expect([...ada.links.peers.keys()]).toEqual(['cy'])
  await hearEachOther([ada, cy])
})

test('call links: an offer that is lost is asked for', async () => {
  const world = createCallWorld()
  let lost = 0
  const ada = world.add('ada', 440)
  const bo = world.add('bo', 880)
  bo.carry = (_to, signal) => (signal.type === 'call-offer' && lost++ === 0 ? [] : [signal])
  await hearEachOther([ada, bo])
  expect(lost).toBeGreaterThan(1)
  expect(ada.said.map((signal) => signal.type)).toContain('call-rebuild')
})

test('call links: a path that breaks while the link says that all is well is noticed from what arrives, and rebuilt', async () => {
  const world = createCallWorld()
  const [ada, bo] = [world.add('ada', 440), world.add('bo', 880)]
  await hearEachOther([ada, bo])
  const before = offersOf(bo).length
  // Bo says to send, and nothing arrives at Ada any more.
  bo.carry = (_to, signal) => [
    signal.type === 'call-report' ? { ...signal, sent: signal.sent + 1_000 * bo.said.length } : signal,
  ]
  const connection = ada.connections.at(-1)
  const real = connection?.getStats.bind(connection)
  if (!connection || !real) throw new Error('Ada has no connection.')
  const frozen = new Map(await real())
  connection.getStats = () => Promise.resolve(frozen as unknown as RTCStatsReport)
  await expect.poll(() => offersOf(bo).length).toBeGreaterThan(before)
  await hearEachOther([ada, bo])
})

test('call links: while nothing can be said the voices go on, and a link that breaks then recovers when it can', async () => {
  const world = createCallWorld()
  const [ada, bo] = [world.add('ada', 440), world.add('bo', 880)]
  await hearEachOther([ada, bo])
  world.cutControl(ada, bo, true)
  await hearEachOther([ada, bo])
  // One end is gone without a word.
  bo.connections.at(-1)?.close()
  await expect.poll(() => ada.stateOf(bo)).toBe('reconnecting')
  world.cutControl(ada, bo, false)
  await hearEachOther([ada, bo])
})

test('call links: what does not parse is dropped and counted, and the link is kept', async () => {
  const world = createCallWorld()
  const [ada, bo] = [world.add('ada', 440), world.add('bo', 880)]
  await hearEachOther([ada, bo])
  const link = ada.links.peers.get('bo')?.attempt?.id ?? ''
  const ofLink = { from: bo.visit, to: ada.visit, link }
  const hostile: CallSignal[] = [
    { ...ofLink, type: 'call-offer', sdp: 'v=0\r\nnonsense' },
    { ...ofLink, type: 'call-offer', sdp: '\u0000'.repeat(30_000) },
    {
      ...ofLink,
      type: 'call-candidates',
      candidates: [{ candidate: 'candidate:x', sdpMid: '9', sdpMLineIndex: 9 }],
    },
    { ...ofLink, type: 'call-report', sent: Number.MAX_SAFE_INTEGER, received: 0 },
    { ...ofLink, link: 'another', type: 'call-answer', sdp: 'v=0' },
  ]
  for (const signal of hostile) ada.links.handleSignal('bo', signal)
  await expect.poll(() => ada.malformed).toEqual(['bo', 'bo', 'bo'])
  await hearEachOther([ada, bo])
  expect(ada.links.peers.get('bo')?.attempt?.id).toBe(link)
})

test('call links: the ninth member is told that the call is full, and no other notices', async () => {
  const world = createCallWorld()
  const eight = Array.from({ length: limits.maxCallVoices }, (_, index) => world.add(`m${index}`, 440))
  const ninth = world.add('z', 880)
  await expect.poll(() => ninth.full).toContain(limits.maxCallVoices)
  for (const caller of eight) expect(caller.full).toEqual([])
  expect(eight[0]?.links.peers.size).toBe(limits.maxCallVoices - 1)
})
