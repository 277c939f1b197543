import type { Page } from 'puppeteer-core'
import { expect, onTestFinished } from 'vitest'
import { serveBaseline } from '../testing/baseline/serve-baseline.ts'
import { hasNats, startTwoNodes } from '../testing/servers/relay-nodes.ts'
import { startInChromium } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

const status = (page: Page) =>
  page.evaluate(() => document.querySelector('[role=status]')?.textContent ?? undefined)

async function sendOnPage(page: Page, text: string) {
  await page.focus('#message')
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test.skipIf(!hasNats)(
  'two nodes over NATS serve two extensions and a tutorial-style page at once (needs nats-server)',
  async () => {
    const tutorial = await serveBaseline()
    onTestFinished(() => void tutorial.close())
    // By default a relay admits no web page but its own.
    const { nodes, stop } = await startTwoNodes({
      flags: ['--allowed-origins', `extensions,none,${tutorial.origin}`],
    })
    onTestFinished(stop)
    const [ada, bob] = await Promise.all([
      startInChromium('Ada', { page: tutorial.url(nodes[0].url) }),
      startInChromium('Bob', { page: tutorial.url(nodes[1].url) }),
    ])
    onTestFinished(() => Promise.all([ada.browser.quit(), bob.browser.quit()]).then(() => undefined))

    // The extensions, one on each node; their rooms have addresses of their own and are sealed.
    await ada.join({ relayUrl: nodes[0].url })
    await bob.join({ relayUrl: nodes[1].url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    await ada.say('From node to node')
    await bob.sees('From node to node')

    // The page, in a tab on each node: plain JSON through the hub `/ws`, as tutorials have it.
    const [one, other] = [ada.browser.tab, bob.browser.tab]
    await one.click('#join')
    await expect.poll(() => status(one)).toBe('Waiting')
    await other.click('#join')
    await expect
      .poll(() => Promise.all([status(one), status(other)]), { timeout: 30_000 })
      .toEqual(['Connected', 'Connected'])
    await sendOnPage(one, 'From page to page')
    await expect.poll(() => other.evaluate(() => document.body.innerText)).toContain('From page to page')

    // Neither disturbs the other.
    await bob.say('Still here')
    await ada.sees('Still here')
    for (const person of [ada, bob]) expect(await person.panel().text('alert')).toBeUndefined()
  },
)
