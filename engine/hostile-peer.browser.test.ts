import { describe, expect, test } from 'vitest'
import { ensureIdentity } from './identity/identity.ts'
import { join, newRoomName } from './testing/browser-person.ts'
import type { Role } from './rtc/handshake.ts'
import { joinAsHostile } from './testing/hostile.ts'
import { idOf } from './testing/test-keys.ts'
import { limits } from './base/limits.ts'

/** Two people who are connected, and a member of their room who means no good. */
async function startTrio(role: Role = 'answerer') {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const adaId = ada.room().me.peerId
  const mallory = await joinAsHostile(room, adaId, { role })
  return { room, ada, bo, mallory, adaId }
}

/** The two who mean well still talk, both ways, and have talked of nothing else. */
async function stillTalk({ ada, bo }: Awaited<ReturnType<typeof startTrio>>) {
  await ada.say('are you there?')
  await expect.poll(async () => (await bo.messages()).at(-1)?.text).toBe('are you there?')
  await bo.say('I am')
  await expect.poll(async () => (await ada.messages()).at(-1)?.text).toBe('I am')
}

/** Of types that are known on each channel, and not as they have to be. */
const misshapen = {
  control: ['{"type":"ping","n":"one"}', '{"type":"call-left"}'],
  chat: [
    '{"type":"entry","entry":"hello","isLate":false}',
    JSON.stringify({ type: 'received', ranges: [[2, 1]] }),
  ],
}

const roles = ['answerer', 'offerer'] as const
const names = ['control', 'chat'] as const
const both = roles.flatMap((role) => names.map((name) => [name, role] as const))

const malformed: [string, string | ArrayBuffer][] = [
  ['text', 'hello'],
  ['nothing', ''],
  ['bytes', Uint8Array.of(1, 2, 3).buffer],
  ['256 KiB of bytes', new ArrayBuffer(262_144)],
  ['256 KiB of text', 'x'.repeat(262_144)],
  ['JSON without a type', '{"kind":"shutdown"}'],
  ['deep JSON', '['.repeat(200_000)],
]

describe.each(both)('malformed on the %s channel of a link whose %s means no good', (name, role) => {
  test('is counted and said with its sender, and the rest goes on', async () => {
    const trio = await startTrio(role)
    const channel = await trio.mallory.channel(name)
    await trio.ada.connectedTo('Bo', 'Mallory')
    for (const [, data] of malformed) {
      if (typeof data === 'string') channel.send(data)
      else channel.send(data)
    }
    for (const text of misshapen[name]) channel.send(text)
    await expect
      .poll(() => trio.ada.problem('peer-malformed'))
      .toMatchObject({ peerName: 'Mallory', count: malformed.length + misshapen[name].length })
    expect(trio.ada.peers('connected')).toEqual(['Bo', 'Mallory'])
    await stillTalk(trio)
    expect((await trio.ada.messages()).map((row) => row.authorName)).not.toContain('Mallory')
  })

  test('ends the link if there is nothing else', async () => {
    const trio = await startTrio(role)
    const channel = await trio.mallory.channel(name)
    await trio.ada.connectedTo('Bo', 'Mallory')
    for (let n = 0; n < limits.malformedCloseCount; n++) channel.send('malformed')
    await trio.ada.connectedTo('Bo')
    await stillTalk(trio)
  })
})

test('what is of no type that we know is no offence, however much of it comes', async () => {
  const trio = await startTrio()
  for (const name of names) {
    const channel = await trio.mallory.channel(name)
    for (let n = 0; n < 2 * limits.malformedCloseCount; n++) channel.send('{"type":"shutdown"}')
  }
  await stillTalk(trio)
  expect(trio.ada.peers('connected')).toEqual(['Bo', 'Mallory'])
  expect(trio.ada.room().problems).toEqual([])
})

