import { describe, expect, onTestFinished, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type { Problem } from '../base/problem.ts'
import { fakeMicrophones } from '../testing/fake-microphones.ts'
import { limits } from '../base/limits.ts'
import { testLog } from '../testing/test-log.ts'
import { createMicrophone, type MicrophoneSettings, type MicrophoneSystem } from './microphone.ts'

const settings: MicrophoneSettings = {
  microphoneId: '',
  hasEchoCancellation: true,
  hasNoiseSuppression: true,
  hasAutoGain: true,
  isMusicMode: false,
}
const builtIn = { id: 'built-in', label: 'Built-in', frequencyHz: 440 }
const headset = { id: 'headset', label: 'Headset', frequencyHz: 880 }

function start(system: MicrophoneSystem) {
  const problems: Problem[] = []
  const sent: (string | undefined)[] = []
  const microphone = createMicrophone({
    ...system,
    clock: browserEnvironment().clock,
    log: testLog,
    onChange: (track) => void sent.push(track?.label),
    onProblem: (problem) => problems.push(problem),
  })
  onTestFinished(() => microphone.close())
  return { ...microphone, problems, sent }
}

describe('microphone: opening', () => {
  test('gives the default one, or the chosen one', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    const microphone = start(fake.system)
    const opened = await microphone.open(settings)
    expect(opened).toEqual({ ok: true, value: fake.tracks[0] })
    expect(microphone.track()?.label).toBe('Built-in')
    await microphone.open({ ...settings, microphoneId: 'headset' })
    expect(fake.live().map((track) => track.label)).toEqual(['Headset'])
    expect(microphone.sent).toEqual(['Built-in', 'Headset'])
    expect(microphone.problems).toEqual([])
  })

  test('asks for the wanted processing, and in music mode for none', async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open({ ...settings, hasNoiseSuppression: false })
    await microphone.change({ ...settings, isMusicMode: true })
    const [on, off] = [{ exact: true }, { exact: false }]
    expect(fake.asked).toEqual([
      { channelCount: 1, echoCancellation: on, noiseSuppression: off, autoGainControl: on },
      { channelCount: 2, echoCancellation: off, noiseSuppression: off, autoGainControl: off },
    ])
  })

  test("takes the processing that there is where the wanted one isn't", async () => {
    const fake = fakeMicrophones([builtIn, headset])
    fake.cannotProcess()
    const microphone = start(fake.system)
    await microphone.open({ ...settings, microphoneId: 'headset' })
    expect(microphone.track()?.label).toBe('Headset')
    expect(microphone.problems).toEqual([])
  })

  test("of one that isn't there gives the default one, and says so", async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open({ ...settings, microphoneId: 'headset' })
    expect(microphone.track()?.label).toBe('Built-in')
    expect(microphone.problems).toEqual([{ kind: 'microphone-unplugged', label: '' }])
  })

  test.each([
    ['prompt', 'microphone-prompt'],
    ['denied', 'microphone-denied'],
  ] as const)('where nothing may be asked and the state is %s asks nothing', async (state, kind) => {
    const fake = fakeMicrophones([builtIn])
    fake.setPermission(state)
    expect(await start(fake.system).open(settings)).toEqual({ ok: false, problem: { kind } })
    expect(fake.asked).toEqual([])
  })

  test.each([
    ['NotAllowedError', 'prompt', 'microphone-denied'],
    ['NotAllowedError', 'denied', 'microphone-denied'],
    ['NotAllowedError', 'granted', 'microphone-denied'],
    ['NotReadableError', 'granted', 'microphone-in-use'],
    ['NotFoundError', 'prompt', 'microphone-none'],
    ['TypeError', 'prompt', 'microphone-failed'],
  ] as const)('%s with the state %s is %s', async (name, state, kind) => {
    const fake = fakeMicrophones([builtIn], { mayAsk: true })
    fake.setPermission(state)
    fake.failWith(name)
    expect(await start(fake.system).open(settings)).toMatchObject({ ok: false, problem: { kind } })
  })
})

describe('microphone: another device', () => {
  test('is sent before the old one stops', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    const liveAtChange: string[][] = []
    const microphone = createMicrophone({
      ...fake.system,
      clock: browserEnvironment().clock,
      log: testLog,
      onChange: () => void liveAtChange.push(fake.live().map((track) => track.label)),
      onProblem: () => undefined,
    })
    await microphone.open(settings)
    await microphone.change({ ...settings, microphoneId: 'headset' })
    expect(liveAtChange).toEqual([['Built-in'], ['Built-in', 'Headset']])
    expect(fake.live().map((track) => track.label)).toEqual(['Headset'])
    microphone.close()
  })

  test('that does not open leaves the old one', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    const microphone = start(fake.system)
    await microphone.open(settings)
    fake.failWith('NotReadableError')
    const changed = await microphone.change({ ...settings, microphoneId: 'headset' })
    expect(changed).toEqual({ ok: false, problem: { kind: 'microphone-in-use' } })
    expect(fake.live().map((track) => track.label)).toEqual(['Built-in'])
    expect(microphone.track()?.label).toBe('Built-in')
  })

  test('is muted if the old one was', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    const microphone = start(fake.system)
    microphone.setMuted(true)
    await microphone.open(settings)
    await microphone.change({ ...settings, microphoneId: 'headset' })
    expect(fake.tracks.map((track) => track.enabled)).toEqual([false, false])
    microphone.setMuted(false)
    expect(microphone.track()?.enabled).toBe(true)
  })

  test('follows also where the old connection never takes it', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    const microphone = createMicrophone({
      ...fake.system,
      clock: browserEnvironment().clock,
      log: testLog,
      onChange: () => new Promise<void>(() => undefined),
      onProblem: () => undefined,
    })
    await microphone.open(settings)
    await microphone.change({ ...settings, microphoneId: 'headset' })
    expect(fake.live().map((track) => track.label)).toEqual(['Headset'])
    microphone.close()
  })
})

