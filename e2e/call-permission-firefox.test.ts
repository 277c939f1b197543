import { equip, hears, joinCall, startCall } from './support/caller.ts'
import { until } from '../testing/browsers/panel.ts'
import { findSoundObstacle } from '../testing/sound/can-run.ts'
import { voicesHz } from '../testing/sound/signals.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const orSkipped = obstacle ? `, skipped: ${obstacle}` : ''
const [, adasHz, bobsHz] = voicesHz

test.skipIf(obstacle)(
  `Firefox: its question closed, a no, and a no that is remembered are each said, and can each be taken back${orSkipped}`,
  async ({ relay, giveSound, start }) => {
    const sounds = [await giveSound(), await giveSound()] as const
    const people = [
      await start.firefox('Ada', { sound: sounds[0] }),
      await start.chromium('Bob', { sound: sounds[1], microphone: 'granted' }),
    ] as const
    const ada = await equip(people[0], sounds[0], adasHz)
    const bob = await equip(people[1], sounds[1], bobsHz)
    const { microphone } = people[0].browser
    for (const { person } of [ada, bob]) await person.join({ relayUrl: relay.url })
    for (const { person } of [ada, bob]) await person.people('Ada', 'Bob')
    await startCall(bob)
    await joinCall(ada)

    const state = (pattern: RegExp) =>
      until(
        `${String(pattern)} in Ada's call`,
        () => ada.person.panel().text('status', 'Call status'),
        (text) => pattern.test(text ?? ''),
      )
    const press = (name: string) => ada.person.panel().click('button', name)

    // Closed without an answer it is nowhere to be seen beside a sidebar, and the browser tells nobody.
    await microphone.answerPrompt('dismiss')
    await state(/If the prompt is gone, click the button/)
    await press('Allow microphone')

    await microphone.answerPrompt('block')
    await ada.person.alert(/^The microphone is blocked for Sidetone[^]*close and reopen this sidebar/)
    await state(/^You’re only listening/)
    await hears(ada, bob)

    // A no that is not remembered stands nowhere in the settings, and holds as long as the sidebar.
    await ada.person.closePanel()
    await ada.person.openPanel()
    await joinCall(ada)
    await microphone.answerPrompt('block', { remember: true })
    await ada.person.alert(/^The microphone is blocked for Sidetone/)
    await microphone.setPermission('granted')
    await press('Try again')
    await Promise.all([hears(bob, ada), hears(ada, bob)])
    await until(
      'no alert',
      () => ada.person.panel().text('alert'),
      (text) => text === undefined,
    )
  },
)
