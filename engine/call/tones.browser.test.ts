import { expect, onTestFinished, test } from 'vitest'
import { browserEnvironment } from '../browser-environment.ts'
import { listenTo, type Ear } from '../testing/sound.ts'
import { createTones } from './tones.ts'

function start(how: { mayNotRun?: boolean } = {}) {
  const contexts: AudioContext[] = []
  let ear: Ear | undefined
  const tones = createTones({
    clock: browserEnvironment().clock,
    createAudioContext() {
      const context = new AudioContext()
      const speaker = context.createGain()
      Object.defineProperty(context, 'destination', { value: speaker })
      ear = listenTo(speaker)
      contexts.push(context)
      if (how.mayNotRun) void context.suspend()
      return context
    },
  })
  onTestFinished(() => tones.close())
  return {
    ...tones,
    contexts,
    states: () => contexts.map(({ state }) => state),
    energy: () => ear?.energy() ?? 0,
  }
}

test('a tone is heard, softly and shortly, and nothing runs on after it', async () => {
  const tones = start()
  tones.play('join')
  await expect.poll(tones.energy).toBeGreaterThan(0.02)
  expect(tones.energy()).toBeLessThan(0.1)
  await expect.poll(tones.states).toEqual(['closed'])
  // A tone is 160 ms; the rest is how late a busy machine may hear of its end.
  expect(tones.contexts[0]?.currentTime).toBeLessThan(2)
  tones.play('leave')
  await expect.poll(tones.states).toEqual(['closed', 'closed'])
})

test('eight who come at once are one tone', async () => {
  const tones = start()
  for (let count = 0; count < 8; count++) tones.play('join')
  await expect.poll(tones.states).toEqual(['closed'])
})

test('switched off, nothing sounds', () => {
  const tones = start()
  tones.setOn(false)
  tones.play('join')
  expect(tones.contexts).toEqual([])
})

test('where the browser lets nothing sound, nothing is left behind', async () => {
  const tones = start({ mayNotRun: true })
  tones.play('join')
  await expect.poll(tones.states).toEqual(['closed'])
})
