import type { Page } from 'puppeteer-core'
import { until } from '../../testing/browsers/panel.ts'
import { joinInPanel, panelStatus } from '../support/drive-panel.ts'
import type { Steps } from '../support/join-steps.ts'
import { pressMs, type Join } from '../support/joins.ts'
import { baselineStatus, type Seat } from '../support/pair.ts'
import { lastIsClosed, timeClick, type Moment } from './record-calls.ts'

const decoded = 'sound decoded'
/** What happens last in a join. */
const lastMoments = [decoded, 'first packet']

const startCall = '.call:not(.going) .button'
/** "Join call", beside the name of a person in it. */
const joinCall = '.call.going .button.primary'

/** Longer than a host takes to have a spare connection again. */
const readyMs = 700
const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))

const momentsOf = async (page: Page): Promise<Moment[]> =>
  JSON.parse(String(await page.evaluate('JSON.stringify(callRecord.moments)'))) as Moment[]

/** What happened on both sides after a click, in milliseconds, once each has heard the other. */
async function readSteps(newcomer: Page, member: Page, clickedAtMs: number): Promise<Steps> {
  const steps: Steps = {}
  for (const [page, prefix] of [
    [newcomer, ''],
    [member, 'existing member: '],
  ] as const) {
    const after = async () => (await momentsOf(page)).filter(({ atMs }) => atMs >= clickedAtMs - 1)
    const isComplete = (all: readonly Moment[]) =>
      lastMoments.every((wanted) => all.some(({ name }) => name === wanted))
    for (const { name, atMs } of await until('sound of the other', after, isComplete)) {
      steps[prefix + name] ??= atMs - clickedAtMs
    }
  }
  return steps
}

const joinOf = (steps: Steps): Join => ({ joinMs: steps[decoded] ?? Number.NaN, steps })

/** Both are in the room; nobody is in a call. */
export async function takeRoomSeats(ada: Seat, bob: Seat, relayUrl: string) {
  await joinInPanel(ada.panel, { name: 'Ada', relayUrl })
  await panelStatus(ada.panel, 'Waiting')
  await joinInPanel(bob.panel, { name: 'Bob', relayUrl })
  await panelStatus(bob.panel, 'Connected')
}

/** One is in the call of the room, and on the baseline page. */
export async function beInCall(member: Seat, newcomer: Seat) {
  await member.panel.waitForSelector(startCall)
  await member.panel.click(startCall)
  await newcomer.panel.waitForSelector(joinCall)
  await member.baseline.click('#join')
  await baselineStatus(member, 'Waiting')
}

export async function leaveCall(member: Seat) {
  await member.panel.click('.hang-up')
  await member.panel.waitForSelector(startCall)
  await member.baseline.click('#leave')
  await baselineStatus(member, 'Not joined')
}

/** The newcomer presses "Join call" in the panel, hears and is heard, and hangs up. */
export async function joinOurCall(member: Seat, newcomer: Seat): Promise<Join> {
  await pause(readyMs)
  const click = newcomer.panel.evaluate(timeClick)
  await newcomer.panel.click(joinCall, { delay: pressMs() })
  const hosts = [newcomer.person.browser.hostPage, member.person.browser.hostPage] as const
  const steps = await readSteps(...hosts, await click)
  await newcomer.panel.click('.hang-up')
  await newcomer.panel.waitForSelector(joinCall)
  await until('the end of the call', () => hosts[1].evaluate(lastIsClosed), Boolean)
  return joinOf(steps)
}

/** The same on the baseline page. */
export async function joinBaselineCall(member: Seat, newcomer: Seat): Promise<Join> {
  await pause(readyMs)
  const click = newcomer.baseline.evaluate(timeClick)
  await newcomer.baseline.click('#join', { delay: pressMs() })
  const steps = await readSteps(newcomer.baseline, member.baseline, await click)
  await baselineStatus(member, 'Connected')
  await newcomer.baseline.click('#leave')
  await baselineStatus(member, 'Waiting')
  return joinOf(steps)
}
