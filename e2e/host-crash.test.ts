import { expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

test('rooms come back by themselves when the host of chromium ends, also where a new start leaves them', async ({
  relay,
  start,
}) => {
  // Nobody switched on that rooms are joined again when the browser starts.
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url, room: 'Kitchen' })
  await bob.join({ relayUrl: relay.url, room: 'Kitchen' })
  await Promise.all([ada.people('Bob'), bob.people('Ada')])
  await ada.say('before')
  await bob.sees('before')

  await ada.browser.panelPage().evaluate('chrome.offscreen.closeDocument()')
  await until('the end of the host', () => Promise.resolve(ada.browser.hostPage.isClosed()), Boolean)

  await bob.say('are you there?')
  await ada.sees('are you there?')
  await ada.say('here again')
  await bob.sees('here again')
  expect(await ada.panel().text('button', 'Join')).toBeUndefined()
})