describe('microphone: one that goes away', () => {
  test.each([{ mayAsk: false }, { mayAsk: true }])(
    'by being pulled out gives way to the default one (%o)',
    async (how) => {
      const fake = fakeMicrophones([builtIn, headset], how)
      const microphone = start(fake.system)
      await microphone.open({ ...settings, microphoneId: 'headset' })
      fake.unplug('headset')
      await expect.poll(() => microphone.sent).toEqual(['Headset', 'Built-in'])
      await expect
        .poll(() => microphone.problems)
        .toEqual([{ kind: 'microphone-unplugged', label: 'Headset' }])
      expect(fake.live()).toHaveLength(1)
    },
  )

  test('and was the last leaves us without', async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open(settings)
    fake.unplug('built-in')
    await expect.poll(() => microphone.problems).toEqual([{ kind: 'microphone-none' }])
    await expect.poll(() => microphone.sent).toEqual(['Built-in', undefined])
    expect(microphone.track()).toBeUndefined()
  })

  test('because it is no longer allowed is not opened again before the person asks', async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open(settings)
    fake.setPermission('prompt', { endsTracks: true })
    await expect.poll(() => microphone.problems).toEqual([{ kind: 'microphone-revoked' }])
    expect(fake.asked).toHaveLength(1)
    expect(fake.live()).toEqual([])
    fake.setPermission('granted')
    await microphone.open(settings)
    expect(microphone.sent).toEqual(['Built-in', undefined, 'Built-in'])
  })

  test('in Firefox by a click on its own stop button was taken back', async () => {
    const fake = fakeMicrophones([builtIn], { mayAsk: true })
    const microphone = start(fake.system)
    await microphone.open(settings)
    fake.endAll()
    await expect.poll(() => microphone.problems).toEqual([{ kind: 'microphone-revoked' }])
  })

  test('again and again is given up', async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open(settings)
    await expect
      .poll(() => {
        fake.endAll()
        return microphone.problems.at(-1)?.kind
      })
      .toBe('microphone-failed')
    expect(fake.asked.length).toBeLessThanOrEqual(limits.maxMicrophoneFallbackBurst + 2)
    expect(microphone.track()).toBeUndefined()
  })
})

describe('microphone: closing', () => {
  test('stops what is open, and nothing opens after it', async () => {
    const fake = fakeMicrophones([builtIn])
    const microphone = start(fake.system)
    await microphone.open(settings)
    microphone.close()
    expect(fake.live()).toEqual([])
    fake.unplug('built-in')
    expect(await microphone.open(settings)).toMatchObject({ ok: false })
    expect(fake.asked).toHaveLength(1)
    expect(microphone.problems).toEqual([])
  })

  test('stops what the browser hands over later', async () => {
    const fake = fakeMicrophones([builtIn], { mayAsk: true })
    const answer = fake.holdAnswers()
    const microphone = start(fake.system)
    const opening = microphone.open(settings)
    await expect.poll(() => fake.asked).toHaveLength(1)
    microphone.close()
    answer()
    expect(await opening).toEqual({ ok: false, problem: { kind: 'not-in-call' } })
    expect(fake.tracks).toHaveLength(1)
    expect(fake.live()).toEqual([])
    expect(microphone.sent).toEqual([])
  })

  test('stops both where one follows the other', async () => {
    const fake = fakeMicrophones([builtIn, headset])
    let changes = 0
    const microphone = createMicrophone({
      ...fake.system,
      clock: browserEnvironment().clock,
      log: testLog,
      onChange: () => (++changes === 2 ? new Promise<void>(() => undefined) : undefined),
      onProblem: () => undefined,
    })
    await microphone.open(settings)
    void microphone.change({ ...settings, microphoneId: 'headset' })
    await expect.poll(() => changes).toBe(2)
    microphone.close()
    expect(fake.live()).toEqual([])
  })
})

test('microphone: the real one (of Chromium, which beeps) opens with and without processing', async () => {
  const microphone = start({ ...realSystem(), mayAsk: true })
  const opened = await microphone.open(settings)
  expect(opened.ok).toBe(true)
  expect(microphone.track()?.getSettings()).toMatchObject({ echoCancellation: true, channelCount: 1 })
  // Chromium would give the open one as it is, if it were only wished for.
  await microphone.change({ ...settings, hasNoiseSuppression: false })
  expect(microphone.track()?.getSettings()).toMatchObject({
    echoCancellation: true,
    autoGainControl: true,
    noiseSuppression: false,
  })
  const devices = await navigator.mediaDevices.enumerateDevices()
  const another = devices.findLast(({ kind }) => kind === 'audioinput')?.deviceId ?? ''
  await microphone.change({ ...settings, isMusicMode: true, microphoneId: another })
  expect(microphone.track()?.getSettings()).toMatchObject({
    deviceId: another,
    echoCancellation: false,
    autoGainControl: false,
    noiseSuppression: false,
    channelCount: 2,
  })
  await microphone.change({ ...settings, microphoneId: 'of another computer' })
  expect(microphone.problems).toEqual([{ kind: 'microphone-unplugged', label: '' }])
})

function realSystem() {
  return {
    mediaDevices: navigator.mediaDevices,
    permissions: navigator.permissions,
  }
}
