import { describe, expect, onTestFinished } from 'vitest'
import type { ChromiumOptions } from '../testing/browsers/chromium.ts'
import { hasDesktop, startDesktop } from '../testing/browsers/desktop.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import {
  allowNotifications,
  clickNotification,
  holdNotification,
  mayNotify,
  onDesktop,
  turnAway,
  watchNotifications,
} from './support/notifications.ts'
import { test } from './support/test.ts'

/** A microphone that beeps, allowed on every visit. */
const withMicrophone: Partial<ChromiumOptions> = {
  args: ['--use-fake-device-for-media-stream'],
  microphone: 'granted',
}

/** After three seconds in a room without a call, joining counts as starting one; a busy browser looks late. */
const idleMs = 5_000

/** Both in the lobby, and nothing but the browser's question between Ada and notifications of calls there. */
async function meetAndAsk(ada: Person, bob: Person, relayUrl: string) {
  await ada.join({ relayUrl })
  await bob.join({ relayUrl })
  await ada.status(/^Connected to Bob\.$/)
  await ada.panel().click('button', 'Settings')
  await ada.panel().click('checkbox', 'Notifications')
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

describe.skipIf(!hasDesktop)('on a real desktop (skipped where Xvfb or xdotool is not installed)', () => {
  test('Chromium: a call notifies once, not after its end, and a click opens its room', async ({
    relay,
    start,
  }) => {
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const ada = await start.chromium('Ada', onDesktop(desktop))
    const bob = await start.chromium('Bob', withMicrophone)
    await meetAndAsk(ada, bob, relay.url)
    await allowNotifications(desktop, ada)
    const notifications = await watchNotifications(ada)
    await turnAway(ada, relay.url)
    await ada.closePanel()

    async function seesOne(times: number) {
      const [id] = await until('the notification', notifications.shown, (ids) => ids.length > 0)
      await holdNotification(desktop)
      expect(id).toMatch(/^sidetone-call \d+ [\w-]+$/)
      expect(await notifications.made()).toEqual(Array(times).fill('Bob started a call in lobby'))
      expect(await notifications.shown()).toEqual([id])
    }
    const seesNone = () => until('no notification', notifications.shown, (ids) => ids.length === 0)
    const clickOne = () => clickNotification(desktop, notifications.shown)

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
