import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { dumpDatabase, setLifetime } from './support/disappearing.ts'
import { meet } from './support/meet.ts'
import { test } from './support/test.ts'

const log = (person: Person) => person.panel().text('log', 'Messages')
const seesNo = (person: Person, text: string) =>
  until(
    `no "${text}" in ${person.name}'s messages`,
    () => log(person),
    (shown) => shown !== undefined && !shown.includes(text),
    60_000,
  )
const keepsNo = (person: Person, text: string) =>
  until(
    `no "${text}" on ${person.name}'s disk`,
    () => dumpDatabase(person.panel()),
    (all) => !all.includes(text),
    60_000,
  )

/** What the search finds, once it has read everything. */
async function finds(person: Person, typed: string, isIt: (found: string) => boolean) {
  const panel = person.panel()
  await panel.press('Control+f')
  await until(
    'the field of the search, with the focus',
    () => panel.evaluate(() => document.activeElement?.getAttribute('aria-label')),
    (label) => label === 'Search messages',
  )
  await panel.type(typed)
  await until(
    `what is found for ${typed}`,
    () => panel.evaluate(() => document.querySelector('[role=dialog]')?.textContent ?? ''),
    isIt,
  )
  await panel.press('Escape')
}

describe.each(['chromium', 'firefox'] as const)('disappearing messages in %s', (kind) => {
  test('are set from the menu, gone from both disks when their time is over, and never come to who joins later', async ({
    relay,
    start,
  }) => {
    const { ada, bob } = await meet(kind, start, relay.url)
    await ada.say('Said before')
    await bob.sees('Said before')

    await ada.panel().click('button', 'Room menu')
    await ada.panel().click('menuitem', 'Disappearing messages')
    await ada.panel().click('radio', '1 day')
    await ada.sees('You set messages to disappear after 1 day.')
    await ada.panel().press('Escape')
    await bob.sees('Ada set messages to disappear after 1 day.')
    await until(
      'the mark beside the name of the room',
      () =>
        bob
          .panel()
          .evaluate(
            (label) => document.querySelector(`h1 ~ [role=img][aria-label="${label}"]`) !== null,
            'Messages disappear after 1 day.',
          ),
      (isThere) => isThere,
    )
    await bob.say('For a day')
    await ada.sees('For a day')

    // So short that a test can wait for it; others may set what our panel doesn't offer.
    expect(await setLifetime(bob.panel(), 15)).toBe(true)
    await ada.sees('Bob set messages to disappear after 15 seconds.')
    await ada.say('Secret pancakes')
    await bob.sees('Secret pancakes')
    expect(await dumpDatabase(bob.panel())).toContain('Secret pancakes')
    await finds(bob, 'pancakes', (found) => found.includes('Secret pancakes'))

    for (const person of [ada, bob]) {
      await seesNo(person, 'Secret pancakes')
      await keepsNo(person, 'pancakes')
      // Neither unseen in the page, where it was read aloud.
      expect(await person.panel().evaluate(() => document.body.textContent)).not.toContain('pancakes')
    }
    await finds(bob, 'pancakes', (found) => found.includes('No messages found.'))

    const cleo = await start.chromium('Cleo')
    await cleo.join({ relayUrl: relay.url })
    await cleo.sees('For a day')
    await cleo.sees('Said before')
    await ada.say('Hello, Cleo')
    await cleo.sees('Hello, Cleo')
    expect(await dumpDatabase(cleo.panel())).not.toContain('pancakes')
    // Nothing is missing to her.
    expect(await log(cleo)).not.toContain('hasn’t arrived')
  })
})
