import { summarise } from '../statistics.ts'
import { formFilledIn, joinInPanel, leaveInPanel, panelStatus } from './drive-panel.ts'
import { timeJoin } from './in-page.ts'
import { readBaselineSteps, readOurSteps, type Steps } from './join-steps.ts'
import { baselineStatus, type Seat } from './pair.ts'

/**
 * How long the mouse button is down. Chromium holds back a page's tasks from a click until the next frame, and frames
 * follow the mouse button's way down: with a press of no length, or of always the same, all clicks of a run meet the
 * same moment between two frames, and not the same for both pages. People press for about 80 ms and meet any moment.
 */
export const pressMs = () => 65 + Math.random() * 33.4

/** One join and its steps. */
export interface Join {
  readonly joinMs: number
  readonly steps: Steps
}

/** Ada waits in the room, in our panel and on the baseline page; Bob was in the room once, and his form is filled in. */
export async function takeSeats(ada: Seat, bob: Seat, relayUrl: string) {
  await joinInPanel(ada.panel, { name: 'Ada', relayUrl })
  await panelStatus(ada.panel, 'Waiting')
  await ada.baseline.click('#join')
  await baselineStatus(ada, 'Waiting')
  await joinInPanel(bob.panel, { name: 'Bob', relayUrl })
  await panelStatus(bob.panel, 'Connected')
  await leaveInPanel(bob.panel)
  await panelStatus(ada.panel, 'Waiting')
}

/** Bob clicks Join in our panel while Ada is in the room, and leaves again. */
export async function joinOurs(ada: Seat, bob: Seat, relayUrl: string): Promise<Join> {
  await formFilledIn(bob.panel, relayUrl)
  const timing = bob.panel.evaluate(timeJoin)
  await bob.panel.click('form.other button.join', { delay: pressMs() })
  const { joinMs, clickedAtMs } = await timing
  await panelStatus(ada.panel, 'Connected to Bob')
  const steps = await readOurSteps(bob.panel, ada.panel, clickedAtMs)
  await leaveInPanel(bob.panel)
  await panelStatus(ada.panel, 'Waiting')
  return { joinMs, steps: { ...steps, 'status in the DOM': joinMs } }
}

/** The same on the baseline page. */
export async function joinBaseline(ada: Seat, bob: Seat): Promise<Join> {
  const timing = bob.baseline.evaluate(timeJoin)
  await bob.baseline.click('#join', { delay: pressMs() })
  const { joinMs, clickedAtMs } = await timing
  await baselineStatus(ada, 'Connected')
  const steps = await readBaselineSteps(bob.baseline, ada.baseline, clickedAtMs)
  await bob.baseline.click('#leave')
  await baselineStatus(ada, 'Waiting')
  return { joinMs, steps: { ...steps, 'status in the DOM': joinMs } }
}

/** The median of each step over all joins that had it, in the order in which they happen. */
export function stepSummaries(joins: readonly Join[]) {
  const names = new Set(joins.flatMap(({ steps }) => Object.keys(steps)))
  return [...names]
    .map((name) => [name, summarise(joins.flatMap(({ steps }) => steps[name] ?? []))] as const)
    .sort(([, a], [, b]) => a.median - b.median)
}
