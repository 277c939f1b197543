import { startSpeaking } from './conversation.ts'
import type { Fixtures } from './test.ts'

/** Ada and Bob, each at a site of their own and both in Chromium, connected and speaking to each other. */
export async function startTwoSites({ lab, start }: Fixtures, speaking?: { everyMs: number }) {
  const [relay, adasSite, bobsSite] = [await lab.relay(), await lab.site('ada'), await lab.site('bob')]
  const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.chromium('Bob', bobsSite)])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  const speakers = [startSpeaking(ada, speaking), startSpeaking(bob, speaking)]
  await bob.sees('Ada says number 2.')
  return { adasSite, bobsSite, ada, bob, speakers }
}
