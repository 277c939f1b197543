import { expect } from 'vitest'
import { equip, hears, hearsNoMore, joinCall, peopleInCall, press, startCall } from './support/caller.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { findSoundObstacle } from '../testing/sound/can-run.ts'
import { voicesHz } from '../testing/sound/signals.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const orSkipped = obstacle ? `, skipped: ${obstacle}` : ''
const [, adasHz, bobsHz] = voicesHz

const inUse = 'Another app is using the microphone. Close it or choose another microphone, then try again.'

const seesAlert = async (person: Person) => {
  expect(await person.alert(/microphone/i)).toContain(inUse)
}

/*
 * Only Chromium: PulseAudio lets any number of programs have a microphone, up to its limit, and Firefox does not look
 * whether it opened. It hands over a track that is live and silent, and tells nobody.
 */
test.skipIf(obstacle)(
  `Chromium: a microphone that others have is said; she listens, and is heard once it is free${orSkipped}`,
  async ({ relay, giveSound, start }) => {
    const sounds = [await giveSound(), await giveSound()] as const
    const people = await Promise.all([
      start.chromium('Ada', { sound: sounds[0], microphone: 'granted' }),
      start.chromium('Bob', { sound: sounds[1], microphone: 'granted' }),
    ])
    const ada = await equip(people[0], sounds[0], adasHz)
    const bob = await equip(people[1], sounds[1], bobsHz)
    await sounds[0].occupyMicrophone()
    for (const { person } of [ada, bob]) await person.join({ relayUrl: relay.url })
    for (const { person } of [ada, bob]) await person.people('Ada', 'Bob')
    await startCall(bob)
    await joinCall(ada)

    await seesAlert(ada.person)
    await hears(ada, bob)
    await until(
      'that she only listens',
      () => ada.person.panel().text('status', 'Call status'),
      (text) => text?.startsWith('You’re only listening') === true,
    )
    await press(bob, 'People in the call')
    await peopleInCall(bob.person, (text) => /Ada[^]*listening only/.test(text))

    // Tried again in vain, she goes on listening.
    await press(ada, 'Try again')
    await seesAlert(ada.person)
    await hears(ada, bob)
    await hearsNoMore(bob, adasHz)
    expect(await sounds[0].capturing()).toBe(0)

    await sounds[0].freeMicrophone()
    await press(ada, 'Try again')
    await hears(bob, ada)
    await hears(ada, bob)
    await peopleInCall(bob.person, (text) => text.includes('Ada') && !text.includes('listening only'))
    await until(
      'no alert',
      () => ada.person.panel().text('alert'),
      (text) => text === undefined,
    )
    expect(await sounds[0].capturing()).toBe(1)
  },
)
