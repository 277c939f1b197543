import { describe, onTestFinished } from 'vitest'
import { hasDesktop, startDesktop } from '../testing/browsers/desktop.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { servePage } from './support/serve-page.ts'
import { test } from './support/test.ts'

/** So that the relay is this one and the name is known, and the panel is away. */
async function prepare(person: Person, relayUrl: string) {
  await person.join({ relayUrl })
  await person.status(/^(Waiting|Connected)/)
  await person.leave()
  await person.closePanel()
}

async function startSite() {
  const site = await servePage()
  onTestFinished(site.close)
  return site
}

/** Where the page is on the desktop, and none of its menus. */
const inPage = { x: 300, y: 500 }

describe.skipIf(!hasDesktop)('on a real desktop (skipped where Xvfb or xdotool is not installed)', () => {
  async function startOnDesktop() {
    const desktop = await startDesktop()
    onTestFinished(() => void desktop.stop())
    const window = ['--window-size=1200,800', '--window-position=0,0']
    return { desktop, options: { headless: false, display: desktop.display, args: window } }
  }

  test('the key opens the panel in the page’s room, in Chromium and in Firefox', async ({ relay, start }) => {
    const { origin } = await startSite()
    const { desktop, options } = await startOnDesktop()
    const ada = await start.chromium('Ada', { ...options, page: `${origin}/stars?from=mail#comments` })
    const bob = await start.firefox('Bob')
    await prepare(ada, relay.url)
    await prepare(bob, relay.url)
    await bob.browser.page.open(`${origin}/stars`)

    await desktop.click(inPage)
    await desktop.press('alt+shift+j')
    await ada.seesPanelOpen()
    await ada.status(/^Waiting for others in 127\.0\.0\.1:\d+\/stars\.$/)
    await bob.browser.page.pressJoinKey()
    await bob.seesPanelOpen()
    await bob.status(/^Connected to Ada\.$/)
    await ada.say('You here, too?')
    await bob.sees('You here, too?')
  })

  test('the page’s menu opens the panel in the site’s room, in Chromium and in Firefox', async ({
    relay,
    start,
  }) => {
    const { origin } = await startSite()
    const { desktop, options } = await startOnDesktop()
    const ada = await start.chromium('Ada', { ...options, page: `${origin}/stars` })
    const bob = await start.firefox('Bob')
    await prepare(ada, relay.url)
    await prepare(bob, relay.url)
    await bob.browser.page.open(`${origin}/moons`)

    const panelComes = () =>
      ada.browser.browser
        .waitForTarget((target) => target.url().endsWith('/sidepanel.html'), { timeout: 15_000 })
        .then(() => true)
        .catch(() => {
          // It didn't come in time.
          return false
        })
    // Keys that come before a menu is there go to the page: then all of it again.
    await until(
      'the panel that the menu opens',
      async () => {
        await desktop.press('Escape', 'Escape')
        await desktop.click(inPage, 'right')
        await desktop.standsStill()
        // From its end, where the extension stands before "View page source" and "Inspect", and into its own menu.
        await desktop.press('Up', 'Up', 'Up', 'Right')
        await desktop.standsStill()
        await desktop.press('Down', 'Return')
        return panelComes()
      },
      Boolean,
    )
    await ada.seesPanelOpen()
    await ada.status(/^Waiting for others in 127\.0\.0\.1:\d+\.$/)
    await bob.browser.page.choose('Join this site’s room')
    await bob.seesPanelOpen()
    await bob.status(/^Connected to Ada\.$/)
  })
})
