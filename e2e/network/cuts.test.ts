import { pause } from './support/clock.ts'
import { expectWholeConversation } from './support/conversation.ts'
import { test } from './support/test.ts'
import { startTwoSites } from './support/two-sites.ts'

// A link of an upstream cut: nobody is told. Out of reach of the Wi-Fi: the browser is told, and told again.
test('the link is cut for 5, 30 and 120 s, and the conversation goes on each time', async ({
  lab,
  start,
}) => {
  const { adasSite, bobsSite, ada, bob, speakers } = await startTwoSites({ lab, start }, { everyMs: 1_500 })
  async function everythingSaidNow(after: string) {
    const sinceMs = performance.now()
    await Promise.all([
      ada.sees(`Bob says number ${speakers[1]?.said() ?? 0}.`, 180_000),
      bob.sees(`Ada says number ${speakers[0]?.said() ?? 0}.`, 180_000),
    ])
    console.log(`${after}: all that was said is there after ${Math.round(performance.now() - sinceMs)} ms`)
  }
  await ada.sees('Bob says number 2.')

  await adasSite.cut()
  await pause(5_000)
  await adasSite.mend()
  await everythingSaidNow('5 s cut')

  await bobsSite.unplug()
  await pause(30_000)
  await bobsSite.plugIn()
  await everythingSaidNow('30 s out of reach')

  await adasSite.cut()
  await pause(120_000)
  await adasSite.mend()
  await everythingSaidNow('120 s cut')

  await Promise.all(speakers.map((speaker) => speaker.stop()))
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await expectWholeConversation([ada, bob], speakers)
})
