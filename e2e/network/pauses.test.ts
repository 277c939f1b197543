import { pause } from './support/clock.ts'
import { expectWholeConversation, startSpeaking } from './support/conversation.ts'
import { test } from './support/test.ts'
import { startTwoSites } from './support/two-sites.ts'

test('the relay is unreachable for 60 s: two people talk on, and a waiting third gets in afterwards', async ({
  lab,
  start,
}) => {
  const relay = await lab.relay()
  const sites = [await lab.site('ada'), await lab.site('bob'), await lab.site('carol')] as const
  const [ada, bob, carol] = await Promise.all([
    start.chromium('Ada', sites[0]),
    start.chromium('Bob', sites[1]),
    start.firefox('Carol', sites[2]),
  ])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  const speakers = [startSpeaking(ada, { everyMs: 1_500 }), startSpeaking(bob, { everyMs: 1_500 })]
  await bob.sees('Ada says number 2.')

  await lab.cutPort(Number(new URL(relay.url).port))
  const waiting = carol.join({ relayUrl: relay.url })
  await pause(60_000)
  // The link needs no relay.
  for (const [listener, speaker] of [
    [ada, speakers[1]],
    [bob, speakers[0]],
  ] as const) {
    await listener.sees(`${speaker?.name} says number ${speaker?.said()}.`, 60_000)
  }
  await lab.mendPort()
  await waiting

  const everybody = [ada, bob, carol]
  await Promise.all(everybody.map((person) => person.status(/^Connected to \w+ and \w+\.$/, 180_000)))
  await Promise.all(speakers.map((speaker) => speaker.stop()))
  const late = startSpeaking(carol)
  await ada.sees('Carol says number 2.')
  await late.stop()
  await expectWholeConversation(everybody, [...speakers, late])
})

test('a browser is suspended for 60 s, as a laptop that sleeps, and comes back to all it missed', async ({
  lab,
  start,
}) => {
  const { ada, bob, speakers } = await startTwoSites({ lab, start }, { everyMs: 1_500 })

  process.kill(-bob.browser.processId, 'SIGSTOP')
  await pause(60_000)
  process.kill(-bob.browser.processId, 'SIGCONT')

  await ada.sees(`Bob says number ${(speakers[1]?.said() ?? 0) + 3}.`, 180_000)
  await bob.sees(`Ada says number ${speakers[0]?.said()}.`, 180_000)
  await Promise.all(speakers.map((speaker) => speaker.stop()))
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await expectWholeConversation([ada, bob], speakers)
})
