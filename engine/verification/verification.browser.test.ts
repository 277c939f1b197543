import { describe, expect, test } from 'vitest'
import { commitTo } from './sas.ts'
import { join, newRoomName, type Person } from '../testing/browser-person.ts'
import { joinAsHostile } from '../testing/hostile.ts'
import { idOf } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { VerificationMessage } from './protocol.ts'

function peerOf(person: Person, name: string) {
  const peer = person.room().peers.find((one) => one.name === name)
  if (!peer) throw new Error(`${person.name} does not see ${name}.`)
  return peer
}

const verification = (person: Person, name: string) => peerOf(person, name).verification

function act(person: Person, name: string, step: 'start' | 'match' | 'mismatch' | 'cancel') {
  const problem = person.engine
    .room(person.roomId())
    ?.features.trust.actions.verify.run({ peerId: peerOf(person, name).peerId, step })
  if (problem) throw new Error(problem.kind)
}

async function reaches(person: Person, name: string, kind: string) {
  await expect.poll(() => verification(person, name)?.kind).toBe(kind)
}

async function startComparing() {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  await expect.poll(() => [peerOf(ada, 'Bo').trust, peerOf(bo, 'Ada').trust]).toEqual(['new', 'new'])
  act(ada, 'Bo', 'start')
  await reaches(ada, 'Bo', 'offered')
  await reaches(bo, 'Ada', 'asked')
  act(bo, 'Ada', 'start')
  await Promise.all([reaches(ada, 'Bo', 'comparing'), reaches(bo, 'Ada', 'comparing')])
  return { room, ada, bo }
}

test('two people see the same seven emoji and verify each other, on disk', async () => {
  const { ada, bo } = await startComparing()
  expect(verification(ada, 'Bo')).toEqual(verification(bo, 'Ada'))
  act(ada, 'Bo', 'match')
  act(bo, 'Ada', 'match')
  await expect
    .poll(() => [peerOf(ada, 'Bo').trust, peerOf(bo, 'Ada').trust])
    .toEqual(['verified', 'verified'])
  await expect.poll(() => verification(ada, 'Bo')).toMatchObject({ kind: 'matched', theySaidSo: true })
  const row = await ada.database.people.get(bo.room().me.peerId)
  expect(row?.verifiedAtMs).toBeGreaterThan(0)

  // It is the key that is verified, in every room.
  const other = newRoomName()
  const relayUrl = ada.room().relayUrl
  await ada.engine.join({ name: 'Ada', roomName: other, relayUrl })
  await bo.engine.join({ name: 'Bo the renamed', roomName: other, relayUrl })
  const there = () => ada.engine.snapshot().rooms.find((room) => room.roomName === other)?.peers
  await expect.poll(there).toMatchObject([{ name: 'Bo the renamed', trust: 'verified' }])
})

test('who sees a difference ends it for both, and nobody is verified', async () => {
  const { ada, bo } = await startComparing()
  act(ada, 'Bo', 'match')
  await expect.poll(() => peerOf(ada, 'Bo').trust).toBe('verified')
  act(bo, 'Ada', 'mismatch')
  await Promise.all([reaches(ada, 'Bo', 'failed'), reaches(bo, 'Ada', 'failed')])
  await expect.poll(() => [peerOf(ada, 'Bo').trust, peerOf(bo, 'Ada').trust]).not.toContain('verified')
  expect((await ada.database.people.toArray()).filter((row) => row.verifiedAtMs)).toEqual([])
})

test('somebody else under a name that was met is a conflict until it is accepted', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await ada.connectedTo('Bo')
  await expect.poll(() => peerOf(ada, 'Bo').trust).toBe('new')
  bo.leave()
  await ada.connectedTo()
  const second = await join('BO', room)
  await expect.poll(() => ada.room().peers.map((peer) => peer.trust)).toEqual(['name-conflict'])
  await ada.engine.acceptSameName(second.room().me.peerId)
  await expect.poll(() => ada.room().peers.map((peer) => peer.trust)).toEqual(['known'])
})

