import { until, type Role } from '../../testing/browsers/panel.ts'
import type { Person } from '../../testing/browsers/person.ts'

/** All that is read in the list of messages. */
export const log = (person: Person) => person.panel().text('log', 'Messages')

export const sees = (person: Person, pattern: RegExp) =>
  until(
    `${String(pattern)} in ${person.name}'s messages`,
    () => log(person),
    (text) => pattern.test(text ?? ''),
  )

export const seesNo = (person: Person, pattern: RegExp) =>
  until(
    `no ${String(pattern)} in ${person.name}'s messages`,
    () => log(person),
    (text) => text !== undefined && !pattern.test(text),
  )

/** Waits until something is there. */
export const seesThing = (person: Person, role: Role, name: string) =>
  until(
    `${person.name}'s ${role} "${name}"`,
    () => person.panel().text(role, name),
    (text) => text !== undefined,
  )

export const seesNoThing = (person: Person, role: Role, name: string) =>
  until(
    `no ${role} "${name}" of ${person.name}'s`,
    () => person.panel().text(role, name),
    (text) => text === undefined,
  )

/** Waits until the composer says exactly that. */
export const composes = (person: Person, text: string) =>
  until(
    `"${text}" in ${person.name}'s composer`,
    () => person.panel().value('Message'),
    (value) => value === text,
  )

/** The name of what has the focus, or its text. */
export const focused = (person: Person) =>
  person.panel().evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return 'nothing'
    return element.getAttribute('aria-label') ?? element.textContent.trim()
  })

/** Where the words of the last message stand that has such a text, in the middle of the first line of them. */
export const placeOf = (person: Person, text: string) =>
  until(
    `"${text}" standing still in ${person.name}'s messages`,
    () =>
      person.panel().evaluate(async (wanted) => {
        const find = () =>
          [...document.querySelectorAll<HTMLElement>('[role=log] article')].findLast((one) =>
            one.innerText.includes(wanted),
          )
        find()?.scrollIntoView({ block: 'nearest' })
        const boxOf = () => find()?.querySelector('.words, .gone')?.getBoundingClientRect()
        const before = boxOf()
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const box = boxOf()
        if (!box || box.top !== before?.top || box.left !== before.left) return undefined
        return { x: Math.round(box.left + box.width / 2), y: Math.round(box.top + 8) }
      }, text),
    (place) => place !== undefined,
  ).then((place) => place ?? { x: 0, y: 0 })

/** By the mouse alone: to the message, until its actions appear there; what comes may move it away meanwhile. */
export async function hover(person: Person, text: string) {
  const { evaluate, point } = person.panel()
  const hasActions = () =>
    evaluate((wanted) => {
      const tools = document.querySelector('[role=log] [role=toolbar]')
      return tools?.closest<HTMLElement>('[data-key]')?.innerText.includes(wanted) === true
    }, text)
  await until(
    `the actions of "${text}"`,
    async () => {
      await point([{ type: 'move', x: 2, y: 2 }])
      await point([{ type: 'move', ...(await placeOf(person, text)) }])
      // Without them, the list has moved: then once more.
      return until('its actions', hasActions, Boolean, 2_000).catch(() => false)
    },
    Boolean,
  )
}

/** Moves the focus to a message, from the list and by the arrow keys. */
export async function focusMessage(person: Person, text: string) {
  await person.panel().focus('log', 'Messages')
  for (let steps = 0; steps < 60; steps += 1) {
    await person.panel().press('ArrowUp')
    if ((await focused(person)).includes(text)) return
  }
  throw new Error(`No message "${text}" was found by the arrow keys.`)
}

const ways = {
  async mouse(person: Person, text: string) {
    await hover(person, text)
    await person.panel().click('button', 'More actions')
  },
  async keyboard(person: Person, text: string) {
    await focusMessage(person, text)
    await person.panel().press('Enter')
  },
  async contextMenu(person: Person, text: string) {
    const place = await placeOf(person, text)
    await person.panel().point([
      { type: 'move', ...place },
      { type: 'down', button: 2 },
      { type: 'up', button: 2 },
    ])
  },
  async touch(person: Person, text: string) {
    const place = await placeOf(person, text)
    const press = [{ type: 'move', ...place }, { type: 'down' }, { type: 'hold', ms: 1_200 }] as const
    await person.panel().point([...press, { type: 'up' }], 'touch')
  },
}
export type Way = keyof typeof ways

/** Opens the menu of the last message that has such a text. */
export async function openMenu(person: Person, text: string, way: Way) {
  await ways[way](person, text)
  await seesThing(person, 'menuitem', 'Reply')
}

/** Chooses from the open menu: by the mouse, or by typing ahead and Enter. */
export async function choose(person: Person, item: string, way: Way) {
  if (way !== 'keyboard') return person.panel().click('menuitem', item)
  for (let steps = 0; (await focused(person)) !== item; steps += 1) {
    if (steps > 30) throw new Error(`No menu item "${item}" was found by the arrow keys.`)
    await person.panel().press('ArrowDown')
  }
  await person.panel().press('Enter')
}

/** Does to a message what an item of its menu says. */
export async function act(person: Person, text: string, item: string, way: Way) {
  await openMenu(person, text, way)
  await choose(person, item, way)
}
