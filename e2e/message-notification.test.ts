import { describe, expect, onTestFinished } from 'vitest'
import type { ChromiumBrowser } from '../testing/browsers/chromium.ts'
import { hasDesktop, startDesktop } from '../testing/browsers/desktop.ts'
import type { FirefoxBrowser } from '../testing/browsers/firefox.ts'
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
  workerOf,
} from './support/notifications.ts'
import { test } from './support/test.ts'

/** Both in the lobby, and nothing but the browser's question between Ada and notifications of messages there. */
async function meetAndAsk(ada: Person, bob: Person, relayUrl: string) {
  await ada.join({ relayUrl })
  await bob.join({ relayUrl })
  await ada.status(/^Connected to Bob\.$/)
  await ada.panel().click('button', 'Settings')
  await ada.panel().click('checkbox', 'Message notifications')
}

/** With the panel closed nothing of the extension's is there to be asked but the worker, or the browser itself. */
async function seesBadge(person: Person<ChromiumBrowser> | Person<FirefoxBrowser>, wanted: string) {
  const read = async () =>
    person.browser.kind === 'firefox'
      ? person.browser.toolbarBadge()
      : (await workerOf(person as Person<ChromiumBrowser>)).evaluate(() => chrome.action.getBadgeText({}))
  await until(`the badge "${wanted}"`, read, (badge) => badge === wanted)
}

describe.skipIf(!hasDesktop)('on a real desktop (skipped where Xvfb or xdotool is not installed)', () => {
  test('Chromium: with the panel closed messages are counted, a mention notifies, and a click leads there', async ({
    relay,
    start,
  }) => {
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const ada = await start.chromium('Ada', onDesktop(desktop))
    const bob = await start.chromium('Bob')
    await meetAndAsk(ada, bob, relay.url)
    await allowNotifications(desktop, ada)
    const notifications = await watchNotifications(ada)
    await turnAway(ada, relay.url)
    await ada.closePanel()

    await bob.say('Hello all')
    await seesBadge(ada, '1')
    await bob.say('@ada, look')
    const [id] = await until('the notification', notifications.shown, (ids) => ids.length > 0)
    await holdNotification(desktop)
    expect(id).toMatch(/^sidetone-message \d+ 1 [\w-]+$/)
    await seesBadge(ada, '2')
    await clickNotification(desktop, notifications.shown)
    await ada.seesPanelOpen()
    await ada.sees('@ada, look')
    await seesBadge(ada, '')

    // Nothing while she looks; what comes later tells that it was so.
    await bob.say('@ada, can you see it?')
    await ada.sees('@ada, can you see it?')
    await ada.panel().click('button', 'Second')
    await ada.status(/^Waiting for others in Second\.$/)
    await bob.say('@ada, still there?')
    await until('the notification', notifications.shown, (ids) => ids.length > 0)
    expect(await notifications.made()).toEqual(['Bob: @ada, look', 'Bob: @ada, still there?'])

    // What was told goes when she turns to the room.
    await ada.panel().click('button', 'lobby')
    await until('no notification', notifications.shown, (ids) => ids.length === 0)
    await seesBadge(ada, '')
  })
})

test('Firefox: with the panel closed messages are counted, a mention notifies, and a click leads there', async ({
  relay,
  start,
}) => {
  const ada = await start.firefox('Ada')
  const bob = await start.chromium('Bob')
  const { notifications } = ada.browser
  await meetAndAsk(ada, bob, relay.url)
  await notifications.allow(() => mayNotify(ada))
  await turnAway(ada, relay.url)
  await ada.closePanel()

  await bob.say('Hello all')
  await seesBadge(ada, '1')
  await bob.say('@ada, look')
  await until('the notification', notifications.texts, (texts) => texts !== '')
  expect(await notifications.texts()).toBe('Bob: @ada, look')
  await seesBadge(ada, '2')
  await notifications.click()
  await until('none in sight', notifications.texts, (texts) => texts === '')
  // No click opens a sidebar (Firefox counts it as no gesture), but the next that opens shows the room.
  await ada.openPanel()
  await ada.sees('@ada, look')
  await seesBadge(ada, '')

  // Nothing while she looks; what comes later tells that it was so.
  await bob.say('@ada, can you see it?')
  await ada.sees('@ada, can you see it?')
  await ada.panel().click('button', 'Second')
  await ada.status(/^Waiting for others in Second\.$/)
  await bob.say('@ada, still there?')
  await until('the notification', notifications.texts, (texts) => texts !== '')
  expect(await notifications.texts()).toBe('Bob: @ada, still there?')

  // What was told goes when she turns to the room.
  await ada.panel().click('button', 'lobby')
  await until('none in sight', notifications.texts, (texts) => texts === '')
  await seesBadge(ada, '')
})
