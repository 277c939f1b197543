import { expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

/** Firefox's own is 30 s; ours keeps it awake each 10 s. */
const idleTimeoutMs = 20_000

test('Firefox sleeps without a room, and stays awake in one for longer than its idle time-out', async ({
  relay,
  start,
}) => {
  const [ada, bob] = await Promise.all([
    start.chromium('Ada'),
    start.firefox('Bob', { prefs: { 'extensions.background.idle.timeout': idleTimeoutMs } }),
  ])
  const state = () => bob.browser.backgroundState()
  // The time-out works: without a room the event page is put to sleep, though the panel is open.
  await until('a sleeping event page', state, (current) => current === 'stopped', 180_000)

  await bob.join({ relayUrl: relay.url })
  await ada.join({ relayUrl: relay.url })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await bob.closePanel()

  // Here time itself is what is tested: three time-outs long nobody touches anything.
  const untilMs = Date.now() + 3 * idleTimeoutMs
  await until(
    'three idle time-outs',
    async () => {
      expect(await state()).toBe('running')
      return Date.now()
    },
    (nowMs) => nowMs > untilMs,
    4 * idleTimeoutMs,
  )
  await ada.say('Are you awake?')
  await ada.sees('Delivered')
  await bob.openPanel()
  await bob.sees('Are you awake?')
  await bob.say('Wide awake.')
  await ada.sees('Wide awake.')

  await bob.leave()
  await until('a sleeping event page', state, (current) => current === 'stopped', 90_000)
  await bob.join({ relayUrl: relay.url })
  await ada.status(/^Connected to Bob\.$/)
})
