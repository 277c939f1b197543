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
  /** Plays one, and gives how loud it was at its loudest; 0 where a busy machine looked away meanwhile. */
  async function playAndListen(what: 'join' | 'leave'): Promise<number> {
    tones.play(what)
    let loudest = 0
    while (contexts.at(-1)?.state !== 'closed') {
      loudest = Math.max(loudest, ear?.energy() ?? 0)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return loudest
  }

  return {
    ...tones,
    contexts,
    playAndListen,
    states: () => contexts.map(({ state }) => state),
  }
}

test.each(['join', 'leave'] as const)(
  'a tone is heard on %s, softly, and nothing runs on after it',
  async (what) => {
    const tones = start()
    await expect.poll(() => tones.playAndListen(what)).toBeGreaterThan(0.02)
    expect(await tones.playAndListen(what)).toBeLessThan(0.1)
    expect(new Set(tones.states())).toEqual(new Set(['closed']))
  },
)

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
