import { startRelay } from '../testing/servers/relay.ts'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

/** A port of another service, which Firefox refuses, and one that anything may have. */
const uris = ['turn:127.0.0.1:25', 'turn:127.0.0.1:3478?transport=TCP']

test('a TURN address from the relay that Firefox refuses breaks no link, and the connection check names it', async ({
  start,
}) => {
  const relay = await startRelay({ flags: ['--turn-secret', 'only-here', '--turn-uris', uris.join(',')] })
  try {
    const [ada, bob] = await Promise.all([start.firefox('Ada'), start.chromium('Bob')])
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await ada.panel().click('button', 'Settings')
    await ada.panel().click('button', 'Check connection')
    await until(
      'the refused address in the check',
      () => ada.panel().text('dialog', 'Connection check'),
      (text) => /turn:127\.0\.0\.1:25\s+This browser does not use such an address/.test(text ?? ''),
    )
    await ada.panel().press('Escape')
    // By now Ada has the relay's addresses: a link that is made then is made with them.
    await bob.leave()
    await bob.join({ relayUrl: relay.url })
    await bob.status(/^Connected to Ada\.$/)
    await ada.say('Still here')
    await bob.sees('Still here')
  } finally {
    await relay.kill()
  }
})
