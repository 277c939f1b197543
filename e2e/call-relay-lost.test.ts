import { expect } from 'vitest'
import { allInCall, equip, goesOnHearing, hears, hearsNoMore, press } from './support/caller.ts'
import { longestGapMs } from '../testing/sound/analysis.ts'
import { findSoundObstacle } from '../testing/sound/can-run.ts'
import { voicesHz } from '../testing/sound/signals.ts'
import { test } from './support/test.ts'

const obstacle = findSoundObstacle()
const orSkipped = obstacle ? `, skipped: ${obstacle}` : ''
const [, adasHz, bobsHz] = voicesHz

test.skipIf(obstacle)(
  `a call goes on while the relay is dead, mute and all, and when it is back${orSkipped}`,
  async ({ relay, giveSound, start }) => {
    const sounds = [await giveSound(), await giveSound()] as const
    const people = await Promise.all([
      start.chromium('Ada', { sound: sounds[0], microphone: 'granted' }),
      start.firefox('Bob', { sound: sounds[1], microphone: 'granted' }),
    ])
    const ada = await equip(people[0], sounds[0], adasHz)
    const bob = await equip(people[1], sounds[1], bobsHz)
    await allInCall(relay.url, [ada, bob])
    const microphones = () => Promise.all(sounds.map((sound) => sound.captures()))
    const before = await microphones()

    async function goesOn(what: string) {
      const sinceMs = performance.now()
      await Promise.all([goesOnHearing(ada, bob), goesOnHearing(bob, ada)])
      expect(await microphones()).toEqual(before)
      console.log(`${what}: the longest gap was ${longestGapMs(bob.ear.heard(sinceMs), adasHz)} ms`)
    }

    await relay.kill()
    for (const { person } of [ada, bob]) await person.status(/Can’t reach the relay/)
    await goesOn('the relay is dead')
    await press(ada, 'Mute')
    await hearsNoMore(bob, adasHz)
    await hears(ada, bob)
    await press(ada, 'Unmute')
    await Promise.all([hears(bob, ada), hears(ada, bob)])

    await relay.start()
    await Promise.all([ada.person.status(/^Connected to Bob\.$/), bob.person.status(/^Connected to Ada\.$/)])
    await goesOn('the relay is back')
    await press(ada, 'Hang up')
    await hearsNoMore(bob, adasHz)
  },
)
