import { describe, expect, test } from 'vitest'
import { joinAsCaller, type Caller } from '../testing/browser-caller.ts'
import { newRoomName } from '../testing/browser-person.ts'

/** A note is there above this, and nothing of it below the other. */
const [loudDb, silentDb] = [-50, -75]

const device = (frequencyHz: number, id = `${frequencyHz} Hz`) => ({ id, label: id, frequencyHz })
const hear = (listener: Caller, hz: number) =>
  expect
    .poll(() => listener.hearsNote(hz), { message: `${listener.name} hears ${hz} Hz` })
    .toBeGreaterThan(loudDb)
const hearNothing = (listener: Caller, hz: number) =>
  expect
    .poll(() => listener.hearsNote(hz), { message: `${listener.name} hears ${hz} Hz no more` })
    .toBeLessThan(silentDb)

async function startTwo() {
  const roomName = newRoomName()
  const ada = await joinAsCaller('Ada', roomName, [device(440)])
  const bo = await joinAsCaller('Bo', roomName, [device(880), device(990)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  return { ada, bo }
}

async function startCall() {
  const two = await startTwo()
  await two.ada.call()
  await expect.poll(() => two.bo.room().peers[0]?.call?.microphone).toBe('on')
  await two.bo.call()
  await Promise.all([hear(two.ada, 880), hear(two.bo, 440)])
  return two
}

test('calls: one starts a call, the other sees it and joins, and both hear each other until one hangs up', async () => {
  const { ada, bo } = await startCall()
  expect(ada.view()).toMatchObject({
    state: 'joined',
    microphone: 'on',
    peers: [{ name: 'Bo', state: 'connected' }],
  })
  await bo.act({ type: 'hang-up' })
  expect(bo.view()).toBeUndefined()
  await hearNothing(ada, 880)
  await expect.poll(() => ada.view()?.peers).toEqual([])
  expect(ada.room().peers[0]).not.toHaveProperty('call')
  // The browser's own sign goes off.
  expect(bo.microphones.live()).toEqual([])
})

test('calls: the others are told of a microphone when it is open, and of none where there is none', async () => {
  const { ada, bo } = await startTwo()
  const answer = bo.microphones.holdAnswers()
  await bo.call()
  const seen = () => ada.room().peers[0]?.call?.microphone
  await expect.poll(seen).toBe('muted')
  answer()
  await expect.poll(seen).toBe('on')
  await bo.act({ type: 'hang-up' })
  await expect.poll(seen).toBeUndefined()

  const refuse = bo.microphones.holdAnswers()
  bo.microphones.failWith('NotFoundError')
  await bo.call()
  await expect.poll(seen).toBe('muted')
  refuse()
  await expect.poll(seen).toBe('none')
})

test('calls: two people who click Start at once are in one call', async () => {
  const { ada, bo } = await startTwo()
  await Promise.all([ada.call(), bo.call()])
  await Promise.all([hear(ada, 880), hear(bo, 440)])
})

test("calls: mute silences, the others see it, and unmuted we're heard again", async () => {
  const { ada, bo } = await startCall()
  await bo.act({ type: 'set-muted', isMuted: true })
  await hearNothing(ada, 880)
  await expect.poll(() => ada.view()?.peers[0]?.microphone).toBe('muted')
  expect(bo.microphones.tracks.map((track) => track.enabled)).toEqual([false])
  await bo.act({ type: 'toggle-mute' })
  await hear(ada, 880)
})

test("calls: deafened we aren't heard either, and come back as we were", async () => {
  const { ada, bo } = await startCall()
  await bo.act({ type: 'set-deafened', isDeafened: true })
  expect(bo.view()).toMatchObject({ isDeafened: true, microphone: 'muted' })
  await hearNothing(ada, 880)
  await bo.act({ type: 'toggle-deafen' })
  expect(bo.view()).toMatchObject({ isDeafened: false, microphone: 'on' })
  await hear(ada, 880)
  // Who unmutes wants to talk, and so to hear.
  await bo.act({ type: 'set-deafened', isDeafened: true })
  await bo.act({ type: 'set-muted', isMuted: false })
  expect(bo.view()).toMatchObject({ isDeafened: false, microphone: 'on' })
})

test('calls: push-to-talk: heard only while the key is held', async () => {
  const { ada, bo } = await startCall()
  await bo.engine.changeSettings({ call: { isPushToTalk: true } })
  await hearNothing(ada, 880)
  await bo.act({ type: 'hold-to-talk', isHeld: true })
  await hear(ada, 880)
  await bo.act({ type: 'hold-to-talk', isHeld: false })
  await hearNothing(ada, 880)
  // The key that mutes is the button by keyboard.
  await bo.act({ type: 'toggle-mute' })
  await hear(ada, 880)
  await bo.act({ type: 'toggle-mute' })
  await hearNothing(ada, 880)
})

test('calls: another microphone in mid-call: its note comes, without a negotiation', async () => {
  const { ada, bo } = await startCall()
  const offers = bo.connections.length
  await bo.engine.changeSettings({ call: { microphoneId: '990 Hz' } })
  await hear(ada, 990)
  await hearNothing(ada, 880)
  expect(bo.connections.length).toBe(offers)
  await expect.poll(() => bo.microphones.live()).toHaveLength(1)
})

test('calls: a microphone that is pulled out gives way to the default one, and says so', async () => {
  const { ada, bo } = await startCall()
  await bo.engine.changeSettings({ call: { microphoneId: '990 Hz' } })
  await hear(ada, 990)
  bo.microphones.unplug('990 Hz')
  await hear(ada, 880)
  await expect.poll(() => bo.view()?.notice).toEqual({ kind: 'microphone-unplugged', label: '990 Hz' })
})

describe('calls: permission', () => {
  test("where the person can't be asked, joining says so, and nothing is opened", async () => {
    const { ada } = await startTwo()
    ada.microphones.setPermission('prompt')
    expect(await ada.act({ type: 'join', roomId: ada.roomId() })).toEqual({
      ok: false,
      problem: { kind: 'microphone-prompt' },
    })
    expect([ada.view(), ada.microphones.asked]).toEqual([undefined, []])
  })

  test('denied: we take part as a listener, and speak when it is allowed', async () => {
    const { ada, bo } = await startTwo()
    bo.microphones.setPermission('denied')
    await ada.call()
    await bo.call()
    await hear(bo, 440)
    expect(bo.view()).toMatchObject({ microphone: 'none', notice: { kind: 'microphone-denied' } })
    await expect.poll(() => ada.view()?.peers[0]?.microphone).toBe('none')
    bo.microphones.setPermission('granted')
    await bo.act({ type: 'open-microphone' })
    await hear(ada, 880)
    expect(bo.view()).not.toHaveProperty('notice')
  })

  test('taken back in mid-call: said, and asked for again', async () => {
    const { ada, bo } = await startCall()
    bo.microphones.setPermission('prompt', { endsTracks: true })
    await hearNothing(ada, 880)
    await expect.poll(() => bo.view()?.notice?.kind).toBe('microphone-revoked')
    await hear(bo, 440)
    bo.microphones.setPermission('granted')
    await bo.act({ type: 'open-microphone' })
    await hear(ada, 880)
  })

  test('no microphone at all: a listener', async () => {
    const roomName = newRoomName()
    const ada = await joinAsCaller('Ada', roomName, [device(440)])
    const bo = await joinAsCaller('Bo', roomName, [])
    await ada.connectedTo('Bo')
    await Promise.all([ada.call(), bo.call()])
    await hear(bo, 440)
    expect(bo.view()).toMatchObject({ microphone: 'none', notice: { kind: 'microphone-none' } })
  })

  test('no microphone, and so no prompt: a listener', async () => {
    const roomName = newRoomName()
    const bo = await joinAsCaller('Bo', roomName, [])
    bo.microphones.setPermission('prompt')
    await bo.call()
    await expect
      .poll(() => bo.view())
      .toMatchObject({ state: 'joined', microphone: 'none', notice: { kind: 'microphone-none' } })
  })
})

test("calls: a peer's volume is remembered for the next call", async () => {
  const { bo } = await startCall()
  const peerId = bo.room().peers[0]?.peerId ?? ''
  await bo.act({ type: 'set-volume', peerId, volumePercent: 30 })
  await bo.act({ type: 'set-muted-locally', peerId, isMutedLocally: true })
  await bo.act({ type: 'hang-up' })
  await bo.call()
  await expect.poll(() => bo.view()?.peers[0]).toMatchObject({ volumePercent: 30, isMutedLocally: true })
})

test('calls: a microphone that answers after we hung up brings no ghost into the call', async () => {
  const { ada, bo } = await startCall()
  const answer = bo.microphones.holdAnswers()
  const asked = bo.microphones.asked.length
  await bo.engine.changeSettings({ call: { microphoneId: '990 Hz' } })
  await expect.poll(() => bo.microphones.asked.length).toBeGreaterThan(asked)
  await bo.act({ type: 'hang-up' })
  await expect.poll(() => ada.room().peers[0]?.call).toBeUndefined()
  answer()
  await expect.poll(() => bo.microphones.live()).toEqual([])
  // What was said then would be here before this.
  await bo.say('gone')
  await ada.hears('gone')
  expect(ada.room().peers[0]?.call).toBeUndefined()
})

test('calls: two panels that join at once are in one call, once', async () => {
  const { ada, bo } = await startTwo()
  await ada.call()
  await Promise.all([bo.call(), bo.call()])
  await hear(ada, 880)
  expect(bo.ended).toEqual([])
})

test('calls: leaving the room while joining its call opens no microphone', async () => {
  const { bo } = await startTwo()
  const joining = bo.act({ type: 'join', roomId: bo.roomId() })
  bo.leave()
  expect(await joining).toEqual({ ok: false, problem: { kind: 'not-joined' } })
  expect([bo.view(), bo.microphones.asked]).toEqual([undefined, []])
})

test('calls: leaving the room ends the call', async () => {
  const { ada, bo } = await startCall()
  bo.leave()
  expect(bo.view()).toBeUndefined()
  expect(bo.ended).toEqual([undefined])
  await expect.poll(() => ada.view()?.peers).toEqual([])
  expect(bo.microphones.live()).toEqual([])
})
