import { beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { idOf, keysOf, newIdentity, sealSigned } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { RoomKeys } from '../wire/room-keys.ts'
import { seal } from '../wire/seal.ts'
import type { Sender, Signal } from '../wire/signal.ts'
import { createSignaling } from './signaling.ts'

let lobby: RoomKeys
let elsewhere: RoomKeys

beforeAll(async () => {
  lobby = await keysOf('lobby')
  elsewhere = await keysOf('elsewhere')
})

const identities = await Promise.all([newIdentity(), newIdentity(), newIdentity(), newIdentity()])
const people = new Map(['A', 'B', 'C', 'Z'].map((letter, index) => [letter, identities[index]]))

function identityOf(letter: string) {
  const identity = people.get(letter)
  if (!identity) throw new Error(`There is nobody called ${letter}.`)
  return identity
}

const senderOf = (letter: string): Sender => ({
  peerId: identityOf(letter).peerId,
  publicKey: identityOf(letter).publicKey,
  visitId: idOf(letter.toLowerCase()),
  name: letter,
})

/** Sealed, and signed by whoever it says it is from. */
async function signed(keys: RoomKeys, text: string): Promise<string> {
  const author = identities.find(({ publicKey }) => text.includes(publicKey)) ?? identityOf('B')
  return sealSigned(keys, author, text)
}
const addressOf = ({ peerId, visitId }: Sender) => ({ peerId, visitId })
const ada = senderOf('A')
const bo = senderOf('B')

function start(me = ada, isDirected = false, member?: Sender) {
  const sealed: string[] = []
  /** Whom each was for alone. */
  const instances: (string | undefined)[] = []
  const signals: Signal[] = []
  const malformed: number[] = []
  const versions: number[] = []
  const signaling = createSignaling({
    keys: lobby,
    identity: identityOf(me.name),
    me,
    transmit(text, toVisitId) {
      instances.push(toVisitId)
      return sealed.push(text) > 0
    },
    isDirected: () => isDirected,
    isMember: ({ peerId }) => peerId === member?.peerId,
    onSignal: (signal) => signals.push(signal),
    onMalformed: (count) => malformed.push(count),
    onOtherVersion: (version) => versions.push(version),
    onFailure(error) {
      throw error
    },
  })
  return { signaling, sealed, instances, signals, malformed, versions }
}

const hello = (from: Sender, count: number, more: object = {}) =>
  JSON.stringify({ version: 1, from, count, type: 'hello', ...more })

const sentinel = senderOf('Z')
let sentinels = 0

/** Waits until everything that was delivered has been dealt with: what comes after it has been. */
async function dealtWith(world: ReturnType<typeof start>): Promise<Signal[]> {
  sentinels += 1
  const count = sentinels
  const isSentinel = (signal: Signal) => signal.from.peerId === sentinel.peerId
  world.signaling.receive(await signed(lobby, hello(sentinel, count)))
  await eventually(() =>
    expect(world.signals.some((one) => isSentinel(one) && one.count === count)).toBe(true),
  )
  return world.signals.filter((signal) => !isSentinel(signal))
}

test('what one sends another hears, in order, each with its sender and a rising count', async () => {
  const from = start(bo)
  const to = start(ada)
  from.signaling.send({ type: 'hello' })
  for (let n = 0; n < 20; n++) {
    from.signaling.send({
      type: 'offer',
      to: addressOf(ada),
      linkId: idOf('S'),
      sdp: `v=${n}`,
      nonce: idOf('N'),
    })
  }
  await eventually(() => expect(from.sealed).toHaveLength(21))
  for (const sealed of from.sealed) to.signaling.receive(sealed)
  const signals = await dealtWith(to)
  expect(signals.map((signal) => signal.count)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  expect(signals.map((signal) => ('sdp' in signal ? signal.sdp : ''))).toEqual([
    '',
    ...Array.from({ length: 20 }, (_, n) => `v=${n}`),
  ])
  for (const signal of signals) expect(signal.from).toEqual(bo)
})

test('the relay sees nothing of it', async () => {
  const from = start(bo)
  from.signaling.send({
    type: 'offer',
    to: addressOf(ada),
    linkId: idOf('S'),
    sdp: 'v=0 secret',
    nonce: idOf('N'),
  })
  await eventually(() => expect(from.sealed).toHaveLength(1))
  expect(from.sealed[0]).toMatch(/^sidetone1\.[\w-]+$/)
})

test('a hub that hands text on as binary will do', async () => {
  const world = start()
  const sealed = await signed(lobby, hello(bo, 1))
  world.signaling.receive(new TextEncoder().encode(sealed).buffer)
  expect(await dealtWith(world)).toHaveLength(1)
  expect(world.malformed).toEqual([])
})

describe('is dropped without a word', () => {
  test('what was seen before', async () => {
    const world = start()
    const sealed = await signed(lobby, hello(bo, 1))
    const again = await signed(lobby, hello(bo, 1))
    for (const text of [sealed, sealed, again, sealed]) world.signaling.receive(text)
    expect(await dealtWith(world)).toHaveLength(1)
    expect(world.malformed).toEqual([])
  })

  test('what a member said, however many others spoke since; what a stranger said is forgotten', async () => {
    const world = start(ada, false, bo)
    const cy = senderOf('C')
    const ofMember = await signed(lobby, hello(bo, 1))
    const ofStranger = await signed(lobby, hello(cy, 1))
    for (const text of [ofMember, ofStranger]) world.signaling.receive(text)
    for (let visit = 0; visit <= limits.maxReplayWindows; visit++) {
      const visitId = String(visit).padStart(22, 'v')
      world.signaling.receive(await signed(lobby, hello({ ...cy, visitId }, 1)))
    }
    await dealtWith(world)
    const before = world.signals.length
    for (const text of [ofMember, ofStranger]) world.signaling.receive(text)
    await dealtWith(world)
    const again = world.signals.slice(before).filter(({ from }) => from.peerId !== sentinel.peerId)
    expect(again.map(({ from }) => from)).toEqual([cy])
  })

  test('what comes later than the window', async () => {
    const world = start()
    world.signaling.receive(await signed(lobby, hello(bo, limits.replayWindowSignals + 1)))
    world.signaling.receive(await signed(lobby, hello(bo, 1)))
    expect((await dealtWith(world)).map((signal) => signal.count)).toEqual([limits.replayWindowSignals + 1])
  })

  test('our own, which some hubs echo, and what somebody else says as if from us', async () => {
    const world = start(ada)
    world.signaling.send({ type: 'hello' })
    await eventually(() => expect(world.sealed).toHaveLength(1))
    world.signaling.receive(world.sealed[0])
    world.signaling.receive(await signed(lobby, hello({ ...ada, visitId: idOf('x') }, 7)))
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([])
  })

  test.each([
    ['somebody else', addressOf(bo)],
    ['an earlier visit of ours', { peerId: ada.peerId, visitId: idOf('o') }],
  ])('what is for %s', async (_, to) => {
    const world = start(ada)
    world.signaling.receive(await signed(lobby, hello(senderOf('C'), 1, { to })))
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([])
  })

  test('what is for another room of the same hub', async () => {
    const world = start()
    world.signaling.receive(await signed(elsewhere, hello(bo, 1)))
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([])
  })
})

test('an instance of a person starts to count anew', async () => {
  const world = start()
  world.signaling.receive(await signed(lobby, hello(bo, 900)))
  world.signaling.receive(await signed(lobby, hello({ ...bo, visitId: idOf('n') }, 1)))
  expect(await dealtWith(world)).toHaveLength(2)
})

describe('directed delivery', () => {
  const answer = {
    type: 'answer',
    to: addressOf(bo),
    linkId: idOf('S'),
    sdp: 'v=0',
    nonce: idOf('N'),
  } as const
  const full = { type: 'full', to: addressOf(bo) } as const
  const gone = { type: 'hello', to: addressOf(bo) } as const

  async function instancesAfter(world: ReturnType<typeof start>) {
    for (const body of [answer, full, gone, { type: 'hello' } as const]) world.signaling.send(body)
    await eventually(() => expect(world.instances).toHaveLength(4))
    return world.instances
  }

  test("is for whoever's relay does it, but a hello is for all", async () => {
    const world = start()
    world.signaling.receive(await signed(lobby, hello(bo, 1, { directed: true })))
    await dealtWith(world)
    expect(await instancesAfter(world)).toEqual([bo.visitId, bo.visitId, undefined, undefined])
  })

  test.each([
    ['who never said so', {}],
    ['whose relay does not', { directed: false }],
  ])('is not for one %s', async (_, more) => {
    const world = start()
    world.signaling.receive(await signed(lobby, hello(bo, 1, more)))
    await dealtWith(world)
    expect(await instancesAfter(world)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('is not for one who is unknown, or known from an earlier visit', async () => {
    const world = start()
    const earlier = { ...bo, visitId: idOf('e') }
    world.signaling.receive(await signed(lobby, hello(earlier, 1, { directed: true })))
    await dealtWith(world)
    expect(await instancesAfter(world)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('ends where the relay of the other does it no longer, which the newest signal says', async () => {
    const world = start()
    world.signaling.receive(await signed(lobby, hello(bo, 1, { directed: true })))
    world.signaling.receive(await signed(lobby, hello(bo, 3)))
    world.signaling.receive(await signed(lobby, hello(bo, 2, { directed: true })))
    await dealtWith(world)
    expect(await instancesAfter(world)).toEqual([undefined, undefined, undefined, undefined])
  })

  test.each([true, false])('is said of ourselves: %s', async (isDirected) => {
    const world = start(bo, isDirected)
    world.signaling.send({ type: 'hello' })
    await eventually(() => expect(world.sealed).toHaveLength(1))
    const other = start(ada)
    other.signaling.receive(world.sealed[0])
    expect((await dealtWith(other))[0]?.directed).toBe(isDirected || undefined)
  })
})

describe('is counted as rubbish', () => {
  test.each<[string, unknown]>([
    ['text of another kind', 'hello there'],
    ['JSON of another application', '{"type":"offer","sdp":"v=0"}'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00).buffer],
    ['64 KiB of bytes', new ArrayBuffer(65_536)],
    ['more bytes than we look at', new ArrayBuffer(65_537)],
    ['a blob', new Blob(['sidetone1.'])],
    ['nothing', undefined],
  ])('%s', async (_, data) => {
    const world = start()
    world.signaling.receive(data)
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([1])
  })

  test('what a member sealed and is no signal', async () => {
    const world = start()
    for (const text of ['', 'null', '{}', hello(bo, 0), '['.repeat(10_000)]) {
      world.signaling.receive(await signed(lobby, text))
    }
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([1, 2, 3, 4, 5])
  })
})

describe('what its sender did not sign is counted as rubbish', () => {
  const text = hello(bo, 1)
  test.each<[string, () => Promise<string>]>([
    ['unsigned', () => seal(lobby, text)],
    ['signed by somebody else', () => sealSigned(lobby, identityOf('C'), text)],
    [
      'with the key of somebody else',
      () => sealSigned(lobby, identityOf('C'), hello({ ...bo, publicKey: senderOf('C').publicKey }, 1)),
    ],
    [
      'signed for another room',
      async () =>
        seal(lobby, `${await identityOf('B').sign('signal', `${elsewhere.roomId}\n${text}`)}.${text}`),
    ],
    [
      'signed for another purpose',
      async () => seal(lobby, `${await identityOf('B').sign('entry', `${lobby.roomId}\n${text}`)}.${text}`),
    ],
    [
      'changed afterwards',
      async () =>
        seal(lobby, `${await identityOf('B').sign('signal', `${lobby.roomId}\n${text}`)}.${hello(bo, 2)}`),
    ],
  ])('%s', async (_, make) => {
    const world = start()
    world.signaling.receive(await make())
    expect(await dealtWith(world)).toEqual([])
    expect(world.malformed).toEqual([1])
    // And it has not used up the count of whom it claimed to be.
    world.signaling.receive(await signed(lobby, text))
    expect(await dealtWith(world)).toHaveLength(1)
  })
})

test('another version is said, and is not rubbish', async () => {
  const world = start()
  world.signaling.receive((await signed(lobby, hello(bo, 1))).replace('sidetone1', 'sidetone2'))
  expect(await dealtWith(world)).toEqual([])
  expect(world.versions).toEqual([2])
  expect(world.malformed).toEqual([])
})

test('a flood loses its rest, and what comes after it is heard', async () => {
  const world = start()
  const tooMuch = await signed(lobby, hello(bo, 1))
  for (let n = 0; n < 20_000; n++) world.signaling.receive(`sidetone1.${'A'.repeat(60)}`)
  world.signaling.receive(tooMuch)
  let count = 1
  await eventually(async () => {
    count += 1
    world.signaling.receive(await signed(lobby, hello(bo, count)))
    expect(world.signals).not.toEqual([])
  })
  // The first of them came while too much was waiting already.
  expect(world.signals[0]?.count).toBeGreaterThan(1)
})

test('whoever fails at one signal still hears the next', async () => {
  const heard: number[] = []
  const failures: unknown[] = []
  const failure = new Error('Cannot create so many PeerConnections')
  const signaling = createSignaling({
    keys: lobby,
    identity: identityOf('A'),
    me: ada,
    transmit: () => true,
    isDirected: () => false,
    isMember: () => false,
    onSignal(signal) {
      heard.push(signal.count)
      if (signal.count === 1) throw failure
    },
    onMalformed: () => undefined,
    onOtherVersion: () => undefined,
    onFailure: (error) => failures.push(error),
  })
  signaling.receive(await signed(lobby, hello(bo, 1)))
  signaling.receive(await signed(lobby, hello(bo, 2)))
  await eventually(() => expect(heard).toEqual([1, 2]))
  expect(failures).toEqual([failure])
})

test('whoever fails to send one signal still sends the next', async () => {
  let attempts = 0
  const failures: unknown[] = []
  const signaling = createSignaling({
    keys: lobby,
    identity: identityOf('A'),
    me: ada,
    transmit() {
      attempts += 1
      if (attempts === 1) throw new Error('The socket says no.')
      return true
    },
    isDirected: () => false,
    isMember: () => false,
    onSignal: () => undefined,
    onMalformed: () => undefined,
    onOtherVersion: () => undefined,
    onFailure: (error) => failures.push(error),
  })
  signaling.send({ type: 'hello' })
  signaling.send({ type: 'hello' })
  await eventually(() => expect(attempts).toBe(2))
  expect(failures).toHaveLength(1)
})
