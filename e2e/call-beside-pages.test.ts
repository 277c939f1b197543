import { expect, onTestFinished } from 'vitest'
import { allInCall, equip, goesOnHearing, hears, hearsNoMore, press } from './support/caller.ts'
import { until } from '../testing/browsers/panel.ts'
import { servePage } from './support/serve-page.ts'
import { longestGapMs } from '../testing/sound/analysis.ts'
import { findSoundObstacle } from '../testing/sound/can-run.ts'
import { voicesHz } from '../testing/sound/signals.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const orSkipped = obstacle ? `, skipped: ${obstacle}` : ''
const [, adasHz, bobsHz] = voicesHz

test.skipIf(obstacle)(
  `Chromium: the call goes on while the page navigates, the tab changes, and closes${orSkipped}`,
  async ({ relay, giveSound, start }) => {
    const [here, elsewhere] = [await servePage(), await servePage()]
    onTestFinished(here.close)
    onTestFinished(elsewhere.close)
    const sounds = [await giveSound(), await giveSound()] as const
    const people = [
      await start.chromium('Ada', { sound: sounds[0], microphone: 'granted', page: `${here.origin}/stars` }),
      await start.chromium('Bob', { sound: sounds[1], microphone: 'granted' }),
    ] as const
    const ada = await equip(people[0], sounds[0], adasHz)
    const bob = await equip(people[1], sounds[1], bobsHz)
    await allInCall(relay.url, [ada, bob])
    const { browser, tab } = people[0].browser
    const microphoneBefore = await sounds[0].captures()
    expect(microphoneBefore).toHaveLength(1)
    let sinceMs = performance.now()

    /** Both hear each other, through the microphone that was opened first: no call that came back after its end. */
    async function expectCall(what: string) {
      await goesOnHearing(bob, ada)
      await hears(ada, bob)
      expect(await sounds[0].captures()).toEqual(microphoneBefore)
      expect(await ada.person.panel().text('button', 'Hang up')).toBeDefined()
      console.log(`${what}: the longest gap was ${longestGapMs(bob.ear.heard(sinceMs), adasHz)} ms`)
      sinceMs = performance.now()
    }

    // Another page of the site, and another site, for which Chromium takes another process.
    await tab.goto(`${here.origin}/moons`)
    await tab.goto(`${elsewhere.origin}/stars`)
    await expectCall('the page navigated')

    const otherTab = await browser.newPage()
    await otherTab.goto(`${here.origin}/planets`)
    await until(
      'the tab in the background',
      () => tab.evaluate(() => document.visibilityState),
      (state) => state === 'hidden',
    )
    await expectCall('the tab changed')
    await tab.bringToFront()
    await until(
      'the tab in front again',
      () => tab.evaluate(() => document.visibilityState),
      (state) => state === 'visible',
    )
    await expectCall('the tab changed back')

    // The one beside which the panel was opened, and the call begun.
    await tab.close()
    await until('the only tab', browser.pages.bind(browser), (pages) => pages.length === 1)
    await expectCall('the tab closed')

    // What the panel shows is that call.
    await press(ada, 'Hang up')
    await hearsNoMore(bob, adasHz)
  },
)
