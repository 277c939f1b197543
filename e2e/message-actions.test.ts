import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

const log = (person: Person) => person.panel().text('log', 'Messages')
const sees = (person: Person, pattern: RegExp) =>
  until(
    `${String(pattern)} in ${person.name}'s messages`,
    () => log(person),
    (text) => pattern.test(text ?? ''),
  )
const seesNo = (person: Person, pattern: RegExp) =>
  until(
    `no ${String(pattern)} in ${person.name}'s messages`,
    () => log(person),
    (text) => text !== undefined && !pattern.test(text),
  )

/** Opens the menu of the newest message by keys alone: from the list to the message, and Enter. */
async function openMenuOfNewest(person: Person) {
  await person.panel().focus('log', 'Messages')
  await person.panel().press('ArrowUp')
  await until(
    'the actions of the message',
    () => person.panel().text('button', 'More actions'),
    (text) => text !== undefined,
  )
  await person.panel().press('Enter')
  await until(
    'the menu',
    () => person.panel().text('menuitem', 'Reply'),
    (text) => text !== undefined,
  )
}

describe.each(['chromium', 'firefox'] as const)('a person in %s', (kind) => {
  test('answers, edits, deletes and reacts, by mouse and by keyboard, and others see it, also later', async ({
    relay,
    start,
  }) => {
    const [ada, bob] = await Promise.all([start[kind]('Ada'), start.chromium('Bob')])
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    await bob.say('Tea at five?')
    await ada.sees('Tea at five?')

    // By keyboard: a reaction from the menu.
    await openMenuOfNewest(ada)
    await ada.panel().press('Home')
    await ada.panel().press('Enter')
    await sees(bob, /👍/)

    // By mouse: an answer, whose quote leads to what it answers.
    await openMenuOfNewest(ada)
    await ada.panel().click('menuitem', 'Reply')
    await ada.panel().type('Sure, at sicks')
    await ada.panel().press('Enter')
    await sees(bob, /Bob\s*Tea at five\?\s*Sure, at sicks/)

    // By keyboard: what was said last is edited.
    await ada.panel().press('ArrowUp')
    await until(
      'the message in the composer',
      () => ada.panel().value('Message'),
      (text) => text === 'Sure, at sicks',
    )
    await ada.fill('Message', 'Sure, at six')
    await ada.panel().press('Enter')
    await sees(bob, /Sure, at six\s*edited/)
    await seesNo(bob, /sicks/)

    // By mouse: deleted for everybody, after a question.
    await ada.say('a secret')
    await bob.sees('a secret')
    await openMenuOfNewest(ada)
    await ada.panel().click('menuitem', 'Delete')
    await ada.panel().click('button', 'Delete')
    await sees(bob, /Ada deleted this message\./)
    await seesNo(bob, /a secret/)
    await seesNo(ada, /a secret/)

    // Who comes later sees it as it is now.
    const eve = await start.chromium('Eve')
    await eve.join({ relayUrl: relay.url })
    await sees(eve, /Tea at five\?[\s\S]*👍[\s\S]*Sure, at six\s*edited/)
    expect(await log(eve)).not.toMatch(/secret|sicks/)

    // What is done while nobody else is there is seen when they come back.
    await bob.leave()
    await ada.say('for later')
    await ada.panel().press('ArrowUp')
    await until(
      'the message in the composer',
      () => ada.panel().value('Message'),
      (text) => text === 'for later',
    )
    await ada.fill('Message', 'for Bob')
    await ada.panel().press('Enter')
    await bob.join({ relayUrl: relay.url })
    await sees(bob, /for Bob\s*edited/)
  })
})
