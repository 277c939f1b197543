import { expect } from 'vitest'
import { startThirdPartyHub } from '../testing/servers/third-party-hub.ts'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

test('the relay dies while two chat: they go on; it comes back: a newcomer joins', async ({
  relay,
  start,
}) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])

  await relay.kill()
  await Promise.all([ada.status(/Can’t reach the relay/), bob.status(/Can’t reach the relay/)])
  await ada.say('Still here?')
  await bob.sees('Still here?')
  await bob.say('Still here.')
  await ada.sees('Still here.')

  await relay.start()
  const carol = await start.chromium('Carol')
  await carol.join({ relayUrl: relay.url })
  const everybody = [ada, bob, carol]
  await Promise.all(everybody.map((person) => person.status(/^Connected to \w+ and \w+\.$/)))
  await carol.say('Hello both')
  await Promise.all([ada.sees('Hello both'), bob.sees('Hello both')])
  await ada.say('Hello Carol')
  await carol.sees('Hello Carol')
})

test('a person who joins before the relay runs gets in once it does', async ({ relay, start }) => {
  await relay.stop()
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url })
  await ada.alert(/^No answer from ws:\/\/127\.0\.0\.1:\d+\/ws\. Check the URL/)
  await relay.start()
  await until(
    'no alert',
    () =>
      ada.panel().evaluate(() => {
        const alert = document.querySelector('[role=alert]')
        // What tries by itself now and then may have been faster than a hand.
        const buttons = [...(alert?.querySelectorAll('button') ?? [])]
        buttons.find((button) => button.textContent.trim() === 'Try now')?.click()
        return alert === null
      }),
    Boolean,
  )
  await ada.status(/^Waiting for others in lobby\.$/)
})

test('the panels talk across a third-party hub with one address, no rooms and an echo', async ({ start }) => {
  const hub = await startThirdPartyHub()
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  await ada.join({ relayUrl: hub.url, room: 'with us' })
  await ada.status(/^Waiting for others in with us\.$/)
  await bob.join({ relayUrl: hub.url, room: 'with us' })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])

  // Another room on the same hub: neither sees the other, and none of it counts as malformed.
  const eve = await start.chromium('Eve')
  await eve.join({ relayUrl: hub.url, room: 'without us' })
  await eve.status(/^Waiting for others in without us\.$/)

  await ada.say('Across your hub')
  await bob.sees('Across your hub')
  await bob.say('Heard')
  await ada.sees('Heard')
  expect(await eve.panel().text('log', 'Messages')).not.toContain('hub')
  for (const person of [ada, bob, eve]) expect(await person.panel().text('alert')).toBeUndefined()
  hub.close()
})
