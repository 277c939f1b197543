import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'
import { violations } from './support/violations.ts'

const hasButton = (person: Person, name: string) =>
  until(
    `the button "${name}" of ${person.name}`,
    () => person.panel().text('button', name),
    (text) => text !== undefined,
  )

async function emojiOf(person: Person): Promise<string> {
  const text = await until(
    `the emoji of ${person.name}`,
    () => person.panel().text('list', 'Emoji to compare'),
    (found) => found !== undefined,
  )
  return (text ?? '').replace(/\s+/g, ' ').trim()
}

/** How often the mark's words stand in an element. */
async function marksIn(person: Person, role: 'list' | 'log', name: string): Promise<number> {
  const text = await person.panel().text(role, name)
  return text?.match(/\bverified\b/g)?.length ?? 0
}

describe('two people verify each other', () => {
  test.for(['chromium', 'firefox'] as const)('chromium and %s', async (kind, { relay, start }) => {
    const [ada, bob] = await Promise.all([start.chromium('Ada'), start[kind]('Bob')])
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await bob.say('Is it you?')
    await ada.sees('Is it you?')
    expect(await marksIn(ada, 'log', 'Messages')).toBe(0)

    await ada.panel().click('button', 'Verify')
    await bob.alert(/^Ada wants to compare emoji with you/)
    await bob.panel().click('button', 'Compare')
    const [seenByAda, seenByBob] = await Promise.all([emojiOf(ada), emojiOf(bob)])
    expect(seenByAda).toBe(seenByBob)
    expect(seenByAda.match(/\p{Extended_Pictographic}/gu)).toHaveLength(7)
    await ada.panel().click('button', 'They match')
    await bob.panel().click('button', 'They match')
    await Promise.all([hasButton(ada, 'Done'), hasButton(bob, 'Done')])
    await ada.panel().click('button', 'Done')
    await bob.panel().press('Escape')

    // In the list and at the author of what was said before, in words too, also after the panel was closed.
    for (const person of [ada, bob]) {
      await hasButton(person, 'Verified')
      await person.closePanel()
      await person.openPanel()
      await hasButton(person, 'Verified')
    }
    await until(
      'the mark at the author',
      () => marksIn(ada, 'log', 'Messages'),
      (count) => count === 1,
    )
  })
})

test('different emoji on one side verify nobody and warn both', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await ada.status(/^Connected to Bob\.$/)
  await ada.panel().click('button', 'Verify')
  await bob.alert(/^Ada wants/)
  await bob.panel().click('button', 'Verify')
  await Promise.all([emojiOf(ada), emojiOf(bob)])
  await ada.panel().click('button', 'They match')
  await hasButton(ada, 'Done')
  await bob.panel().click('button', 'They don’t match')
  for (const person of [ada, bob]) await person.alert(/see different emoji\. Someone may be intercepting/)
  for (const person of [ada, bob]) {
    await person.panel().press('Escape')
    await hasButton(person, 'Verify')
    expect(await person.panel().text('button', 'Verified')).toBeUndefined()
  }
})

test('by number: the same digits at both, pasted by one', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await ada.status(/^Connected to Bob\.$/)
  const numbers: string[] = []
  for (const person of [ada, bob]) {
    await person.panel().click('button', 'Verify')
    await person.panel().click('tab', 'Number')
    const text = await until(
      'the number',
      () => person.panel().text('group', 'Safety number'),
      (found) => found !== undefined,
    )
    numbers.push((text ?? '').replace(/\s+/g, ' ').trim())
  }
  expect(numbers[0]).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(numbers[1]).toBe(numbers[0])
  const said = (words: string) =>
    until(
      words,
      () => ada.panel().text('dialog', 'Is this really Bob?'),
      (text) => text?.includes(words) === true,
    )
  await ada.fill('Their number', '12345')
  await said('The numbers don’t match.')
  await ada.fill('Their number', '')
  await ada.panel().paste(`Mine is ${numbers[1] ?? ''}`)
  await said('The numbers match.')
  await ada.panel().click('button', 'They match')
  await hasButton(ada, 'Done')
  await ada.panel().press('Escape')
  await hasButton(ada, 'Verified')
})

