import type { Page } from 'puppeteer-core'
import { until } from '../../testing/browsers/panel.ts'

/** What happened during a join, in milliseconds after the click, by both browsers' common clock. */
export type Steps = Record<string, number>

interface Entry {
  readonly atMs: number
  readonly text: string
}

/** How the English connection log words what we look for, on the newcomer's side and on the existing member's. */
const newcomerSteps: Record<string, RegExp> = {
  'relay connecting': /^Connecting to the relay/,
  'relay open': /^Relay connected/,
  'hello sent': /^Hello sent to the room/,
  'answer received': /^Answer from/,
  'ICE checking': /^Network path.*: checking/,
  'ICE connected': /^Network path.*: connected/,
  'channel open': /^Data channel/,
}
const memberSteps: Record<string, RegExp> = {
  'existing member: hello received': /^Hello from/,
  'existing member: answer sent': /^Answer sent/,
  'existing member: ICE checking': /^Network path.*: checking/,
  'existing member: channel open': /^Data channel/,
}

const log = '[role=dialog] ol'

/** Opens a panel's connection log, from the menu of its room. */
async function openLog(panel: Page) {
  await panel.click('header button[aria-haspopup=menu]')
  await panel
    .locator('[role=menuitem]')
    .filter((item) => item.textContent.trim() === 'Connection details')
    .click()
  await panel.waitForSelector(log)
}

/** Reads a panel's connection log, which is open. */
async function readLog(panel: Page): Promise<Entry[]> {
  return panel.evaluate(() => {
    const midnightMs = new Date().setHours(0, 0, 0, 0)
    const entries = [...document.querySelectorAll<HTMLElement>('[role=dialog] ol li')].map((item) => {
      const [time = '', ...words] = item.innerText.split(/\s+/)
      const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
      return { atMs: midnightMs + ((hours * 60 + minutes) * 60 + seconds) * 1_000, text: words.join(' ') }
    })
    return entries
  })
}

/** The steps of our join that began with a click at `clickedAtMs`. */
export async function readOurSteps(newcomer: Page, member: Page, clickedAtMs: number): Promise<Steps> {
  const steps: Steps = {}
  for (const [page, wanted] of [
    [newcomer, newcomerSteps],
    [member, memberSteps],
  ] as const) {
    const readNew = async () => {
      // The log has whole milliseconds.
      return (await readLog(page)).filter((entry) => entry.atMs >= Math.floor(clickedAtMs))
    }
    const isComplete = (entries: Entry[]) => entries.some(({ text }) => text.startsWith('Data channel'))
    await openLog(page)
    const entries = await until('the log of the join', readNew, isComplete)
    // It stays closed while joins are measured.
    await page.keyboard.press('Escape')
    await page.waitForSelector(log, { hidden: true })
    for (const [step, words] of Object.entries(wanted)) {
      const entry = entries.find(({ text }) => words.test(text))
      if (entry) steps[step] = entry.atMs - clickedAtMs
    }
  }
  return steps
}

/** The steps of the baseline page's join, from the marks that it sets. */
export async function readBaselineSteps(newcomer: Page, member: Page, clickedAtMs: number): Promise<Steps> {
  const steps: Steps = {}
  for (const [page, prefix] of [
    [newcomer, ''],
    [member, 'existing member: '],
  ] as const) {
    const marks = await page.evaluate(() =>
      performance
        .getEntriesByType('mark')
        .map(({ name, startTime }) => ({ name, atMs: performance.timeOrigin + startTime })),
    )
    for (const { name, atMs } of marks) if (atMs >= clickedAtMs - 1) steps[prefix + name] = atMs - clickedAtMs
  }
  return steps
}
