import { test as base } from 'vitest'
import type { ChromiumOptions } from '../../../testing/browsers/chromium.ts'
import { startInChromium, startInFirefox, type Person } from '../../../testing/browsers/person.ts'
import { leaveEvidence } from '../../support/evidence.ts'
import { findLabObstacle } from '../../../testing/network/can-run.ts'
import type { Site } from '../../../testing/network/site.ts'
import { createLab, type Lab } from '../../../testing/network/lab.ts'

export interface Fixtures {
  /** Networks of this test's own. */
  lab: Lab
  /** Start a person's browser at a site with the panel open; it ends with the test. */
  start: {
    chromium(name: string, site: Site, more?: Partial<ChromiumOptions>): ReturnType<typeof startInChromium>
    firefox(name: string, site: Site): ReturnType<typeof startInFirefox>
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
      // A person who returns under the same name is the same person.
      for (const known of people) if (known.name === person.name) people.delete(known)
      people.add(person)
      return person
    }
    await use({
      async chromium(name, site, more) {
        const options = { namespace: site.namespace, language: 'en-US', ...more }
        return kept(await startInChromium(name, options))
      },
      firefox: async (name, site) => kept(await startInFirefox(name, { namespace: site.namespace })),
    })
    // Here and not in a hook: those of failed tests come when the browsers have gone.
    if (task.result?.errors?.length) await leaveEvidence(task.name, [...people])
    // One that was killed cannot quit.
    await Promise.allSettled([...people].map((person) => person.browser.quit()))
  },
})

/** A test in a lab of networks; skipped, and named so, where this machine allows none. */
export const test = withLab.skipIf(findLabObstacle() !== undefined)
