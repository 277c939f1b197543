import { startSpeaking } from './conversation.ts'
import type { Fixtures } from './test.ts'

/** Ada and Bob, each in a household of their own and both in Chromium, connected and speaking to each other. */
export async function startTwoAtHome({ lab, start }: Fixtures, speaking?: { everyMs: number }) {
  const [relay, adasHome, bobsHome] = [
    await lab.relay(),
    await lab.household('ada'),
    await lab.household('bob'),
  ]
  const [ada, bob] = await Promise.all([start.chromium('Ada', adasHome), start.chromium('Bob', bobsHome)])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  const speakers = [startSpeaking(ada, speaking), startSpeaking(bob, speaking)]
  await bob.sees('Ada says number 2.')
  return { adasHome, bobsHome, ada, bob, speakers }
}
