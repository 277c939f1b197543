import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { until, type Panel } from '../testing/browsers/panel.ts'
import {
  clicksMs,
  hasTone,
  levelDbfs,
  likeness,
  longestGapMs,
  toneDbfs,
  toneEndMs,
  toneStartMs,
} from '../testing/sound/analysis.ts'
import { findSoundObstacle, hasVoice } from '../testing/sound/can-run.ts'
import { hearOneself, stopHearingOneself } from '../testing/sound/loop.ts'
import { click, voicesHz } from '../testing/sound/signals.ts'
import { speak } from '../testing/sound/speech.ts'
import { readWav, writeWav } from '../testing/sound/wav.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const withSound = obstacle ? `, skipped: ${obstacle}` : ''
const [first, second] = voicesHz

const devices = (panel: Panel) =>
  panel.evaluate(async () =>
    (await navigator.mediaDevices.enumerateDevices()).map(({ kind, label }) => `${kind}: ${label}`),
  )

for (const kind of ['chromium', 'firefox'] as const) {
  test.skipIf(obstacle)(
    `${kind}: what is played into the microphone is heard${withSound}`,
    async ({ giveSound, start }) => {
      const sound = await giveSound()
      const ada = await start[kind]('Ada', { sound, microphone: 'granted' })
      expect(await sound.capturing()).toBe(0)
      await hearOneself(ada.panel())
      await until('the open microphone', sound.capturing, (count) => count === 1)
      expect(levelDbfs((await sound.hear(0.5)).samples)).toBeLessThan(-70)

      const [picked, listening] = [await sound.listen({ microphone: 'Microphone 1' }), await sound.listen()]
      const tone = await sound.playTone(first)
      const recording = await listening.until('the tone', (heard) => hasTone(heard, first))
      expect(toneStartMs(recording, first)).toBeDefined()
      // A machine that stands still drops some of it, and not each time.
      await until(
        'three seconds as loud as they were played, and nothing else',
        async () => {
          const three = await listening.next(3)
          return { tone: toneDbfs(three, first), other: toneDbfs(three, second) }
        },
        ({ tone, other }) => Math.abs(tone + 20) < 4 && other < -50,
      )
      await until(
        'a second without a gap in what the browser is given',
        async () => longestGapMs(await picked.next(1), first),
        (gapMs) => gapMs === 0,
      )

      const stoppedMs = performance.now()
      await tone.stop()
      const after = await listening.until(
        'silence',
        ({ samples }) => samples.length > 24_000 && levelDbfs(samples.slice(-12_000)) < -70,
        { sinceMs: stoppedMs },
      )
      expect((toneEndMs(after, first) ?? stoppedMs) - stoppedMs).toBeLessThan(5_000)

      await stopHearingOneself(ada.panel())
      await until('a released microphone', sound.capturing, (count) => count === 0)
    },
  )

  test.skipIf(obstacle ?? !hasVoice)(
    `${kind}: a sentence is recognised, and a click is heard once${withSound}`,
    async ({ giveSound, start }) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-sentence-'))
      try {
        const sentence = path.join(folder, 'sentence.wav')
        await speak('The north wind and the sun were disputing which was the stronger.', sentence)
        await writeWav(path.join(folder, 'click.wav'), click(500, 1000))
        const sound = await giveSound()
        const ada = await start[kind]('Ada', { sound, microphone: 'granted' })
        await hearOneself(ada.panel())
        const [picked, played] = [await sound.listen({ microphone: 'Microphone 1' }), await sound.listen()]
        const said = await readWav(sentence)
        await until(
          'a sentence with nothing missing, on a busy machine not always the first',
          async () => {
            const sinceMs = performance.now()
            await sound.playFile(sentence).ended
            await played.next(0.5)
            return {
              mouth: likeness(said, picked.heard(sinceMs).samples).correlation,
              ear: likeness(said, played.heard(sinceMs).samples).correlation,
            }
          },
          ({ mouth, ear }) => mouth > 0.95 && ear > 0.8,
          240_000,
        )

        const clickDelayMs = async () => {
          const clickMs = performance.now()
          await sound.playFile(path.join(folder, 'click.wav')).ended
          await played.next(2)
          const [mouth, ear] = [clicksMs(picked.heard(clickMs)), clicksMs(played.heard(clickMs))]
          // Once each; one that was lost on the way is played again.
          if (mouth[0] === undefined || ear[0] === undefined || mouth.length + ear.length > 2) return 0
          return ear[0] - mouth[0]
        }
        const delayMs = await until('a click, heard once', clickDelayMs, (ms) => ms > 0 && ms < 2_000)
        console.log(`${kind}: from the microphone through a page to the speaker: ${delayMs.toFixed(0)} ms`)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
  )

  test.skipIf(obstacle)(`${kind}: devices come and go${withSound}`, async ({ giveSound, start }) => {
    const sound = await giveSound()
    const ada = await start[kind]('Ada', { sound, microphone: 'granted' })
    await hearOneself(ada.panel())
    await ada.panel().evaluate(() => {
      const count = () => {
        document.body.dataset['changes'] = String(Number(document.body.dataset['changes'] ?? 0) + 1)
      }
      navigator.mediaDevices.addEventListener('devicechange', count)
    })
    const changes = () => ada.panel().evaluate(() => Number(document.body.dataset['changes'] ?? 0))

    await sound.plugInMicrophone('Headset')
    await sound.plugInSpeaker('Headphones')
    await ada.browser.noticeDevices()
    const both = ['audioinput: Headset', 'audiooutput: Headphones']
    const present = (list: string[]) => both.map((one) => list.includes(one))
    await until('devicechange', changes, (count) => count > 0)
    await until(
      'the headset',
      () => devices(ada.panel()),
      (list) => present(list).every(Boolean),
    )

    // In use when it is pulled out, and the default microphone is not.
    await ada.panel().evaluate(async () => {
      const headset = (await navigator.mediaDevices.enumerateDevices()).find(
        ({ label }) => label === 'Headset',
      )
      const audio = { deviceId: { exact: headset?.deviceId ?? '' } }
      const [track] = (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks()
      track?.addEventListener('ended', () => (document.body.dataset['ended'] = 'yes'))
    })
    await until('two open microphones', sound.capturing, (count) => count === 2)
    const before = await changes()
    await sound.unplugMicrophone('Headset')
    await sound.unplugSpeaker('Headphones')
    await ada.browser.noticeDevices()
    await until('devicechange', changes, (count) => count > before)
    await until(
      'no headset',
      () => devices(ada.panel()),
      (list) => !present(list).some(Boolean),
    )
    await until(
      'the end of its track',
      () => ada.panel().evaluate(() => document.body.dataset['ended']),
      (ended) => ended === 'yes',
    )
    await until('one open microphone', sound.capturing, (count) => count === 1)
  })
}
