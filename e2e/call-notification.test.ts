import { TargetType } from 'puppeteer-core'
import { describe, expect, onTestFinished } from 'vitest'
import type { ChromiumBrowser, ChromiumOptions } from '../testing/browsers/chromium.ts'
import { hasDesktop, startDesktop } from '../testing/browsers/desktop.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

/** A microphone that beeps, allowed on every visit. */
const withMicrophone: Partial<ChromiumOptions> = {
  args: ['--use-fake-device-for-media-stream'],
  microphone: 'granted',
}

/** After three seconds in a room without a call, joining counts as starting one; a busy browser looks late. */
const idleMs = 5_000

const mayNotify = (person: Person) =>
  person.panel().evaluate(() => chrome.permissions.contains({ permissions: ['notifications'] }))

/** Both in the lobby, and nothing but the browser's question between Ada and notifications of calls there. */
async function meetAndAsk(ada: Person, bob: Person, relayUrl: string) {
  await ada.join({ relayUrl })
  await bob.join({ relayUrl })
  await ada.status(/^Connected to Bob\.$/)
  await ada.panel().click('button', 'Settings')
  await ada.panel().click('checkbox', 'Notifications')
}

/** Turns to a room of her own, so that the lobby is not the one in sight. */
async function turnAway(ada: Person, relayUrl: string) {
  await ada.panel().press('Escape')
  await ada.panel().click('button', 'New room')
  await until(
    'the relay, filled in',
    () => ada.panel().value('Relay URL'),
    (value) => Boolean(value),
  )
  await ada.fill('Room name', 'Second')
  await ada.fill('Relay URL', relayUrl)
  await ada.panel().click('button', 'Create')
  await ada.status(/^Waiting for others in Second\.$/)
}

async function startCall(bob: Person) {
  const sinceMs = performance.now()
  await until(
    'Bob, idle long enough to start the call himself',
    () => Promise.resolve(performance.now() - sinceMs),
    (ms) => ms > idleMs,
  )
  await bob.panel().click('button', 'Start call')
}

async function hangUp(bob: Person) {
  await bob.panel().click('button', 'Hang up')
  await until(
    'the end of the call',
    () => bob.panel().text('button', 'Start call'),
    (text) => text !== undefined,
  )
}

/** The notifications, as the worker that shows them knows them, and all that it ever asked for. */
async function watchNotifications({ browser }: Person<ChromiumBrowser>) {
  const target = await browser.browser.waitForTarget((one) => one.type() === TargetType.SERVICE_WORKER)
  const worker = await target.worker()
  if (!worker) throw new Error('The service worker has gone.')
  // Chromium tells which there are and not what they say.
  await worker.evaluate(() => {
    const made: string[] = []
    const create = chrome.notifications.create.bind(chrome.notifications)
    Object.assign(chrome.notifications, {
      create(id: string, options: chrome.notifications.NotificationCreateOptions) {
        made.push(options.message)
        return create(id, options)
      },
    })
    Object.assign(globalThis, { made })
  })
  return {
    shown: () => worker.evaluate(async () => Object.keys(await chrome.notifications.getAll())),
    made: () => worker.evaluate(() => Reflect.get(globalThis, 'made') as unknown),
  }
}

/** On the desktop below: "Allow" in the browser's question, and where a notification comes up. */
const allow = { x: 768, y: 256 }
const notification = { x: 950, y: 745 }

describe.skipIf(!hasDesktop)('on a real desktop (skipped where Xvfb or xdotool is not installed)', () => {
  test('Chromium: a call notifies once, not after its end, and a click opens its room', async ({
    relay,
    start,
  }) => {
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const ada = await start.chromium('Ada', {
      headless: false,
      display: desktop.display,
      args: ['--window-size=1200,800', '--window-position=0,0'],
    })
    const bob = await start.chromium('Bob', withMicrophone)
    await meetAndAsk(ada, bob, relay.url)
    // The browser takes no press in the question's first moment, nor several in a row.
    do await desktop.click(allow)
    while (!(await isSoon(() => mayNotify(ada))))
    const notifications = await watchNotifications(ada)
    await turnAway(ada, relay.url)
    await ada.closePanel()

    /** One on which the mouse is stays; otherwise it goes after a while. */
    async function seesOne(times: number) {
      const [id] = await until('the notification', notifications.shown, (ids) => ids.length > 0)
      // It is noticed when it moves there.
      await desktop.point({ ...notification, x: notification.x + 20 })
      await desktop.point(notification)
      expect(id).toMatch(/^sidetone-call \d+ [\w-]+$/)
      expect(await notifications.made()).toEqual(Array(times).fill('Bob started a call in lobby'))
      expect(await notifications.shown()).toEqual([id])
    }
    const seesNone = () => until('no notification', notifications.shown, (ids) => ids.length === 0)
    /** While it comes in with a movement, it takes no press. */
    async function clickOne() {
      do await desktop.click(notification)
      while (!(await isSoon(async () => (await notifications.shown()).length === 0)))
    }

    await startCall(bob)
    await seesOne(1)
    await hangUp(bob)
    await seesNone()

    await startCall(bob)
    await seesOne(2)
    await clickOne()
    await ada.seesPanelOpen()
    await ada.status(/^Connected to Bob\.$/)
    await seesNone()

    // A panel that is open turns to the room.
    await ada.panel().click('button', 'Second')
    await ada.status(/^Waiting for others in Second\.$/)
    await hangUp(bob)
    await startCall(bob)
    await seesOne(3)
    await clickOne()
    await ada.status(/^Connected to Bob\.$/)
    await seesNone()
  })

  /** Whether it is so within the time that the browser distrusts a press after another. */
  async function isSoon(read: () => Promise<boolean>) {
    return until('the answer', read, Boolean, 1_500).catch(() => false)
  }
})

test('Firefox: a call notifies once, not after its end, and a click shows its room', async ({
  relay,
  start,
}) => {
  const ada = await start.firefox('Ada')
  const bob = await start.chromium('Bob', withMicrophone)
  const { notifications } = ada.browser
  await meetAndAsk(ada, bob, relay.url)
  await notifications.allow(() => mayNotify(ada))
  await turnAway(ada, relay.url)
  const shown = () => ada.panel().evaluate(async () => Object.keys(await chrome.notifications.getAll()))
  const seesOne = async () => {
    await until('the notification', notifications.texts, (texts) => texts !== '')
    expect(await notifications.texts()).toBe('Bob started a call in lobby')
    expect(await shown()).toHaveLength(1)
  }
  const seesNone = async () => {
    await until('no notification', shown, (ids) => ids.length === 0)
    await until('none in sight', notifications.texts, (texts) => texts === '')
  }

  await startCall(bob)
  await seesOne()
  await hangUp(bob)
  await seesNone()

  await startCall(bob)
  await seesOne()
  await notifications.click()
  await ada.status(/^Connected to Bob\.$/)
  await seesNone()

  // No click opens a sidebar (Firefox counts it as no gesture), but the next that opens shows the room.
  await ada.panel().click('button', 'Second')
  await ada.status(/^Waiting for others in Second\.$/)
  await ada.closePanel()
  await hangUp(bob)
  await startCall(bob)
  await until('the notification', notifications.texts, (texts) => texts !== '')
  await notifications.click()
  await until('none in sight', notifications.texts, (texts) => texts === '')
  await ada.openPanel()
  await ada.status(/^Connected to Bob\.$/)
})
