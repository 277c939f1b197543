import { pause } from './lab/clock.ts'
import { expectWholeConversation } from './lab/conversation.ts'
import { test } from './lab/test.ts'
import { startTwoAtHome } from './lab/two-at-home.ts'

// A link of an upstream cut: nobody is told. Out of reach of the Wi-Fi: the browser is told, and told again.
test('the link is cut for 5, 30 and 120 s, and the conversation goes on each time', async ({
  lab,
  start,
}) => {
  const { adasHome, bobsHome, ada, bob, speakers } = await startTwoAtHome({ lab, start }, { everyMs: 1_500 })
  const everythingSaidNow = () =>
    Promise.all([
      ada.sees(`Bob says number ${speakers[1]?.said() ?? 0}.`, 180_000),
      bob.sees(`Ada says number ${speakers[0]?.said() ?? 0}.`, 180_000),
    ])
  await ada.sees('Bob says number 2.')

  await adasHome.cut()
  await pause(5_000)
  await adasHome.mend()
  await everythingSaidNow()

  await bobsHome.unplug()
  await pause(30_000)
  await bobsHome.plugIn()
  await everythingSaidNow()

  await adasHome.cut()
  await pause(120_000)
  await adasHome.mend()
  await everythingSaidNow()

  await Promise.all(speakers.map((speaker) => speaker.stop()))
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await expectWholeConversation([ada, bob], speakers)
})
