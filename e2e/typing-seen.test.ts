import { describe, expect } from 'vitest'
import { until, type Panel } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { meet } from './support/meet.ts'
import { test } from './support/test.ts'

/** Notes all that is said to a screen reader from now on, and who is said to type. */
const listen = (panel: Panel) =>
  panel.evaluate(() => {
    const noted = { said: new Array<string>(), typing: new Array<string>() }
    Object.assign(window, { noted })
    const live = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]'
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(live)
        if (region?.textContent) noted.said.push(region.textContent)
      }
      const words = document.querySelector('.typing')?.textContent
      if (words) noted.typing.push(words)
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
const noted = (panel: Panel) =>
  panel.evaluate(() => (window as unknown as { noted: { said: string[]; typing: string[] } }).noted)

const typingLine = (person: Person) =>
  person.panel().evaluate(() => document.querySelector('.typing')?.textContent ?? '')
const seesTyping = (person: Person, words: string) =>
  until(
    `"${words}" for ${person.name}`,
    () => typingLine(person),
    (text) => text === words,
  )

/** The words of the marks at the end of own messages, oldest first. */
const marks = (person: Person) =>
  person
    .panel()
    .evaluate(() =>
      [...document.querySelectorAll('[role=log] .own .meta .visually-hidden')].map(
        (mark) => mark.textContent,
      ),
    )
const seesMarks = (person: Person, ...wanted: string[]) =>
  until(
    `the marks ${wanted.join(', ')} for ${person.name}`,
    () => marks(person),
    (words) => JSON.stringify(words) === JSON.stringify(wanted),
  )
const seen = 'Seen by everyone here'
const delivered = 'Delivered to everyone here'

/** Opens the details of the newest message by keys alone, and reads them. */
async function readDetails(person: Person): Promise<string> {
  const panel = person.panel()
  await panel.focus('log', 'Messages')
  await panel.press('ArrowUp')
  const isThere = (role: 'button' | 'menuitem' | 'dialog', name: string) =>
    until(
      name,
      () => panel.text(role, name),
      (text) => text !== undefined,
    )
  await isThere('button', 'More actions')
  await panel.press('Enter')
  await isThere('menuitem', 'Details')
  await panel.click('menuitem', 'Details')
  const text = await until(
    'who has the message',
    () => panel.text('dialog', 'Details'),
    (words) => /Delivered to\s+\w+\s+Seen by\s+\w/.test(words ?? ''),
  )
  await panel.press('Escape')
  await until(
    'no dialog',
    () => panel.text('dialog', 'Details'),
    (words) => words === undefined,
  )
  return text ?? ''
}

async function switchOff(person: Person, ...labels: string[]) {
  await person.panel().click('button', 'Settings')
  for (const label of labels) await person.panel().click('checkbox', label)
  await person.panel().press('Escape')
  await until(
    'no settings',
    () => person.panel().text('dialog', 'Settings'),
    (text) => text === undefined,
  )
}

describe.each(['chromium', 'firefox'] as const)('two people, one in %s', (kind) => {
  test('see that the other types and no longer does, and nothing moves or is read aloud', async ({
    relay,
    start,
  }) => {
    const { ada, bob } = await meet(kind, start, relay.url)
    await ada.say('Are you there?')
    await bob.sees('Are you there?')
    await seesMarks(ada, seen)
    await listen(ada.panel())
    const lastBottom = () =>
      ada.panel().evaluate(() => {
        const rows = [...document.querySelectorAll('[role=log] article')]
        return rows.at(-1)?.getBoundingClientRect().bottom
      })
    const before = await lastBottom()

    await bob.fill('Message', 'Ye')
    await seesTyping(ada, 'Bob is typing…')
    expect(await lastBottom()).toBe(before)
    // Emptied.
    await bob.panel().press('Control+a')
    await bob.panel().press('Backspace')
    await seesTyping(ada, '')
    // Typed again, and sent.
    await bob.panel().type('Yes')
    await seesTyping(ada, 'Bob is typing…')
    await bob.panel().press('Enter')
    await ada.sees('Yes')
    await seesTyping(ada, '')
    await seesMarks(bob, seen)
    // Typed and left alone, it ends by itself.
    await bob.panel().type('Hm')
    await seesTyping(ada, 'Bob is typing…')
    await seesTyping(ada, '')

    expect(new Set((await noted(ada.panel())).said)).toEqual(new Set(['Bob: Yes']))
  })

  test('see what was in sight of the other, and to whom a message got', async ({ relay, start }) => {
    const { ada, bob } = await meet(kind, start, relay.url)
    await bob.say('First')
    await seesMarks(bob, seen)

    // Nothing is seen with the panel closed, and all of it once it's open.
    await ada.closePanel()
    await bob.say('Second')
    await seesMarks(bob, seen, delivered)
    await listen(bob.panel())
    await ada.openPanel()
    await ada.sees('Second')
    await seesMarks(bob, seen, seen)
    expect((await noted(bob.panel())).said).toEqual([])
    expect(await readDetails(bob)).toMatch(/Delivered to\s+Ada\s+Seen by\s+Ada/)

    // It is known when she comes back.
    await ada.leave()
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await seesMarks(bob, seen, seen)
  })

  test('are told nothing by somebody who tells nothing, who is told nothing either', async ({
    relay,
    start,
  }) => {
    const [ada, bob] = await Promise.all([start[kind]('Ada'), start.chromium('Bob')])
    await switchOff(ada, 'Tell others when I’m typing', 'Tell others what I’ve read')
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    await listen(ada.panel())
    await listen(bob.panel())
    await bob.say('Hello?')
    await ada.sees('Hello?')
    await ada.say('Here')
    await bob.sees('Here')
    await bob.say('Good')
    await ada.sees('Good')
    await seesMarks(ada, delivered)
    await seesMarks(bob, delivered, delivered)
    expect([(await noted(ada.panel())).typing, (await noted(bob.panel())).typing]).toEqual([[], []])
    expect(await readDetails(bob)).toMatch(/Delivered to\s+Ada\s+Seen by\s+Nobody has said so yet\./)

    // Switched on, what is in sight is told, and heard.
    await switchOff(ada, 'Tell others when I’m typing', 'Tell others what I’ve read')
    await seesMarks(bob, seen, seen)
    await bob.fill('Message', 'Now')
    await seesTyping(ada, 'Bob is typing…')
  })
})
