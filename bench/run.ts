import { parseArgs } from 'node:util'
import { buildExtensions } from '../testing/builds.ts'
import { measureFlood } from './flood/flood.ts'
import { describeMachine, machineLine } from './machine.ts'
import { measureCrowd } from './network/crowd.ts'
import { measureDistance } from './network/distance.ts'
import { measureIdle } from './network/idle.ts'
import { measureCall } from './parts/call.ts'
import { measureJoin } from './parts/join.ts'
import { measureLatency } from './parts/latency.ts'
import { measureOpen } from './parts/open.ts'
import { measureSearch } from './parts/search.ts'
import { measureSize } from './parts/size.ts'
import { printProgress, type Progress } from './progress.ts'
import { keepResult, reportText, writeResults, type Report } from './report.ts'

/**
 * `npm run bench`: what Sidetone costs, beside the baseline page (testing/baseline/). Measurements, never tests: a
 * machine that is busy gives other figures, so compare only within a run.
 *
 *   npm run bench -- [join] [latency] [size] [open] [search] [distance] [crowd] [idle] [flood] [call] [--rounds N] [--no-build]
 */
const roundByRound = 'artifacts/bench.json'

const parts: Record<string, (rounds: number | undefined, progress: Progress) => Promise<Report>> = {
  size: measureSize,
  join: measureJoin,
  latency: measureLatency,
  open: measureOpen,
  search: measureSearch,
  distance: measureDistance,
  crowd: measureCrowd,
  idle: measureIdle,
  flood: measureFlood,
  call: measureCall,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: { rounds: { type: 'string' }, build: { type: 'boolean', default: true } },
})
const unknown = positionals.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join(', ')}". There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(1)
}
const rounds = values.rounds === undefined ? undefined : Number(values.rounds)

if (values.build) {
  console.error('Building the extension…')
  if (!(await buildExtensions())) process.exit(1)
}

const machine = describeMachine()
console.log(machineLine(machine))

const reports: Record<string, Report> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const { progress, stop } = printProgress(name)
  const startedAt = new Date()
  const report = await measure(rounds, progress).finally(stop)
  reports[name] = report
  const text = reportText(report)
  const file = keepResult(name, startedAt, machineLine(machine), text)
  console.log(`\n${text}\nAdded to ${file}.`)
}
writeResults(roundByRound, machine, reports)
console.log(`Everything, round by round: ${roundByRound}`)
