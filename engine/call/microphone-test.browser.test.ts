import { expect, onTestFinished, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import type { Problem } from '../base/problem.ts'
import { fakeMicrophones } from '../testing/fake-microphones.ts'
import { listenTo, type Ear } from '../testing/sound.ts'
import { testLog } from '../testing/test-log.ts'
import { createMicrophoneTest, type MicrophoneTestState } from './microphone-test.ts'

const settings = {
  microphoneId: '',
  speakerId: '',
  hasEchoCancellation: true,
  hasNoiseSuppression: true,
  hasAutoGain: true,
  isMusicMode: false,
}
const builtIn = { id: 'built-in', label: 'Built-in', frequencyHz: 440 }
const headset = { id: 'headset', label: 'Headset', frequencyHz: 880 }

function start() {
  const fake = fakeMicrophones([builtIn, headset])
  const states: MicrophoneTestState[] = []
  const problems: Problem[] = []
  const contexts: AudioContext[] = []
  const ears: Ear[] = []
  let level = 0
  const trial = createMicrophoneTest({
    ...fake.system,
    clock: browserEnvironment().clock,
    log: testLog,
    createAudioContext() {
      const context = new AudioContext()
      const speaker = context.createGain()
      Object.defineProperty(context, 'destination', { value: speaker })
      contexts.push(context)
      ears.push(listenTo(speaker))
      return context
    },
    onState: (state) => states.push(state),
    onLevel: (told) => (level = told),
    onProblem: (problem) => problems.push(problem),
  })
  onTestFinished(() => trial.stop())
  return {
    ...trial,
    fake,
    states,
    problems,
    level: () => level,
    loudestHz: () => Math.round((ears.at(-1)?.loudestHz() ?? 0) / 20) * 20,
    openContexts: () => contexts.filter((context) => context.state !== 'closed').length,
  }
}

test('microphone test: the level is live, two seconds are played back, and then everything is off', async () => {
  const trial = start()
  expect(await trial.start(settings)).toEqual({ ok: true, value: undefined })
  await expect.poll(trial.level).toBeGreaterThan(0.5)
  const recorded = trial.record()
  await expect.poll(() => trial.states.at(-1)).toBe('playing')
  const atMs = performance.now()
  await expect.poll(trial.loudestHz).toBe(440)
  await recorded
  expect(performance.now() - atMs).toBeGreaterThan(1_000)
  expect(trial.states).toEqual(['opening', 'listening', 'recording', 'playing', 'listening'])
  trial.stop()
  expect(trial.level()).toBe(0)
  expect(trial.fake.live()).toEqual([])
  await expect.poll(trial.openContexts).toBe(0)
  expect(trial.problems).toEqual([])
})

test('microphone test: another microphone is heard in the same test', async () => {
  const trial = start()
  await trial.start(settings)
  await trial.change({ ...settings, microphoneId: 'headset' })
  void trial.record()
  await expect.poll(trial.loudestHz).toBe(880)
})

test.each(['recording', 'playing'] as const)(
  'microphone test: stopped while %s, nothing goes on',
  async (state) => {
    const trial = start()
    await trial.start(settings)
    const recorded = trial.record()
    await expect.poll(() => trial.states.at(-1)).toBe(state)
    trial.stop()
    await recorded
    expect(trial.states.at(-1)).toBe('off')
    expect(trial.fake.live()).toEqual([])
    await expect.poll(trial.openContexts).toBe(0)
    expect(trial.problems).toEqual([])
  },
)

test('microphone test: where the microphone may not be asked for, it says so and nothing opens', async () => {
  const trial = start()
  trial.fake.setPermission('prompt')
  expect(await trial.start(settings)).toEqual({ ok: false, problem: { kind: 'microphone-prompt' } })
  expect(trial.states).toEqual(['opening', 'off'])
  expect(trial.fake.asked).toEqual([])
})

test('microphone test: a microphone that is pulled out, the last one, ends the test', async () => {
  const trial = start()
  await trial.start(settings)
  trial.fake.unplug('headset')
  trial.fake.unplug('built-in')
  await expect.poll(() => trial.states.at(-1)).toBe('off')
  expect(trial.problems).toEqual([{ kind: 'microphone-none' }])
})
