import { expect, onTestFinished, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { listenTo, type Ear } from '../testing/sound.ts'
import { testLog } from '../testing/test-log.ts'
import { createCallSounds } from './call-sounds.ts'

function start(how: { mayNotRun?: boolean } = {}) {
  const contexts: AudioContext[] = []
  let ear: Ear | undefined
  const sounds = createCallSounds({
    clock: browserEnvironment().clock,
    log: testLog,
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
  onTestFinished(() => sounds.close())
  /** Plays one, and gives how loud it was at its loudest; 0 where a busy machine looked away meanwhile. */
  async function playAndListen(what: 'join' | 'leave'): Promise<number> {
    sounds.play(what)
    let loudest = 0
    while (contexts.at(-1)?.state !== 'closed') {
      loudest = Math.max(loudest, ear?.energy() ?? 0)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return loudest
  }

  return {
    ...sounds,
    contexts,
    playAndListen,
    states: () => contexts.map(({ state }) => state),
  }
}

test.each(['join', 'leave'] as const)(
  'call sounds: a tone is heard on %s, softly, and nothing runs on after it',
  async (what) => {
    const sounds = start()
    await expect.poll(() => sounds.playAndListen(what)).toBeGreaterThan(0.02)
    expect(await sounds.playAndListen(what)).toBeLessThan(0.1)
    expect(new Set(sounds.states())).toEqual(new Set(['closed']))
  },
)

test('call sounds: eight peers that come at once make one tone', async () => {
  const sounds = start()
  for (let count = 0; count < 8; count++) sounds.play('join')
  await expect.poll(sounds.states).toEqual(['closed'])
})

test('call sounds: switched off, nothing sounds', () => {
  const sounds = start()
  sounds.setOn(false)
  sounds.play('join')
  expect(sounds.contexts).toEqual([])
})

test('call sounds: where the browser plays nothing, nothing is left behind', async () => {
  const sounds = start({ mayNotRun: true })
  sounds.play('join')
  await expect.poll(sounds.states).toEqual(['closed'])
})
