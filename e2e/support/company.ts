import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest'
import { leaveEvidence } from './evidence.ts'
import { startInChromium, startInFirefox, type Person } from '../../testing/browsers/person.ts'
import { startRelay, type RelayProcess } from '../../testing/servers/relay.ts'

/** People in one room, whose browsers the tests of a `describe` share: a browser starts in seconds. */
export interface Company {
  readonly relay: RelayProcess
  /** In the browser that the tests are about. */
  readonly ada: Person
  /** In Chromium. */
  readonly bob: Person
  /** Starts the browser of somebody who comes later. */
  join(name: string): Promise<Person>
}

/** Starts them before the tests of the `describe` that calls it, and ends them after. */
export function startCompany(kind: 'chromium' | 'firefox'): () => Company {
  let company: Company | undefined
  const people: Person[] = []
  let relay: RelayProcess | undefined

  beforeAll(async () => {
    const started = (relay = await startRelay())
    const kept = <Started extends Person>(person: Started) => {
      people.push(person)
      return person
    }
    const [ada, bob] = await Promise.all([
      (kind === 'chromium' ? startInChromium : startInFirefox)('Ada').then(kept),
      startInChromium('Bob').then(kept),
    ])
    await ada.join({ relayUrl: started.url })
    await bob.join({ relayUrl: started.url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    company = {
      relay: started,
      ada,
      bob,
      async join(name) {
        const person = kept(await startInChromium(name))
        await person.join({ relayUrl: started.url })
        return person
      },
    }
  })
  beforeEach(({ task }) => {
    onTestFailed(() => leaveEvidence(task.name, people))
  })
  afterAll(async () => {
    await Promise.allSettled(people.map((person) => person.browser.quit()))
    await relay?.kill()
  })
  return () => {
    if (!company) throw new Error('Nobody is there yet.')
    return company
  }
}
