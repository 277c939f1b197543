import { reportCost } from '../call/report-cost.ts'
import { reportDelay } from '../call/report-delay.ts'
import { reportJoin } from '../call/report-join.ts'
import { openVoicePair } from '../call/voice-pair.ts'
import type { Progress } from '../progress.ts'
import type { Report } from '../report.ts'

const defaultRounds = { join: 30, cost: 5, delay: 8 }

/** Calls: the join, what each voice costs, and mouth to ear, beside baseline connections in alternating rounds. */
export async function measureCall(rounds: number | undefined, progress: Progress): Promise<Report> {
  progress('opening two browsers')
  const pair = await openVoicePair()
  let join, cost
  try {
    join = await reportJoin(pair, rounds ?? defaultRounds.join, progress)
  } finally {
    await pair.close()
  }
  progress('opening two browsers anew')
  const costly = await openVoicePair()
  try {
    cost = await reportCost(costly, rounds ?? defaultRounds.cost, progress)
  } finally {
    await costly.close()
  }
  const delay = await reportDelay(rounds ?? defaultRounds.delay, progress)
  const parts = [join, cost, delay]
  return {
    title: 'Call: the first sound, each voice more, and mouth to ear (Chromium to Chromium)',
    tables: parts.flatMap(({ tables }) => tables),
    notes: parts.flatMap(({ notes }) => notes),
    data: { join: join.data, cost: cost.data, delay: delay.data },
  }
}
