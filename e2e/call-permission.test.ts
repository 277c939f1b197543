import { describe, expect, onTestFinished } from 'vitest'
import type { ChromiumBrowser } from '../testing/browsers/chromium.ts'
import { hasDesktop, startDesktop } from '../testing/browsers/desktop.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

/** A device that beeps; whether it may be used is asked for real. */
const args = ['--use-fake-device-for-media-stream']

const microphoneState = (person: Person) =>
  person.panel().evaluate(async () => (await navigator.permissions.query({ name: 'microphone' })).state)

/** The tab that asks, once it is there, and what it says. */
async function askingTab({ browser }: Person<ChromiumBrowser>) {
  const target = await browser.browser.waitForTarget((one) => one.url().includes('/permission.html#room='))
  const page = await target.page()
  if (!page) throw new Error('The tab that asks has gone.')
  return {
    isOpen: () => Promise.resolve(!page.isClosed()),
    says: (pattern: RegExp) =>
      until(
        `${String(pattern)} in the tab that asks`,
        () => page.evaluate(() => document.querySelector('[role="status"]')?.textContent ?? ''),
        (text) => pattern.test(text),
      ),
    press: (name: string) => page.click(`::-p-aria([name="${name}"][role="button"])`),
  }
}

async function pressStart(person: Person<ChromiumBrowser>, relayUrl: string) {
  await person.join({ relayUrl })
  await person.status(/^Waiting/)
  expect(await microphoneState(person)).toBe('prompt')
  await person.panel().click('button', 'Start call')
  await person.alert(/hasn’t asked for the microphone yet/)
  await person.panel().click('button', 'Allow microphone')
  return askingTab(person)
}

const seesInCall = (person: Person) =>
  until(
    'the call',
    () => person.panel().text('button', 'Mute'),
    (text) => text !== undefined,
  )

test('a permission that is taken back in mid-call is said, and asked for again', async ({ relay, start }) => {
  const ada = await start.chromium('Ada', { args })
  const tab = await pressStart(ada, relay.url)
  await ada.browser.setMicrophone('granted')
  await until('the tab to close', tab.isOpen, (isOpen) => !isOpen)
  await seesInCall(ada)

  await ada.browser.setMicrophone('prompt')
  await ada.alert(/^Microphone access has ended/)
  await until(
    'that she only listens',
    () => ada.panel().text('status', 'Call status'),
    (text) => text?.startsWith('You’re only listening') === true,
  )
  await ada.panel().click('button', 'Allow microphone')
  const again = await askingTab(ada)
  await ada.browser.setMicrophone('granted')
  await until('the tab to close', again.isOpen, (isOpen) => !isOpen)
  await until(
    'that she is heard',
    () => ada.panel().text('alert'),
    (text) => text === undefined,
  )
})

test('blocked, she listens, and is told where to allow it', async ({ relay, start }) => {
  const ada = await start.chromium('Ada', { args })
  await ada.browser.setMicrophone('denied')
  await ada.join({ relayUrl: relay.url })
  await ada.status(/^Waiting/)
  await ada.panel().click('button', 'Start call')
  await ada.alert(/^The microphone is blocked for Sidetone/)
  await ada.panel().click('button', 'Open browser settings')
  await ada.browser.browser.waitForTarget((one) =>
    one.url().startsWith('chrome://settings/content/siteDetails'),
  )
})

/** Where the answers stand in the browser's question, in a window at the top left of the desktop. */
const answers = {
  close: { x: 413, y: 111 },
  always: { x: 281, y: 299 },
}

describe.skipIf(!hasDesktop)('on a real desktop (skipped where Xvfb or xdotool is not installed)', () => {
  test('the browser’s own prompt: closed, then allowed, and the call starts, which keys mute and end', async ({
    relay,
    start,
  }) => {
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const window = ['--window-size=1200,800', '--window-position=0,0']
    const ada = await start.chromium('Ada', {
      headless: false,
      display: desktop.display,
      args: [...args, ...window],
    })
    const tab = await pressStart(ada, relay.url)
    await tab.says(/^Waiting for you to answer/)
    await pressUntil(answers.close, tab.says(/^The prompt was closed/))
    await tab.press('Ask again')
    await tab.says(/^Waiting for you to answer/)
    await pressUntil(
      answers.always,
      until('the tab to close', tab.isOpen, (isOpen) => !isOpen),
    )
    await seesInCall(ada)
    expect(await microphoneState(ada)).toBe('granted')

    // The keys are the browser's, and need no panel.
    await ada.closePanel()
    await desktop.press('alt+shift+m')
    await ada.openPanel()
    await until(
      'that she is muted',
      () => ada.panel().text('button', 'Unmute'),
      (text) => text !== undefined,
    )
    await desktop.press('alt+shift+h')
    await until(
      'the end of the call',
      () => ada.panel().text('button', 'Start call'),
      (text) => text !== undefined,
    )

    /** The question comes up when the browser likes, and takes no press in its first moment, nor several in a row. */
    async function pressUntil(at: { x: number; y: number }, done: Promise<unknown>) {
      const isDone = done.then(() => true)
      const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 1_500))
      do await desktop.click(at)
      while (!(await Promise.race([isDone, pause()])))
    }
  })
})
