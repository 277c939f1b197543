import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

const pairs = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'firefox'],
] as const

describe('two people chat', () => {
  test.for(pairs)('%s and %s, text both ways', async ([first, second], { relay, start }) => {
    const [ada, bob] = await Promise.all([start[first]('Ada'), start[second]('Bob')])
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting for others in lobby\.$/)
    await bob.join({ relayUrl: relay.url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    await Promise.all([ada.people('Ada', 'Bob'), bob.people('Ada', 'Bob')])

    await ada.say('Hello Bob')
    await bob.sees('Hello Bob')
    await bob.say('Hello Ada')
    await ada.sees('Hello Ada')

    await bob.leave()
    await ada.status(/^Waiting for others/)
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await ada.say('Welcome back')
    await bob.sees('Welcome back')
    // Once each, and what was said before is still there.
    const log = await bob.panel().text('log', 'Messages')
    expect(log?.match(/Hello Bob|Hello Ada|Welcome back/g)).toEqual([
      'Hello Bob',
      'Hello Ada',
      'Welcome back',
    ])
  })
})

test('three people in a room read each other, and so does a latecomer', async ({ relay, start }) => {
  const [ada, bob, eve] = await Promise.all([
    start.chromium('Ada'),
    start.firefox('Bob'),
    start.chromium('Eve'),
  ])
  const room = 'A room for  THREE'
  await ada.join({ relayUrl: relay.url, room })
  await bob.join({ relayUrl: relay.url, room })
  // Another way to write the same name.
  await eve.join({ relayUrl: relay.url, room: 'a room for three' })
  await Promise.all([ada.people('Bob', 'Eve'), bob.people('Ada', 'Eve'), eve.people('Ada', 'Bob')])
  const everybody = [ada, bob, eve]
  await Promise.all(everybody.map((person) => person.status(/^Connected to \w+ and \w+\.$/)))
  for (const speaker of everybody) {
    await speaker.say(`${speaker.name} speaks`)
    for (const listener of everybody) await listener.sees(`${speaker.name} speaks`)
  }

  const max = await start.chromium('Max')
  await max.join({ relayUrl: relay.url, room })
  await Promise.all([max, ...everybody].map((person) => person.status(/^Connected to \w+, \w+, and \w+\.$/)))
  await max.say('Am I late?')
  for (const listener of everybody) await listener.sees('Am I late?')
})

test('markup is shown, Shift+Enter breaks the line, and a name cannot reach out of its place', async ({
  relay,
  start,
}) => {
  const [ada, bob] = await Promise.all([start.chromium('<b>Ada</b> | x'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await bob.status(/^Connected to <b>Ada<\/b> \| x\.$/)

  const markup = '<img src=x onerror="document.title=1"><script>1</script> &amp;'
  await ada.fill('Message', `${markup} **x**`)
  await ada.panel().press('Shift+Enter')
  await ada.panel().type('second line')
  await ada.panel().press('Enter')
  await bob.sees(`${markup} x\nsecond line`)
  const tags = await bob
    .panel()
    .evaluate(() => document.querySelectorAll('[role=log] :is(img, script, b)').length)
  expect(tags).toBe(0)
  // Sent, so the composer is empty.
  await until(
    'an empty composer',
    () => ada.panel().value('Message'),
    (text) => text === '',
  )
})
