import { describe, expect, onTestFinished, test } from 'vitest'
import type { Problem } from '../base/problem.ts'
import { hum, listenTo, testContext, type Ear } from '../testing/sound.ts'
import { testLog } from '../testing/test-log.ts'
import { createPlayback } from './playback.ts'

const someone = 'someone'
const another = 'another'

function speakerInfo(deviceId: string): MediaDeviceInfo {
  const info = { deviceId, groupId: '', kind: 'audiooutput', label: `The ${deviceId}` } as const
  return { ...info, toJSON: () => info }
}

/** With a context whose speakers are the test's ears, and speakers that the test plugs in. */
function start(options: { context?: AudioContext; speakers?: string[] } = {}) {
  const problems: Problem[] = []
  const events = new EventTarget()
  let speakers = options.speakers ?? []
  let ear: Ear | undefined
  let contexts = 0
  const playback = createPlayback({
    document,
    log: testLog,
    mediaDevices: {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      enumerateDevices: () => Promise.resolve(speakers.map(speakerInfo)),
    },
    createAudioContext() {
      contexts += 1
      const context = options.context ?? new AudioContext()
      const speaker = context.createGain()
      Object.defineProperty(context, 'destination', { value: speaker })
      ear = listenTo(speaker)
      return context
    },
    onProblem: (problem) => problems.push(problem),
  })
  // Closes the context too.
  onTestFinished(() => playback.close())
  return {
    ...playback,
    problems,
    contexts: () => contexts,
    amplifiedEnergy: () => ear?.energy() ?? 0,
    elements: () => [...document.querySelectorAll('audio')],
    plugIn(...ids: string[]) {
      speakers = ids
      events.dispatchEvent(new Event('devicechange'))
    },
  }
}

const voice = (volume?: number) => hum(testContext(), [440], volume)

describe('playback: a voice', () => {
  test('plays through an element of its own until its speaker goes', async () => {
    const playback = start()
    const [one, two] = [voice(), voice()]
    playback.setTrack(someone, one)
    playback.setTrack(another, two)
    const playing = () =>
      playback.elements().map((element) => {
        const stream = element.srcObject instanceof MediaStream ? element.srcObject : undefined
        return !element.paused && stream?.getTracks()[0]
      })
    await expect.poll(playing).toEqual([one, two])
    playback.remove(someone)
    expect(playing()).toEqual([two])
    const next = voice()
    playback.setTrack(another, next)
    await expect.poll(playing).toEqual([next])
    playback.close()
    expect(playback.elements()).toEqual([])
  })

  test('up to 100 % has the volume of its element, and nothing goes through WebAudio', () => {
    const playback = start()
    playback.setVolume(someone, 30)
    playback.setTrack(someone, voice())
    const [element] = playback.elements()
    expect(element?.volume).toBeCloseTo(0.3)
    playback.setVolume(someone, 100)
    expect(element?.volume).toBe(1)
    playback.setVolume(someone, 0)
    expect(element?.volume).toBe(0)
    expect(playback.contexts()).toBe(0)
  })

  test('above 100 % is amplified, with its element silent and still there', async () => {
    const playback = start()
    playback.setTrack(someone, voice(0.2))
    playback.setVolume(someone, 200)
    const [element] = playback.elements()
    await expect.poll(playback.amplifiedEnergy).toBeCloseTo((2 * 0.2) / Math.SQRT2, 1)
    expect(element).toMatchObject({ muted: true, paused: false })
    playback.setVolume(someone, 150)
    await expect.poll(playback.amplifiedEnergy).toBeCloseTo((1.5 * 0.2) / Math.SQRT2, 2)
    playback.setVolume(someone, 100)
    await expect.poll(playback.amplifiedEnergy).toBe(0)
    expect(element?.muted).toBe(false)
  })

  test('that is amplified goes on where its track is replaced', async () => {
    const playback = start()
    playback.setVolume(someone, 200)
    playback.setTrack(someone, voice(0.1))
    await expect.poll(playback.amplifiedEnergy).toBeGreaterThan(0.1)
    playback.setTrack(someone, voice(0.3))
    await expect.poll(playback.amplifiedEnergy).toBeGreaterThan(0.4)
  })

  test('is heard as it comes while WebAudio may not run', async () => {
    const context = new AudioContext()
    await context.suspend()
    context.resume = () => Promise.resolve()
    const playback = start({ context })
    playback.setTrack(someone, voice())
    playback.setVolume(someone, 200)
    const [element] = playback.elements()
    expect(element).toMatchObject({ muted: false, volume: 1 })
    await AudioContext.prototype.resume.call(context)
    await expect.poll(() => element?.muted).toBe(true)
  })

  test('where WebAudio has no speaker of its own (Firefox) comes amplified through its element', async () => {
    const context = new AudioContext()
    // As in a browser that does not have it.
    const has = Reflect.getOwnPropertyDescriptor(AudioContext.prototype, 'setSinkId')
    Reflect.deleteProperty(AudioContext.prototype, 'setSinkId')
    if (has) onTestFinished(() => void Object.defineProperty(AudioContext.prototype, 'setSinkId', has))
    const playback = start({ context })
    playback.setTrack(someone, voice(0.2))
    playback.setVolume(someone, 200)
    const [element] = playback.elements()
    await expect.poll(() => element?.srcObject instanceof MediaStream).toBe(true)
    const stream = element?.srcObject instanceof MediaStream ? element.srcObject : new MediaStream()
    const ear = listenTo(context.createMediaStreamSource(stream))
    await expect.poll(ear.energy).toBeCloseTo((2 * 0.2) / Math.SQRT2, 1)
    expect(element).toMatchObject({ muted: false, volume: 1 })
  })
})

