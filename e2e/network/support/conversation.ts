import { expect } from 'vitest'
import { until } from '../../../testing/browsers/panel.ts'
import type { Person } from '../../../testing/browsers/person.ts'
import { readHistory, readShown, type StoredMessage } from './history.ts'

/** Someone saying numbered messages, one after the other, until told to stop. */
export interface Speaker {
  readonly name: string
  /** What was surely sent: the panel took it and its own log shows it. */
  said(): number
  /** What may have been sent: one more while a message is on its way. */
  tried(): number
  /** Ends with the message that is on its way. Throws what kept a message from being sent. */
  stop(): Promise<void>
  /** Ends without waiting for a browser that is no more. */
  abandon(): void
}

/** A browser that is suspended answers no driver meanwhile. */
const patienceMs = 150_000

const textOf = (name: string, number: number) => `${name} says number ${number}.`

/** Has a person speak from now on, `everyMs` apart. `after`: how many numbers were said before. */
export function startSpeaking(person: Person, { everyMs = 500, after = 0 } = {}): Speaker {
  let [said, tried] = [after, after]
  let stopping = false
  let wake = () => {}
  const stopped = new Promise<void>((resolve) => (wake = resolve))

  /** The driver gives up on a browser that is suspended; this does not. */
  async function focusMessage() {
    const deadlineMs = Date.now() + patienceMs
    for (;;) {
      try {
        return await person.panel().focus('textbox', 'Message')
      } catch (error) {
        if (stopping || Date.now() > deadlineMs) throw error
      }
    }
  }

  async function speak() {
    while (!stopping) {
      const text = textOf(person.name, tried + 1)
      const panel = person.panel()
      await focusMessage()
      await panel.paste(text)
      tried += 1
      await panel.press('Enter')
      // The panel shows what is on disk.
      await until(
        `"${text}" in ${person.name}'s own log`,
        () => readShown(panel),
        (log) => log.includes(text),
        patienceMs,
      )
      said = tried
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, everyMs))])
    }
  }
  const speaking = speak()
  // `stop` throws what it failed of; nobody may be waiting for that yet.
  speaking.catch(() => undefined)

  function quieten() {
    stopping = true
    wake()
  }
  return {
    name: person.name,
    said: () => said,
    tried: () => tried,
    async stop() {
      quieten()
      await speaking
    },
    abandon: quieten,
  }
}

/** What a browser has of one author's numbered messages, in the author's order. */
function numbersOf(name: string, history: readonly StoredMessage[]): number[] {
  const pattern = new RegExp(`^${name} says number (\\d+)\\.$`)
  return history
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ text }) => pattern.exec(text)?.[1] ?? [])
    .map(Number)
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

/** In few words: `1–40, 42, 42, 41`. */
function inWords(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ')
}

/**
 * Waits until each person has every message of each speaker, and checks that none is lost, none there twice, and the
 * order of each author kept: in every database, and in what every panel shows. Say how long those of each may take to arrive.
 */
export async function expectWholeConversation(
  people: readonly Person[],
  speakers: readonly Speaker[],
  timeoutMs = 180_000,
) {
  // A killed browser may have kept the message that was on its way; then all must have it.
  const histories = () => Promise.all(people.map((person) => readHistory(person.panel())))
  for (const speaker of speakers) {
    const read = async () => (await histories()).map((history) => inWords(numbersOf(speaker.name, history)))
    const wanted = [speaker.said(), speaker.tried()].map((count) => inWords(upTo(count)))
    await until(
      `everyone to have all of ${speaker.name}'s messages (${wanted.join(' or ')}), each once and in order`,
      read,
      (found) => wanted.includes(found[0] ?? '') && found.every((one) => one === found[0]),
      timeoutMs,
    )
  }
  for (const [index, history] of (await histories()).entries()) {
    for (const { name } of speakers) {
      const authors = history.filter(({ text }) => text.startsWith(`${name} says`)).map((one) => one.authorId)
      expect(new Set(authors).size, `the ids of ${name} in the eyes of ${people[index]?.name}`).toBe(1)
    }
  }
  await Promise.all(people.map((person) => expectShownInOrder(person, speakers)))
}

/** A panel shows the newest messages: of each author the last ones, without a gap, each once, in order. */
async function expectShownInOrder(person: Person, speakers: readonly Speaker[]) {
  const history = await readHistory(person.panel())
  for (const { name } of speakers) {
    const last = numbersOf(name, history).at(-1) ?? 0
    const pattern = new RegExp(`\\b${name} says number (\\d+)\\.`, 'g')
    const readNumbers = async () =>
      [...(await readShown(person.panel())).matchAll(pattern)].map(([, number]) => Number(number))
    const shown = await until(
      `${name}'s last message, ${last}, in ${person.name}'s panel`,
      readNumbers,
      (numbers) => numbers.includes(last),
    )
    const first = shown[0] ?? 1
    expect(inWords(shown), `${name}'s messages as ${person.name}'s panel shows them`).toBe(
      inWords(upTo(last).slice(first - 1)),
    )
  }
}
