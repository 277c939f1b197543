import { expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

for (const kind of ['chromium', 'firefox'] as const) {
  test(`${kind}: with the panel closed the conversation goes on, and opening it again shows all`, async ({
    relay,
    start,
  }) => {
    const [ada, bob] = await Promise.all([start.chromium('Ada'), start[kind]('Bob')])
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await ada.say('Before')
    await bob.sees('Before')
    await bob.fill('Message', 'half a sentence')

    await bob.closePanel()
    await ada.say('Meanwhile')
    // Bob's browser has it on disk and says so, with no panel open.
    await until(
      'two received messages',
      () => ada.panel().text('log', 'Messages'),
      // What was said before was in sight there.
      (log) => log?.match(/Delivered|Seen/g)?.length === 2,
    )
    await ada.status(/^Connected to Bob\.$/)

    await bob.openPanel()
    await bob.status(/^Connected to Ada\.$/)
    await bob.sees('Before')
    await bob.sees('Meanwhile')
    await until(
      'the draft',
      () => bob.panel().value('Message'),
      (text) => text === 'half a sentence',
    )
    await bob.panel().focus('textbox', 'Message')
    await bob.panel().press('Enter')
    await ada.sees('half a sentence')
  })
}

test('what was typed into the form is there the next time, and history belongs to its room', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Waiting for others in First\.$/)
  await ada.say('Said to nobody')
  await ada.sees('Said to nobody')
  await ada.sees('Waiting to be sent when someone else is here')
  await ada.leave()
  expect(await ada.panel().value('Your name')).toBe('Ada')
  expect(await ada.panel().value('Relay URL')).toBe(relay.url)
  expect(await ada.panel().value('Room')).toBe('First')

  await ada.join({ relayUrl: relay.url, room: 'Second' })
  await ada.status(/^Waiting for others in Second\.$/)
  expect(await ada.panel().text('log', 'Messages')).not.toContain('Said to nobody')
  await ada.leave()

  // The first to come gets what was written while the room was empty.
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.sees('Said to nobody')
  const bob = await start.chromium('Bob')
  await bob.join({ relayUrl: relay.url, room: 'First' })
  await bob.sees('Said to nobody')
  await until(
    'the message, received',
    () => ada.panel().text('log', 'Messages'),
    (log) => /Delivered|Seen/.test(log ?? ''),
  )
})

test('each window has a panel of its own, and all show the same', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await ada.status(/^Connected to Bob\.$/)
  // A second view of the same host, as another window has.
  const second = await ada.browser.browser.newPage()
  await second.goto(await ada.panel().evaluate(() => location.href))
  await second.waitForSelector('::-p-aria([name="Connection"][role="status"])')
  await bob.say('To every panel')
  await ada.sees('To every panel')
  await second.waitForSelector('::-p-text(To every panel)')
})
