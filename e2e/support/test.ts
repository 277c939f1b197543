import { test as base } from 'vitest'
import { leaveEvidence } from './evidence.ts'
import { startInChromium, startInFirefox, type Person } from '../../testing/browsers/person.ts'
import { startRelay, type RelayProcess } from '../../testing/servers/relay.ts'
import { startSound, type Sound } from '../../testing/sound/sound.ts'

interface Fixtures {
  /** A relay of this test's own. */
  relay: RelayProcess
  /** Gives a person microphones and speakers, for the option `sound` of a browser; they end with the test. */
  giveSound: typeof startSound
  /** Start a person's browser with the panel open; it ends with the test. */
  start: { chromium: typeof startInChromium; firefox: typeof startInFirefox }
}

export const test = base.extend<Fixtures>({
  relay: async ({ task: _ }, use) => {
    const relay = await startRelay()
    await use(relay)
    await relay.kill()
  },
  giveSound: async ({ task: _ }, use) => {
    const given: Sound[] = []
    await use(async (...words) => {
      const sound = await startSound(...words)
      given.push(sound)
      return sound
    })
    await Promise.all(given.map((sound) => sound.close()))
  },
  start: async ({ task }, use) => {
    const people: Person[] = []
    function kept<Started extends Person>(person: Started): Started {
      people.push(person)
      return person
    }
    await use({
      chromium: async (...words) => kept(await startInChromium(...words)),
      firefox: async (...words) => kept(await startInFirefox(...words)),
    })
    // Here and not in a hook: those of failed tests come when the browsers have gone.
    if (task.result?.errors?.length) await leaveEvidence(task.name, people)
    // One that closes badly has passed its test all the same; its processes end with this one.
    await Promise.allSettled(people.map((person) => person.browser.quit()))
  },
})
