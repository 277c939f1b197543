import type { Page } from 'puppeteer-core'

/**
 * Drives a panel by CSS selectors, as the baseline page is driven. The tests find things by role and name, for which
 * Chromium builds an accessibility tree and keeps it current: about a tenth of our join's time when both ways were
 * compared. People without a screen reader don’t pay that, and the baseline page would not have.
 */
export async function joinInPanel(panel: Page, typed: { name: string; relayUrl: string }) {
  await panel.waitForFunction(() => document.querySelector<HTMLInputElement>('form.other input')?.value)
  if (await panel.$('.fold[aria-expanded=false]')) await panel.click('.fold')
  const [name, relay] = [await panel.$('main form input'), await panel.$('form.other input')]
  for (const [field, text] of [
    [name, typed.name],
    [relay, typed.relayUrl],
  ] as const) {
    await field?.click({ count: 3 })
    await field?.type(text)
  }
  await panel.click('form.other button.join')
}

/** Waits until the form is there with the relay of the last time. */
export async function formFilledIn(panel: Page, relayUrl: string) {
  await panel.waitForFunction(
    (wanted) => document.querySelector<HTMLInputElement>('form.other input')?.value === wanted,
    { polling: 'mutation' },
    relayUrl,
  )
}

/** Waits until the status "Connection" begins so. */
export async function panelStatus(panel: Page, beginning: string) {
  await panel.waitForFunction(
    (wanted) =>
      document.querySelector('[role=status][aria-label=Connection]')?.textContent.startsWith(wanted),
    { polling: 'mutation' },
    beginning,
  )
}

/** Leaves the room in sight, by its menu. */
export async function leaveInPanel(panel: Page) {
  await panel.click('button[aria-label="Room menu"]')
  await panel.waitForSelector('[role=menuitem]')
  for (const item of await panel.$$('[role=menuitem]')) {
    if ((await item.evaluate((node) => node.textContent.trim())) === 'Leave') return item.click()
  }
  throw new Error('The menu has no Leave.')
}
