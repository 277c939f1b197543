import { until } from '../testing/browsers/panel.ts'
import { act, composes } from './support/messages.ts'
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

  // While one panel edits a message, the draft waits beside it, and the other writes on.
  await composer?.focus()
  await composer?.type('A draft')
  await bothHave('A draft')
  await act(ada, 'Typed here and there', 'Edit', 'keyboard')
  await composes(ada, 'Typed here and there')
  await ada.panel().type(', corrected')
  await composer?.type(' of mine')
  await until('the draft in the other panel', there, (text) => text === 'A draft of mine')
  await composes(ada, 'Typed here and there, corrected')
  await ada.panel().press('Enter')
  await ada.sees('Typed here and there, corrected')
  await bothHave('A draft of mine')

  // What the other sends meanwhile comes up in neither, when the edit is given up.
  await act(ada, 'Typed here and there, corrected', 'Edit', 'keyboard')
  await composes(ada, 'Typed here and there, corrected')
  await composer?.press('Enter')
  await ada.sees('A draft of mine')
  await composes(ada, 'Typed here and there, corrected')
  await ada.panel().press('Escape')
  await bothHave('')
})
