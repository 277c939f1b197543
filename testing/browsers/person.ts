import path from 'node:path'
import { builds } from '../builds.ts'
import { launchChromium, type ChromiumOptions } from './chromium.ts'
import { launchFirefox, type FirefoxOptions } from './firefox.ts'
import { until, type Browser, type Panel } from './panel.ts'
import { reaching } from './reach.ts'

/** A person at a browser: does what people do, sees what people see. */
export interface Person<B extends Browser = Browser> {
  readonly name: string
  readonly browser: B
  /** The open panel; throws while it is closed. */
  panel(): Panel
  openPanel(): Promise<void>
  /** Waits until the panel is open, which something else than the toolbar action opens. */
  seesPanelOpen(): Promise<void>
  closePanel(): Promise<void>
  join(options: { relayUrl: string; room?: string }): Promise<void>
  leave(): Promise<void>
  say(text: string): Promise<void>
  /** Waits until the log "Messages" shows the text. */
  sees(text: string, timeoutMs?: number): Promise<void>
  /** Waits until an alert matches, and gives it back. */
  alert(pattern: RegExp): Promise<string>
  /** Puts a text into a textbox of the panel instead of what stands there. */
  fill(box: string, text: string): Promise<void>
  /** Waits until the status "Connection" matches. */
  status(pattern: RegExp, timeoutMs?: number): Promise<string>
  /** Waits until the list "People" names these. */
  people(...names: string[]): Promise<void>
  /** Opens the connection log, waits until it matches, and closes it. */
  details(isIt?: (log: string) => boolean): Promise<string>
}

export function createPerson<B extends Browser>(name: string, browser: B): Person<B> {
  let open: Panel | undefined

  function panel(): Panel {
    if (!open) throw new Error(`${name}'s panel is closed.`)
    return open
  }

  async function fill(box: string, text: string) {
    await panel().focus('textbox', box)
    await panel().press('Control+a')
    await panel().type(text)
  }

  return {
    name,
    browser,
    panel,
    fill,
    async alert(pattern) {
      const read = () => panel().text('alert')
      return (
        (await until(`an alert ${String(pattern)} to ${name}`, read, (text) => pattern.test(text ?? ''))) ??
        ''
      )
    },
    async openPanel() {
      open = reaching(await browser.openPanel())
    },
    async seesPanelOpen() {
      open = reaching(await browser.openedPanel())
    },
    async closePanel() {
      open = undefined
      await browser.closePanel()
    },
    async join({ relayUrl, room }) {
      await until(
        'the local relay, filled in',
        () => panel().value('Relay URL'),
        (value) => Boolean(value),
      )
      const wanted: [box: string, text: string][] = [
        ['Your name', name],
        ['Relay URL', relayUrl],
        ...(room === undefined ? [] : [['Room', room] as [string, string]]),
      ]
      // The form gives a field the focus when it is ready, which may be while we type into another.
      await until(
        'the form as typed',
        async () => {
          for (const [box, text] of wanted) if ((await panel().value(box)) !== text) await fill(box, text)
          return Promise.all(wanted.map(([box]) => panel().value(box)))
        },
        (values) => values.every((value, index) => value === wanted[index]?.[1]),
      )
      await panel().click('button', 'Join')
    },
    async leave() {
      await panel().click('button', 'Leave')
      await until(
        'the join form',
        () => panel().text('button', 'Join'),
        (text) => text !== undefined,
      )
    },
    async say(text) {
      await fill('Message', text)
      await panel().press('Enter')
    },
    async sees(text, timeoutMs) {
      await until(
        `"${text}" in ${name}'s messages`,
        () => panel().text('log', 'Messages'),
        (log) => log?.includes(text) === true,
        timeoutMs,
      )
    },
    async status(pattern, timeoutMs) {
      const read = () => panel().text('status', 'Connection')
      const what = `${name}'s status ${String(pattern)}`
      return (await until(what, read, (text) => pattern.test(text ?? ''), timeoutMs)) ?? ''
    },
    async details(isIt = () => true) {
      await panel().click('button', 'Connection details')
      const log = await until(
        `${name}'s connection log`,
        async () => (await panel().text('list', 'Connection log')) ?? '',
        (text) => text !== '' && isIt(text),
      )
      await panel().press('Escape')
      await until(
        'no dialog',
        () => panel().text('dialog', 'Connection details'),
        (text) => text === undefined,
      )
      return log
    },
    async people(...names) {
      await until(
        `${names.join(', ')} in ${name}'s list of people`,
        () => panel().text('list', 'People'),
        (list) => names.every((one) => list?.includes(one)),
      )
    },
  }
}

/** Starts a Chromium process for a person and opens the panel. */
export async function startInChromium(name: string, options: Partial<ChromiumOptions> = {}) {
  const person = createPerson(
    name,
    await launchChromium({ extension: path.resolve(builds.chromium), ...options }),
  )
  await person.openPanel()
  return person
}

/** Starts a Firefox process for a person and opens the panel. */
export async function startInFirefox(name: string, options: Partial<FirefoxOptions> = {}) {
  const person = createPerson(
    name,
    await launchFirefox({ extension: path.resolve(builds.firefox), ...options }),
  )
  await person.openPanel()
  return person
}