test('whoever takes the very name that we have is warned of, on both sides', async () => {
  const room = newRoomName()
  const [ada, other] = await Promise.all([join('Ada', room), join('АDA', room)])
  await expect.poll(() => ada.room().peers.map((peer) => peer.trust)).toEqual(['own-name'])
  await expect.poll(() => other.room().peers.map((peer) => peer.trust)).toEqual(['own-name'])
  await ada.engine.acceptSameName(other.room().me.peerId)
  await expect.poll(() => ada.room().peers.map((peer) => peer.trust)).toEqual(['known'])
})

test('who says another name over an open link keeps the one that was judged', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  const mallory = await joinAsHostile(room, ada.room().me.peerId)
  await mallory.channel('control')
  await ada.connectedTo('Bo', 'Mallory')
  await expect.poll(() => peerOf(ada, 'Mallory').trust).toBe('new')
  const hellos = () => ada.log.filter((entry) => entry.event === 'hello-received').length
  const before = hellos()
  mallory.me.name = 'Bo'
  mallory.say({ type: 'hello' })
  await expect.poll(hellos).toBe(before + 1)
  expect(ada.peers('connected')).toEqual(['Bo', 'Mallory'])
  expect(peerOf(ada, 'Bo').peerId).toBe(bo.room().me.peerId)
})

test('whose identity was deleted is somebody else to those who knew them', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await ada.connectedTo('Bo')
  await expect.poll(() => peerOf(ada, 'Bo').trust).toBe('new')
  const before = bo.room().me.peerId
  expect(await bo.engine.deleteIdentity()).toMatchObject({ ok: true })
  await ada.connectedTo()
  expect(bo.engine.snapshot().rooms).toEqual([])
  await bo.engine.join({ name: 'Bo', roomName: room, relayUrl: ada.room().relayUrl })
  await expect.poll(() => ada.room().peers.map((peer) => peer.trust)).toEqual(['name-conflict'])
  expect(bo.room().me.peerId).not.toBe(before)
})

describe('a peer that breaks the rules of comparing', () => {
  async function startHostile() {
    const room = newRoomName()
    const ada = await join('Ada', room)
    const mallory = await joinAsHostile(room, ada.room().me.peerId)
    const control = await mallory.channel('control')
    await ada.connectedTo('Mallory')
    await expect.poll(() => peerOf(ada, 'Mallory').trust).toBeDefined()
    const say = (message: VerificationMessage) => control.send(JSON.stringify(message))
    const run = idOf('r')
    const askerKey = mallory.me.publicKey
    return { ada, say, run, commitment: await commitTo({ run, askerKey, nonce: idOf('n') }) }
  }

  test('by a nonce that does not fit: said, nothing to compare, and the link stays', async () => {
    const { ada, say, run, commitment } = await startHostile()
    say({ type: 'verify-start', run, commitment })
    await reaches(ada, 'Mallory', 'asked')
    act(ada, 'Mallory', 'start')
    say({ type: 'verify-reveal', run, nonce: idOf('x') })
    await reaches(ada, 'Mallory', 'failed')
    expect(verification(ada, 'Mallory')).toMatchObject({
      problem: { kind: 'verification-broken', peerName: 'Mallory' },
    })
    act(ada, 'Mallory', 'match')
    await ada.connectedTo('Mallory')
    expect((await ada.database.people.toArray()).filter((row) => row.verifiedAtMs)).toEqual([])
  })

  test('by a flood: said, and at some point the link is closed', async () => {
    const { ada, say, run, commitment } = await startHostile()
    for (let n = 0; n < 200; n++) say({ type: 'verify-start', run, commitment })
    expect(await ada.isTold('peer-malformed')).toMatchObject({ peerName: 'Mallory' })
    expect(ada.peers('connected')).toEqual(['Mallory'])
    const untilClosed = limits.malformedCloseCount + limits.maxVerificationMessageBurst
    for (let n = 0; n < untilClosed; n++) say({ type: 'verify-match', run })
    await ada.connectedTo()
  })
})
