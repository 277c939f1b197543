import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

test('two panels on one room share a draft, and one does not offer what the other sent', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url })
  await ada.status(/Waiting|Nobody|alone|here/)
  // Another view of the same page, as a second window has it.
  const other = await ada.browser.browser.newPage()
  await other.goto(ada.browser.panelPage().url())
  const composer = await other.waitForSelector('::-p-aria([name="Message"][role="textbox"])')
  const there = async () =>
    (await composer?.evaluate((node) => (node instanceof HTMLTextAreaElement ? node.value : ''))) ?? ''
  const here = async () => (await ada.panel().value('Message')) ?? ''
  const bothHave = (text: string) =>
    until(
      `"${text}" in both panels`,
      async () => [await here(), await there()],
      (both) => both.every((one) => one === text),
    )

  await ada.panel().focus('textbox', 'Message')
  await ada.panel().type('Typed here')
  await bothHave('Typed here')
  await composer?.focus()
  await composer?.press('End')
  await composer?.type(' and there')
  await bothHave('Typed here and there')
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().press('Enter')
  await ada.sees('Typed here and there')
  await bothHave('')
})