test('markup stays text, and a message that comes thrice is one', async () => {
  const trio = await startTrio()
  const channel = await trio.mallory.channel('chat')
  const text = '<img src=x onerror="alert(1)"> | <b>'
  const message = await trio.mallory.writes({ seq: 7, text })
  /** How often we were told that our entry with this number, and no other, is kept. */
  const acknowledged = (seq: number) =>
    trio.mallory.heard
      .map((one) => JSON.parse(one) as { type: string; ranges?: unknown })
      .filter((one) => one.type === 'received' && JSON.stringify(one.ranges).startsWith(`[[${seq},${seq},`))
      .length
  // What comes while the answer to the one before waits is confirmed with it, so one waits for each.
  for (let times = 1; times <= 3; times++) {
    channel.send(message)
    await expect.poll(() => acknowledged(7)).toBeGreaterThanOrEqual(times)
  }
  channel.send(await trio.mallory.writes({ seq: 8, text: 'after' }))
  await expect.poll(() => acknowledged(8)).toBe(1)
  await trio.ada.hears(text, 'after')
})

test('an acknowledgement of what was never said does nothing', async () => {
  const trio = await startTrio()
  await stillTalk(trio)
  const before = await trio.ada.messages()
  const channel = await trio.mallory.channel('chat')
  const receivedBefore = await trio.ada.received()
  for (const seq of [999, Number.MAX_SAFE_INTEGER]) {
    channel.send(JSON.stringify({ type: 'received', ranges: [[seq, seq]] }))
  }
  channel.send(await trio.mallory.writes({ seq: 1, text: 'after' }))
  await expect.poll(async () => (await trio.ada.messages()).map(({ text }) => text)).toContain('after')
  expect((await trio.ada.messages()).filter(({ text }) => text !== 'after')).toEqual(before)
  expect(await trio.ada.received()).toEqual(receivedBefore)
})

describe('descriptions', () => {
  test('that are none, or too large, end in nothing', async () => {
    const trio = await startTrio()
    const to = await trio.mallory.addressOf(trio.adaId)
    const { say } = trio.mallory
    say({ type: 'offer', to, linkId: idOf('1'), sdp: 'not a description', nonce: idOf('N') })
    say({ type: 'offer', to, linkId: idOf('2'), sdp: 'v=0\r\n'.repeat(6_000), nonce: idOf('N') })
    say({
      type: 'offer',
      to,
      linkId: idOf('3'),
      sdp: 'x'.repeat(limits.maxDescriptionCharacters + 1),
      nonce: idOf('N'),
    })
    say({ type: 'answer', to, linkId: idOf('2'), sdp: 'v=0', nonce: idOf('N') })
    const candidate = { candidate: 'candidate:rubbish', sdpMid: '9', sdpMLineIndex: 9 }
    say({ type: 'candidates', to, linkId: idOf('2'), candidates: [candidate] })
    await expect
      .poll(() => trio.ada.log.filter((one) => one.event === 'offer-received').length)
      .toBeGreaterThan(1)
    await stillTalk(trio)
    expect(trio.ada.peers('connected')).toContain('Bo')
  })
})

describe('a peer that claims an id which is not its own', () => {
  test('is heard by nobody, and costs the one it claims to be nothing', async () => {
    const room = newRoomName()
    const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    const [adaLines, boLines] = [ada.log.length, bo.log.length]
    const { peerId, publicKey } = await ensureIdentity(ada.database)
    await joinAsHostile(room, bo.room().me.peerId, {
      claimed: { peerId, publicKey, name: 'Ada' },
    })
    const cy = await join('Cy', room)
    await Promise.all([ada.connectedTo('Bo', 'Cy'), bo.connectedTo('Ada', 'Cy'), cy.connectedTo('Ada', 'Bo')])
    // What the double said came before Cy's first words.
    expect(bo.log.slice(boLines).map((entry) => entry.event)).toContain('relay-malformed')
    for (const entry of [...ada.log.slice(adaLines), ...bo.log.slice(boLines)]) {
      expect(['link-ended', 'peer-left']).not.toContain(entry.event)
    }
    await ada.say('it is me')
    await bo.hears('it is me')
    await cy.hears('it is me')
  })
})

test('who asks for a new link a thousand times does not exhaust the browser', async () => {
  const trio = await startTrio()
  const to = await trio.mallory.addressOf(trio.adaId)
  for (let n = 0; n < 1_000; n++) trio.mallory.say({ type: 'hello', to })
  const cy = await join('Cy', trio.room)
  await expect.poll(() => cy.peers('connected')).toEqual(expect.arrayContaining(['Ada', 'Bo']))
  await stillTalk(trio)
  expect(trio.ada.problem('unexpected')).toBeUndefined()
})
