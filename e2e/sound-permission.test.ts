import { expect, onTestFinished } from 'vitest'
import { startDesktop } from '../testing/browsers/desktop.ts'
import { until, type Panel } from '../testing/browsers/panel.ts'
import { findSoundObstacle } from '../testing/sound/can-run.ts'
import { answerMicrophonePrompt, hasPrompt } from '../testing/sound/chromium-prompt.ts'
import { hearOneself } from '../testing/sound/loop.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const withSound = obstacle ? `, skipped: ${obstacle}` : ''

const permissionState = (panel: Panel) =>
  panel.evaluate(async () => (await navigator.permissions.query({ name: 'microphone' })).state)

test.skipIf(obstacle)(
  `Chromium: permission as in its settings, and taken away in use${withSound}`,
  async ({ giveSound, start }) => {
    const sound = await giveSound()
    const ada = await start.chromium('Ada', { sound })
    const state = () => permissionState(ada.panel())
    expect(await state()).toBe('prompt')
    await ada.browser.setMicrophone('granted')
    await hearOneself(ada.panel())
    await until('the open microphone', sound.capturing, (count) => count === 1)
    await ada.browser.setMicrophone('denied')
    await until('the state denied', state, (now) => now === 'denied')
    await until('a released microphone', sound.capturing, (count) => count === 0)
    await expect(hearOneself(ada.panel())).rejects.toThrow('Permission denied')
    await ada.browser.setMicrophone('granted')
    await hearOneself(ada.panel())
    await until('the open microphone', sound.capturing, (count) => count === 1)
  },
)

test.skipIf(obstacle)(
  `Firefox: its real prompt, answered in all ways${withSound}`,
  async ({ giveSound, start }) => {
    const sound = await giveSound()
    const ada = await start.firefox('Ada', { sound })
    const { microphone } = ada.browser
    expect(await permissionState(ada.panel())).toBe('prompt')
    const refused = expect(hearOneself(ada.panel())).rejects.toThrow('NotAllowedError')
    await microphone.answerPrompt('block')
    await refused
    await microphone.setPermission('prompt')

    const opened = hearOneself(ada.panel())
    await microphone.answerPrompt('allow', { remember: true })
    await opened
    await until('the open microphone', sound.capturing, (count) => count === 1)
    await until('the indicator', microphone.indicatorIsShown, Boolean)
    await microphone.stopSharing()
    await until('a released microphone', sound.capturing, (count) => count === 0)
    await until('no indicator', microphone.indicatorIsShown, (isShown) => !isShown)

    await hearOneself(ada.panel())
    await microphone.stopSharing()
    await microphone.setPermission('denied')
    await expect(hearOneself(ada.panel())).rejects.toThrow('NotAllowedError')
  },
)

test.skipIf(obstacle ?? !hasPrompt)(
  `Chromium: its real prompt, answered in all ways (skipped without Xvfb, xdotool and ffmpeg)${withSound}`,
  async ({ giveSound, start }) => {
    const sound = await giveSound()
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const ada = await start.chromium('Ada', {
      sound,
      headless: false,
      display: desktop.display,
      args: ['--window-size=1200,800', '--window-position=0,0'],
    })
    const { browser, hostPage } = ada.browser
    const url = await ada.panel().evaluate(() => location.href)
    const openInHost = () =>
      hostPage.evaluate(async () => {
        const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()
        track?.addEventListener('ended', () => (document.body.dataset['ended'] = 'yes'))
      })
    const state = () => permissionState(ada.panel())

    for (const [answer, outcome, stateThen] of [
      ['dismiss', 'Permission dismissed', 'prompt'],
      ['allow-this-time', 'open', 'granted'],
      ['allow', 'open', 'granted'],
      ['never-allow', 'Permission denied', 'denied'],
    ] as const) {
      const tab = await browser.newPage()
      await tab.goto(url)
      const asked = tab.evaluate(async () => {
        try {
          for (const track of (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks())
            track.stop()
          return 'open'
        } catch (error) {
          return String(error)
        }
      })
      await answerMicrophonePrompt(desktop, answer)
      expect(await asked).toContain(outcome)
      expect(await state()).toBe(stateThen)
      if (outcome === 'open') await openInHost()
      await tab.close()
      if (answer === 'allow-this-time') {
        // It ends with the tab that asked, even where another page still has the microphone open.
        await until('the prompt again', state, (now) => now === 'prompt')
        await until(
          'the end of the track',
          () => hostPage.evaluate(() => document.body.dataset['ended']),
          (ended) => ended === 'yes',
        )
      } else expect(await state()).toBe(stateThen)
      await ada.browser.setMicrophone('prompt')
      await until('a released microphone', sound.capturing, (count) => count === 0)
    }
  },
)