test('the same name with another key is a warning that stays until it is judged', async ({
  relay,
  start,
}) => {
  const [bob, first, second] = await Promise.all([
    start.chromium('Bob'),
    start.chromium('Ada'),
    start.chromium('ADA'),
  ])
  await bob.join({ relayUrl: relay.url })
  await first.join({ relayUrl: relay.url })
  await bob.status(/^Connected to Ada\.$/)
  await hasButton(bob, 'Verify')
  await first.leave()
  await bob.status(/^Waiting/)
  await second.join({ relayUrl: relay.url })
  await bob.status(/^Connected to ADA\.$/)
  await bob.alert(/This isn’t the ADA you know/)
  await second.say('It is me')
  await bob.sees('different key from the ADA you know')

  await bob.closePanel()
  await bob.openPanel()
  await bob.alert(/This isn’t the ADA you know/)
  await bob.panel().click('button', 'Different people')
  await until(
    'no warning',
    () => bob.panel().text('alert'),
    (text) => text === undefined,
  )
  await second.leave()
  await second.join({ relayUrl: relay.url })
  await bob.status(/^Connected to ADA\.$/)
  await hasButton(bob, 'Verify')
  expect(await bob.panel().text('alert')).toBeUndefined()
})

test('axe finds nothing at 320 px, and a keyboard is enough', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('w'.repeat(40))])
  await ada.browser.panelPage().setViewport({ width: 320, height: 640 })
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await ada.status(/^Connected to w+\.$/)
  await hasButton(ada, 'Verify')
  await bob.panel().click('button', 'Verify')
  await ada.alert(/wants to compare/)
  expect(await violations(ada)).toEqual([])

  await ada.panel().focus('button', 'Verify')
  await ada.panel().press('Enter')
  await emojiOf(ada)
  expect(await violations(ada)).toEqual([])
  const focused = () =>
    ada.panel().evaluate(() => {
      const element = document.activeElement
      const isInside = element?.closest('[role=dialog]') !== null
      return `${element?.textContent.trim() ?? ''} ${isInside ? 'inside' : 'outside'}`
    })
  // Round and round, and never out of the dialog.
  const passed: string[] = []
  for (let n = 0; n < 8; n++) {
    await ada.panel().press('Tab')
    passed.push(await focused())
  }
  expect(passed.filter((one) => one.endsWith('outside'))).toEqual([])
  for (const name of ['Emoji', 'They match', 'They don’t match']) {
    expect(passed).toContain(`${name} inside`)
  }
  await ada.panel().focus('tab', 'Number')
  await ada.panel().press('Enter')
  await until(
    'the number',
    () => ada.panel().text('group', 'Safety number'),
    (text) => text !== undefined,
  )
  expect(await violations(ada)).toEqual([])
  await ada.panel().press('Escape')
  await until(
    'the closed dialog',
    () => ada.panel().evaluate(() => document.querySelector('[role=dialog]') === null),
    Boolean,
  )
  // The focus is back where it was.
  await until(
    'the focus',
    () => ada.panel().evaluate(() => document.activeElement?.getAttribute('aria-label')),
    (name) => name === 'People',
  )
})

test('deleting the key makes a new person of us, and says so first', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await bob.status(/^Connected to Ada\.$/)
  await hasButton(bob, 'Verify')
  await ada.browser.panelPage().setViewport({ width: 320, height: 640 })
  await ada.panel().click('button', 'Settings')
  await ada.panel().click('button', 'Delete key…')
  await until(
    'what is lost',
    () => ada.panel().text('dialog', 'Delete your key?'),
    (text) => /someone new uses your name[\s\S]*You’ll leave all rooms/.test(text ?? ''),
  )
  expect(await violations(ada)).toEqual([])
  await ada.panel().click('button', 'Delete key')
  await bob.status(/^Waiting/)
  await until(
    'the end of the key',
    () => ada.panel().text('dialog', 'Settings'),
    (text) => text?.includes('Key deleted.') === true,
  )
  await ada.panel().press('Escape')
  await ada.join({ relayUrl: relay.url })
  await bob.alert(/This isn’t the Ada you know/)
})
