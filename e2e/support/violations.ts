import axe from 'axe-core'
import type { ChromiumBrowser } from '../../testing/browsers/chromium.ts'
import type { Person } from '../../testing/browsers/person.ts'

/** Rules that axe finds broken in the panel as it stands, in both themes, and what is wider than the panel. */
export async function violations(person: Person<ChromiumBrowser>): Promise<string[]> {
  const page = person.browser.panelPage()
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
    await page.evaluate(axe.source)
    const broken = await page.evaluate(async () => {
      // What axe.source defines in the page.
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    })
    found.push(...broken.map((one) => `${theme}: ${one}`))
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (overflow > 0) found.push(`${theme}: ${overflow} px too wide`)
  }
  return found
}
