import { readFileSync } from 'node:fs'
import type { Page } from 'puppeteer-core'
import { folder } from './looks.ts'

/** What the README shows of the panel, from pictures that are there already. */
const shown = ['4-busy-narrow-light', '4-busy-narrow-dark', '1-first-run-narrow-light']
const file = 'docs/images/panel-320.png'

/** Puts the README's pictures of the panel side by side, in a tab of the browser that a page is of. */
export async function renewDocuments(page: Page) {
  const images = shown.map((name) => readFileSync(`${folder}/${name}.png`).toString('base64'))
  const tab = await page.browser().newPage()
  await tab.setViewport({ width: 320 * shown.length, height: 600 })
  await tab.setContent(
    `<body style="margin: 0; display: flex">${images
      .map((data) => `<img width="320" height="600" src="data:image/png;base64,${data}">`)
      .join('')}`,
    { waitUntil: 'load' },
  )
  await tab.screenshot({ path: file })
  await tab.close()
}