describe('playback: muting', () => {
  test('is for one, or for all, and each comes back as it was', async () => {
    const playback = start()
    playback.setTrack(someone, voice())
    playback.setVolume(someone, 200)
    playback.setTrack(another, voice())
    const muted = () => playback.elements().map((element) => element.muted)
    await expect.poll(playback.amplifiedEnergy).toBeGreaterThan(0.1)
    playback.setMutedLocally(another, true)
    expect(muted()).toEqual([true, true])
    playback.setDeafened(true)
    await expect.poll(playback.amplifiedEnergy).toBe(0)
    expect(muted()).toEqual([true, true])
    playback.setMutedLocally(another, false)
    expect(muted()).toEqual([true, true])
    playback.setDeafened(false)
    await expect.poll(playback.amplifiedEnergy).toBeGreaterThan(0.1)
    expect(muted()).toEqual([true, false])
  })

  test('is for a muted peer, too, and the choice made here comes first', () => {
    const playback = start()
    playback.setTrack(someone, voice())
    const isMuted = () => playback.elements()[0]?.muted
    playback.setMuted(someone, true)
    expect(isMuted()).toBe(true)
    playback.setMutedLocally(someone, true)
    playback.setMuted(someone, false)
    expect(isMuted()).toBe(true)
    playback.setMutedLocally(someone, false)
    expect(isMuted()).toBe(false)
    // Nothing is made for somebody of whom nothing came.
    playback.setMuted('nobody yet', true)
    expect(playback.elements()).toHaveLength(1)
  })

  test('covers a peer that comes later', () => {
    const playback = start()
    playback.setDeafened(true)
    playback.setTrack(someone, voice())
    expect(playback.elements()[0]?.muted).toBe(true)
  })
})

test('playback: a refused play is told once, and a click makes up for it', async () => {
  const playback = start()
  const play = HTMLMediaElement.prototype.play
  onTestFinished(() => void (HTMLMediaElement.prototype.play = play))
  HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))
  playback.setTrack(someone, voice())
  playback.setTrack(another, voice())
  playback.setVolume('nobody yet', 50)
  await expect.poll(() => playback.problems).toEqual([{ kind: 'playback-blocked' }])
  expect(await playback.resume()).toBe(false)
  expect(playback.problems).toHaveLength(2)
  HTMLMediaElement.prototype.play = play
  expect(await playback.resume()).toBe(true)
  expect(playback.elements().map((element) => element.paused)).toEqual([false, false, true])
})

describe('playback: the speaker', () => {
  /** Whatever is not there is refused, as by the browser. */
  function catchSinks(there: string[]) {
    const sinks = new Map<EventTarget, string>()
    const real = HTMLMediaElement.prototype.setSinkId
    onTestFinished(() => void (HTMLMediaElement.prototype.setSinkId = real))
    HTMLMediaElement.prototype.setSinkId = function (this: HTMLMediaElement, id) {
      if (id !== '' && !there.includes(id)) return Promise.reject(new DOMException('gone', 'NotFoundError'))
      sinks.set(this, id)
      return Promise.resolve()
    }
    return () => [...sinks.values()]
  }

  test('is the chosen one for all, also for a peer that comes later', async () => {
    const sinks = catchSinks(['headset'])
    const playback = start({ speakers: ['headset'] })
    playback.setTrack(someone, voice())
    await playback.setSpeaker('headset')
    playback.setTrack(another, voice())
    await expect.poll(sinks).toEqual(['headset', 'headset'])
    expect(playback.problems).toEqual([])
  })

  test('that is pulled out gives way to the default one, and says so', async () => {
    const sinks = catchSinks(['headset'])
    const playback = start({ speakers: ['default', 'headset'] })
    playback.setTrack(someone, voice())
    await playback.setSpeaker('headset')
    playback.plugIn('default')
    await expect.poll(() => playback.problems).toEqual([{ kind: 'speaker-unplugged', label: 'The headset' }])
    await expect.poll(sinks).toEqual([''])
    playback.plugIn('default', 'headset')
    expect(playback.problems).toHaveLength(1)
  })

  test("that isn't there from the start is the default one", async () => {
    const sinks = catchSinks([])
    const playback = start({ speakers: ['default'] })
    await playback.setSpeaker('headset')
    playback.setTrack(someone, voice())
    playback.setTrack(another, voice())
    await expect.poll(() => playback.problems).toEqual([{ kind: 'speaker-unplugged', label: '' }])
    await expect.poll(sinks).toEqual(['', ''])
  })
})

test('playback: the real speakers of Chromium take what is played, amplified too', async () => {
  await navigator.mediaDevices.getUserMedia({ audio: true })
  const devices = await navigator.mediaDevices.enumerateDevices()
  const last = devices.findLast(({ kind }) => kind === 'audiooutput')?.deviceId ?? ''
  expect(last).not.toBe('')
  const problems: Problem[] = []
  const context = new AudioContext()
  const playback = createPlayback({
    document,
    log: testLog,
    mediaDevices: navigator.mediaDevices,
    createAudioContext: () => context,
    onProblem: (problem) => problems.push(problem),
  })
  onTestFinished(() => playback.close())
  await playback.setSpeaker(last)
  playback.setTrack(someone, voice())
  playback.setVolume(someone, 200)
  await expect.poll(() => document.querySelector('audio')?.sinkId).toBe(last)
  await expect.poll(() => Reflect.get(context, 'sinkId') as unknown).toBe(last)
  await playback.setSpeaker('')
  expect(Reflect.get(context, 'sinkId')).toBe('')
  expect(problems).toEqual([])
})
