import { TargetType } from 'puppeteer-core'
import type { ChromiumBrowser, ChromiumOptions } from '../testing/browsers/chromium.ts'
import type { FirefoxBrowser, FirefoxOptions } from '../testing/browsers/firefox.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

/** A microphone that beeps, allowed on every visit. */
const inChromium: Partial<ChromiumOptions> = {
  args: ['--use-fake-device-for-media-stream'],
  microphone: 'granted',
}
const inFirefox: Partial<FirefoxOptions> = {
  prefs: { 'media.navigator.streams.fake': true },
  microphone: 'granted',
}

/** As platform/show-toolbar-badge.ts has them. */
const colours = { others: '#1b7a43', ours: '#a12a1e', muted: '#565d69' }

interface Toolbar {
  badge: string
  title: string
  colour?: string
}

const seesToolbar = (person: Person, wanted: Toolbar) =>
  until(
    `a toolbar ${JSON.stringify(wanted)}`,
    () =>
      // A page of the extension's, in either browser.
      person.panel().evaluate(async () => {
        const [badge, title, colour] = await Promise.all([
          chrome.action.getBadgeText({}),
          chrome.action.getTitle({}),
          chrome.action.getBadgeBackgroundColor({}),
        ])
        const hex = colour.slice(0, 3).map((part) => part.toString(16).padStart(2, '0'))
        return { badge, title, colour: `#${hex.join('')}` }
      }),
    ({ badge, title, colour }) =>
      badge === wanted.badge && title === wanted.title && (wanted.colour ?? colour) === colour,
  )

/** The badge while no page of the extension's is there to be asked: that of the worker, or of the browser itself. */
async function readBadge({ browser }: Person<ChromiumBrowser> | Person<FirefoxBrowser>) {
  if (browser.kind === 'firefox') return browser.toolbarBadge()
  const target = await browser.browser.waitForTarget((one) => one.type() === TargetType.SERVICE_WORKER)
  return (await target.worker())?.evaluate(() => chrome.action.getBadgeText({}))
}
const seesBadge = (person: Person<ChromiumBrowser> | Person<FirefoxBrowser>, wanted: string) =>
  until(
    `the badge "${wanted}"`,
    () => readBadge(person),
    (badge) => badge === wanted,
  )

test.for(['chromium', 'firefox'] as const)(
  'the toolbar badge of %s shows a call, with the panel open and closed',
  async (kind, { relay, start }) => {
    const bob = await start.chromium('Bob', inChromium)
    const ada =
      kind === 'chromium' ? await start.chromium('Ada', inChromium) : await start.firefox('Ada', inFirefox)
    const title = (...lines: string[]) => ['Sidetone', ...lines].join('\n')
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await seesToolbar(ada, { badge: '', title: 'Open Sidetone' })

    /** Until all of that is there, the page may not be the panel's yet, and what is below moves away under the mouse. */
    async function openWhole() {
      await ada.openPanel()
      await ada.people('Ada', 'Bob')
      await ada.status(/^Connected to Bob\.$/)
    }

    await ada.closePanel()
    await seesBadge(ada, '')
    await bob.panel().click('button', 'Start call')
    await seesBadge(ada, '1')
    await openWhole()
    const bobIsIn = 'Bob is in a call in lobby'
    await seesToolbar(ada, { badge: '1', title: title(bobIsIn), colour: colours.others })

    await ada.panel().click('button', 'Join call')
    const bothAreIn = title('You’re in a call in lobby', bobIsIn)
    await seesToolbar(ada, { badge: '2', title: bothAreIn, colour: colours.ours })
    await ada.panel().click('button', 'Mute')
    const isMuted = title('You’re in a call in lobby, muted', bobIsIn)
    await seesToolbar(ada, { badge: '2', title: isMuted, colour: colours.muted })

    await ada.panel().click('button', 'Hang up')
    await seesToolbar(ada, { badge: '1', title: title(bobIsIn), colour: colours.others })
    await ada.closePanel()
    await bob.panel().click('button', 'Hang up')
    await seesBadge(ada, '')
    await openWhole()
    await seesToolbar(ada, { badge: '', title: 'Open Sidetone' })
  },
)
