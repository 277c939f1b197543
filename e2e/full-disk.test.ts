import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { findDiskObstacle, mountSmallDisk, type SmallDisk } from './support/small-disk.ts'
import { test as base } from './support/test.ts'

/** Room for a fresh profile, and not much more. */
const diskMegabytes = 300

const obstacle = findDiskObstacle()

// The disk first: it ends after the browser that is on it.
const test = base.extend<{ disk: SmallDisk }>({
  disk: async ({ task: _ }, use) => {
    const disk = mountSmallDisk(diskMegabytes)
    await use(disk)
    disk.close()
  },
})

/** What is typed stays in the composer as it is; keys, since nothing else is how it comes there. */
const draft = (person: Person) => person.panel().value('Message')

/** How a message is shown: kept when it waits for nothing; while it is being written, it says that it waits. */
const shownAs = (person: Person, words: string) =>
  person.panel().evaluate((wanted) => {
    const shown = [...document.querySelectorAll('[role=log] article')].find((one) =>
      one.textContent.includes(wanted),
    )
    return shown && (shown.querySelector('.mark.waiting') ? 'waiting' : 'kept')
  }, words)

/**
 * Fills the disk again whenever something was given back, and sends until the browser can write no more: what it may
 * still do with the files that it has differs. What was sent before the disk refused it waits in the list, and is no
 * longer in the composer; what comes after it is refused.
 */
async function sendUntilRefused(
  person: Person,
  other: Person,
  disk: SmallDisk,
): Promise<{ refused: string; waiting: string[] }> {
  const waiting: string[] = []
  for (let attempt = 1; attempt <= 40; attempt++) {
    disk.fill()
    const name = `Attempt ${attempt} `
    const text = `${name}${'x'.repeat(4_000)}`
    await person.panel().focus('textbox', 'Message')
    await person.panel().paste(text)
    await person.panel().press('Enter')
    const outcome = await until(
      'a message that is shown or refused',
      async () => ({
        shownAs: await shownAs(person, name),
        isSent: (await other.panel().text('log', 'Messages'))?.includes(name) === true,
        isRefused: (await draft(person)) === text,
        alert: await person.panel().text('alert'),
      }),
      (seen) => seen.shownAs === 'kept' || (seen.alert !== undefined && (seen.isSent || seen.isRefused)),
    )
    if (outcome.isRefused) return { refused: text, waiting }
    if (outcome.shownAs !== 'kept') waiting.push(name)
  }
  throw new Error('The browser wrote everything on a full disk.')
}

describe.skipIf(obstacle !== undefined)(
  `a full disk (skipped where ${obstacle ?? 'none can be made'})`,
  () => {
    for (const kind of ['chromium', 'firefox'] as const) {
      test(`${kind}: is said, loses nothing that was typed, and heals when there is room`, async ({
        disk,
        relay,
        start,
      }) => {
        const profile = path.join(disk.folder, 'profile')
        mkdirSync(profile)
        const [ada, bob] = await Promise.all([
          kind === 'chromium' ? start.chromium('Ada', { profile }) : start.firefox('Ada', { profile }),
          start.chromium('Bob'),
        ])
        await ada.join({ relayUrl: relay.url })
        await bob.join({ relayUrl: relay.url })
        await ada.status(/^Connected to Bob\.$/)
        await ada.say('Before')
        await bob.sees('Before')

        const { refused, waiting } = await sendUntilRefused(ada, bob, disk)
        for (const name of waiting) await bob.sees(name)
        expect(await ada.alert(/disk space/)).toMatch(/disk space/)
        expect(await draft(ada)).toBe(refused)

        // What others say meanwhile comes when there is room, by itself.
        await bob.say('While it was full')
        disk.free()
        await ada.sees('While it was full')
        expect(await draft(ada)).toBe(refused)
        for (const name of waiting) {
          await until(
            'what was sent, kept',
            () => shownAs(ada, name),
            (as) => as === 'kept',
          )
        }
        // What was shown may have been so before it was on disk: until there is room it's refused, and tried again.
        await until(
          'what was refused, sent',
          async () => {
            if ((await draft(ada)) === refused) {
              await ada.panel().focus('textbox', 'Message')
              await ada.panel().press('Enter')
            }
            return bob.panel().text('log', 'Messages')
          },
          (text) => text?.includes(refused.slice(0, 12)) === true,
        )
        await ada.sees(refused.slice(0, 12))
        // That others' words could not be written is a notice of the room, which the person dismisses; the rest goes by itself.
        await until(
          'the last problem, dismissed',
          async () => {
            const alert = await ada.panel().text('alert')
            if (alert?.includes('Dismiss')) await ada.panel().click('button', 'Dismiss')
            return alert
          },
          (alert) => alert === undefined,
        )

        // Drafts, too, are kept again.
        await ada.panel().focus('textbox', 'Message')
        await ada.panel().type('Half a sen')
        await ada.closePanel()
        await ada.openPanel()
        await until(
          'the draft',
          () => draft(ada),
          (text) => text === 'Half a sen',
        )
        await ada.say('After')
        await bob.sees('After')
      })
    }
  },
)
