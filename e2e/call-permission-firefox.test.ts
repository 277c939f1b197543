import { until } from './support/panel.ts'
import type { Person } from './support/person.ts'
import { findSoundObstacle } from './support/sound/can-run.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const orSkipped = obstacle ? `, skipped: ${obstacle}` : ''

const stateOfCall = (person: Person, pattern: RegExp) =>
  until(
    `${String(pattern)} in ${person.name}'s call`,
    () => person.panel().text('status', 'State of the call'),
    (text) => pattern.test(text ?? ''),
  )

const seesInCall = (person: Person) =>
  until(
    'the call',
    () => person.panel().text('button', 'Mute'),
    (text) => text !== undefined,
  )

test.skipIf(obstacle)(
  `Firefox: its question closed, answered with no, and a no that is remembered are each said${orSkipped}`,
  async ({ relay, giveSound, start }) => {
    const ada = await start.firefox('Ada', { sound: await giveSound() })
    const { microphone } = ada.browser
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    await ada.panel().click('button', 'Start call')

    // Closed without an answer it waits behind a symbol, and the browser tells nobody: the call says where it is.
    await microphone.answerPrompt('dismiss')
    await stateOfCall(ada, /a question that was closed waits behind the microphone in the address bar/)
    console.log(await ada.panel().text('alert'))
    await ada.panel().click('button', 'Hang up')
    await ada.panel().screenshot('/tmp/bench/ff-1.png')

    await ada.panel().click('button', 'Start call')
    await microphone.answerPrompt('block')
    console.log('blocked once:', await ada.alert(/./), await ada.panel().text('status', 'State of the call'))
    await ada.panel().screenshot('/tmp/bench/ff-2.png')

    await microphone.setPermission('denied')
    await new Promise((r) => setTimeout(r, 1000))
    console.log('denied:', await ada.alert(/./), await ada.panel().text('status', 'State of the call'))
    await ada.panel().screenshot('/tmp/bench/ff-3.png')
    await microphone.setPermission('granted')
    await ada.panel().click('button', 'Try again')
    await seesInCall(ada)
  },
)
