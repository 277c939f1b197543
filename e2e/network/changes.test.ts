import path from 'node:path'
import { expect } from 'vitest'
import type { Person } from '../../testing/browsers/person.ts'
import { expectWholeConversation, startSpeaking } from './support/conversation.ts'
import { test } from './support/test.ts'
import { startTwoSites } from './support/two-sites.ts'

/** How often a name stands in a person's list of people. */
async function timesListed(name: string, person: Person): Promise<number> {
  const list = (await person.panel().text('list', 'People')) ?? ''
  return list.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0
}

test('an address changes in mid-conversation', async ({ lab, start }) => {
  const { adasSite, ada, bob, speakers } = await startTwoSites({ lab, start })

  await adasSite.changeAddress()
  await ada.sees(`Bob says number ${(speakers[1]?.said() ?? 0) + 2}.`, 180_000)
  await bob.sees(`Ada says number ${(speakers[0]?.said() ?? 0) + 2}.`, 180_000)
  await Promise.all(speakers.map((speaker) => speaker.stop()))
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await expectWholeConversation([ada, bob], speakers)
})

// That it takes 10 s at most is held by a clock of our own in engine/session/recovery.test.ts; this one is said.
test('a browser is killed: it is gone soon, and back only once when it returns', async ({ lab, start }) => {
  const relay = await lab.relay()
  const sites = [await lab.site('ada'), await lab.site('bob'), await lab.site('carol')] as const
  const profile = path.join(lab.folder, 'bob')
  const [ada, bob, carol] = await Promise.all([
    start.chromium('Ada', sites[0]),
    start.chromium('Bob', sites[1], { profile }),
    start.chromium('Carol', sites[2]),
  ])
  for (const person of [ada, bob, carol]) await person.join({ relayUrl: relay.url })
  await Promise.all([ada, bob, carol].map((person) => person.status(/^Connected to \w+ and \w+\.$/)))
  const [adaSpeaks, bobSpeaks] = [startSpeaking(ada), startSpeaking(bob)]
  await carol.sees('Bob says number 3.')

  process.kill(-bob.browser.processId, 'SIGKILL')
  bobSpeaks.abandon()
  const killedAtMs = Date.now()
  // Read from the status: Ada is typing, and the list of people is a dialog.
  await Promise.all([ada.status(/^Connected to Carol\.$/), carol.status(/^Connected to Ada\.$/)])
  console.log(`killed: gone for both after ${Date.now() - killedAtMs} ms`)

  const bobAgain = await start.chromium('Bob', sites[1], { profile })
  await bobAgain.join({ relayUrl: relay.url })
  const everybody = [ada, bobAgain, carol]
  await Promise.all(everybody.map((person) => person.status(/^Connected to \w+ and \w+\.$/)))
  await adaSpeaks.stop()
  for (const person of [ada, carol]) expect(await timesListed('Bob', person)).toBe(1)
  await expectWholeConversation(everybody, [adaSpeaks, bobSpeaks])
})
