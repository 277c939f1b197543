import type { ChromiumBrowser } from '../../testing/browsers/chromium.ts'
import { until } from '../../testing/browsers/panel.ts'
import type { Person } from '../../testing/browsers/person.ts'

interface Cast {
  readonly ada: Person<ChromiumBrowser>
  readonly bob: Person
  readonly eve: Person
  readonly picture: (state: string) => Promise<void>
}

/** Opens the menu of the newest message, which has none before it's on disk. */
async function openMenu(person: Person, item: string) {
  await until(
    'the menu',
    async () => {
      if (await person.panel().text('menuitem', item)) return true
      await person.panel().focus('log', 'Messages')
      await person.panel().press('ArrowUp')
      await person.panel().press('Enter')
      return false
    },
    Boolean,
  )
}

/** Chooses from the menu of the newest message. */
async function choose(person: Person, item: string) {
  await openMenu(person, item)
  await person.panel().click('menuitem', item)
}

/** Three people talk; Ada, whose panel is pictured, sees all of it. */
export async function talk({ ada, bob, eve }: Omit<Cast, 'picture'>) {
  async function say(speaker: Person, text: string) {
    await speaker.fill('Message', '')
    await speaker.panel().paste(text)
    await speaker.panel().press('Enter')
    // Of Markdown the words are seen, and not its signs.
    await ada.sees((text.split('\n')[0] ?? text).replaceAll('*', ''))
  }
  await say(ada, 'Have you read this? Orion is up by eleven.')
  await say(bob, 'Reading it right now. I count seven Pleiades ✨')
  await say(bob, 'Seven is above average, they say.')
  await say(eve, '今晚的天空很清楚，我看到了木星！')
  await choose(ada, '👍')
  await choose(bob, 'Reply')
  await say(bob, 'Jupiter is *huge* tonight')
  await say(ada, 'On the roof at **eleven**, then. I have:\n- tea\n- two blankets')
  await choose(bob, '❤️')
  await until(
    'the reaction',
    () => ada.panel().evaluate(() => document.querySelectorAll('.reactions').length),
    (count) => count === 2,
  )
}

/** What can be done to messages: the menu, and then a reaction, an answer, a pin, an edit and a deletion. */
export async function pictureMessages({ ada, bob, picture }: Omit<Cast, 'eve'>) {
  await ada.panel().focus('textbox', 'Message')
  await ada
    .panel()
    .paste(
      'A line of its own:\n\n  <b>this is text</b>, and https://example.org/a/very/long/address/that/has/to/break/somewhere',
    )
  await ada.panel().press('Enter')
  await ada.sees('A line of its own')
  await ada.panel().focus('log', 'Messages')
  await ada.panel().press('ArrowUp')
  await picture('4-message-tools')
  await openMenu(ada, 'Reply')
  await picture('4-message-menu')
  await ada.panel().press('Escape')
  await choose(ada, '👍')
  await choose(ada, 'Pin')
  await choose(ada, 'Reply')
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().type('Half of an answer')
  await picture('4-answering')
  await ada.panel().press('Enter')
  await ada.sees('Half of an answer')
  await choose(bob, '❤️')
  await choose(ada, 'Edit')
  await until(
    'the words to edit',
    () => ada.panel().value('Message'),
    (text) => text === 'Half of an answer',
  )
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().press('End')
  await ada.panel().type(', and the **other** half')
  await ada.panel().press('Enter')
  await ada.sees('the other half')
  await ada.say('A slip of the tongue')
  await choose(ada, 'Delete')
  await until('the question', () => ada.panel().text('dialog'), Boolean)
  await picture('4-delete')
  await ada.panel().click('button', 'Delete')
  await ada.sees('You deleted this message.')
  for (const [item, state] of [
    ['Details', '4-message-details'],
    ['Forward', '4-forward'],
    ['More emoji', '4-emoji'],
  ] as const) {
    await ada.say('It')
    await choose(ada, item)
    await until('the dialog', () => ada.panel().text('dialog'), Boolean)
    await picture(state)
    await ada.panel().press('Escape')
  }
  await bob.panel().focus('textbox', 'Message')
  await bob.panel().type('Wait')
  await until(
    'who is typing',
    () => ada.panel().evaluate(() => document.body.innerText),
    (text) => text.includes('Bob is typing'),
  )
  await picture('4-done-to-messages')
  await bob.say('Wait, I see it too!')
}
