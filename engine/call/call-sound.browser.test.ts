import { expect, test } from 'vitest'
import { joinAsCaller, type Caller } from '../testing/browser-caller.ts'
import { newRoomName } from '../testing/browser-person.ts'
import { watchForGaps } from '../testing/gaps.ts'
import { limits } from '../base/limits.ts'
import { speakingLevel } from './levels.ts'

const loudDb = -50
const device = (frequencyHz: number) => ({
  id: `${frequencyHz} Hz`,
  label: `${frequencyHz} Hz`,
  frequencyHz,
})

const hear = (listener: Caller, hz: number) =>
  expect
    .poll(() => listener.hearsNote(hz), { message: `${listener.name} hears ${hz} Hz` })
    .toBeGreaterThan(loudDb)

async function startCall() {
  const roomName = newRoomName()
  const ada = await joinAsCaller('Ada', roomName, [device(440)])
  const bo = await joinAsCaller('Bo', roomName, [device(880), device(990)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  await Promise.all([ada.call(), bo.call()])
  await Promise.all([hear(ada, 880), hear(bo, 440)])
  return { ada, bo }
}

function trackFrom(listener: Caller): MediaStreamTrack {
  const track = listener.connections.at(-1)?.getReceivers()[0]?.track
  if (!track) throw new Error(`${listener.name} receives nothing.`)
  return track
}

const elements = () => [...document.querySelectorAll('audio')]

test('call audio: from one microphone to another there is no gap longer than 300 ms', async () => {
  const { ada, bo } = await startCall()
  const gaps = await watchForGaps(trackFrom(ada))
  const longestMs: number[] = []
  for (const hz of [990, 880, 990, 880, 990, 880, 990]) {
    gaps.takeLongestMs()
    await bo.engine.changeSettings({ call: { microphoneId: `${hz} Hz` } })
    await hear(ada, hz)
    longestMs.push(gaps.takeLongestMs())
  }
  // A machine that stands still makes a gap at one of them; a change that makes one does so at each.
  expect(longestMs.sort((a, b) => a - b)[3]).toBeLessThan(300)
  // It would have been noticed.
  await bo.act({ type: 'set-muted', isMuted: true })
  await expect.poll(gaps.takeLongestMs).toBeGreaterThan(300)
})

test('call audio: levels are told while a panel watches, and a muted person has none', async () => {
  const { ada, bo } = await startCall()
  const speakers = () =>
    Object.entries(ada.levels())
      .filter(([, level]) => level > speakingLevel)
      .map(([id]) => id)
      .sort()
  const bosId = ada.room().peers[0]?.peerId ?? ''
  await expect.poll(speakers).toEqual([bosId, 'own'].sort())
  await bo.act({ type: 'set-muted', isMuted: true })
  await expect.poll(speakers).toEqual(['own'])
  await ada.act({ type: 'set-muted', isMuted: true })
  await expect.poll(speakers).toEqual([])
})

test('call audio: volume, silence and deafness are those of the elements that play', async () => {
  const { ada } = await startCall()
  const peerId = ada.room().peers[0]?.peerId ?? ''
  const before = elements().map(({ muted, volume }) => ({ muted, volume }))
  expect(before).toEqual([
    { muted: false, volume: 1 },
    { muted: false, volume: 1 },
  ])
  await ada.act({ type: 'set-volume', peerId, volumePercent: 25 })
  expect(
    elements()
      .map(({ volume }) => volume)
      .sort(),
  ).toEqual([0.25, 1])
  await ada.act({ type: 'set-muted-locally', peerId, isMutedLocally: true })
  expect(elements().find(({ volume }) => volume === 0.25)?.muted).toBe(true)
  await ada.act({ type: 'set-muted-locally', peerId, isMutedLocally: false })
  await ada.act({ type: 'set-deafened', isDeafened: true })
  expect(elements().find(({ volume }) => volume === 0.25)?.muted).toBe(true)
  await ada.act({ type: 'hang-up' })
  expect(elements()).toHaveLength(1)
})

test("call audio: a peer that mutes itself is silent at once, and heard again after that or when it can't be reached", async () => {
  const { ada, bo } = await startCall()
  const peerId = ada.room().peers[0]?.peerId ?? ''
  await ada.act({ type: 'set-volume', peerId, volumePercent: 25 })
  const bosElement = elements().find(({ volume }) => volume === 0.25)
  const isMuted = () => bosElement?.muted
  await bo.act({ type: 'set-muted', isMuted: true })
  await expect.poll(isMuted).toBe(true)
  await bo.act({ type: 'set-muted', isMuted: false })
  await expect.poll(isMuted).toBe(false)
  await bo.act({ type: 'set-muted', isMuted: true })
  await expect.poll(isMuted).toBe(true)

  const changes: boolean[] = []
  bosElement?.addEventListener('volumechange', () => changes.push(bosElement.muted))
  bo.liveConnection()?.close()
  await expect.poll(() => changes).toContain(false)
  // Bo is reached again, and says again to be muted.
  await expect.poll(isMuted).toBe(true)
})

test('call audio: a peer that negotiates hundreds of times at once is limited, and the call goes on', async () => {
  const { ada, bo } = await startCall()
  const roomId = bo.roomId()
  const adasId = bo.room().peers[0]?.peerId ?? ''
  const sdp = bo.connections.at(-1)?.localDescription?.sdp ?? ''
  const before = ada.connections.length
  const startMs = performance.now()
  for (let count = 0; count < 300; count++) {
    const link = String(count).padStart(22, 'A')
    bo.engine.sendCall(roomId, adasId, { type: 'call-offer', link, sdp })
    bo.engine.sendCall(roomId, adasId, { type: 'call-rebuild' })
  }
  // Its word after all of these arrives, too.
  await bo.say('done')
  await ada.hears('done')
  const allowed = limits.maxCallOfferBurst + (performance.now() - startMs) / limits.callOfferRefillMs + 1
  expect(ada.connections.length - before).toBeLessThanOrEqual(allowed)
  await Promise.all([hear(ada, 880), hear(bo, 440)])
  await expect.poll(() => ada.view()?.peers[0]?.state).toBe('connected')
})
