import { test as base } from 'vitest'
import type { ChromiumOptions } from '../../support/chromium.ts'
import { startInChromium, startInFirefox, type Person } from '../../support/person.ts'
import { leaveEvidence } from '../../support/evidence.ts'
import { findLabObstacle } from './can-run.ts'
import type { Household } from './household.ts'
import { createLab, type Lab } from './lab.ts'

export interface Fixtures {
  /** Networks of this test's own. */
  lab: Lab
  /** Start a person's browser at home with the panel open; it ends with the test. */
  start: {
    chromium(
      name: string,
      home: Household,
      more?: Partial<ChromiumOptions>,
    ): ReturnType<typeof startInChromium>
    firefox(name: string, home: Household): ReturnType<typeof startInFirefox>
  }
}

const withLab = base.extend<Fixtures>({
  lab: async ({ task: _ }, use) => {
    const lab = await createLab()
    await use(lab)
    lab.close()
  },
  start: async ({ task }, use) => {
    const people = new Set<Person>()
    function kept<Started extends Person>(person: Started): Started {
      // Who returns under the same name is the same person.
      for (const known of people) if (known.name === person.name) people.delete(known)
      people.add(person)
      return person
    }
    await use({
      async chromium(name, home, more) {
        const options = { namespace: home.namespace, language: 'en-US', ...more }
        return kept(await startInChromium(name, options))
      },
      firefox: async (name, home) => kept(await startInFirefox(name, { namespace: home.namespace })),
    })
    // Here and not in a hook: those of failed tests come when the browsers have gone.
    if (task.result?.errors?.length) await leaveEvidence(task.name, [...people])
    // One that was killed cannot quit.
    await Promise.allSettled([...people].map((person) => person.browser.quit()))
  },
})

/** A test in a lab of networks; skipped, and named so, where this machine allows none. */
export const test = withLab.skipIf(findLabObstacle() !== undefined)
