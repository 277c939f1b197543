import os from 'node:os'
import { parseArgs } from 'node:util'
import { buildExtensions } from '../scripts/build-extensions.ts'
import { measureCrowd } from './network/crowd.ts'
import { measureDistance } from './network/distance.ts'
import { measureIdle } from './network/idle.ts'
import { measureCall } from './parts/call.ts'
import { measureJoin } from './parts/join.ts'
import { measureLatency } from './parts/latency.ts'
import { measureOpen } from './parts/open.ts'
import { measureSize } from './parts/size.ts'
import { printReport, writeResults, type Report } from './report.ts'

/**
 * `npm run bench`: what Sidetone costs, beside the bare tutorial page (bench/peers/). Measurements, never tests: a
 * machine that is busy gives other figures, so compare only within a run.
 *
 *   npm run bench -- [join] [latency] [size] [open] [distance] [crowd] [idle] [call] [--rounds N] [--no-build]
 */
const results = 'artifacts/bench.json'

const parts: Record<string, (rounds: number | undefined) => Promise<Report>> = {
  size: measureSize,
  join: measureJoin,
  latency: measureLatency,
  open: measureOpen,
  distance: measureDistance,
  crowd: measureCrowd,
  idle: measureIdle,
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
  console.log('Building the extension…')
  if (!(await buildExtensions())) process.exit(1)
}

const machine = {
  at: new Date().toISOString(),
  cpu: os.cpus()[0]?.model ?? '?',
  cores: os.cpus().length,
  loadBefore: os.loadavg(),
  node: process.version,
  os: `${os.type()} ${os.release()}`,
}
console.log(
  `${machine.cores} × ${machine.cpu}, load ${machine.loadBefore.map((n) => n.toFixed(2)).join(' ')}`,
)

const reports: Record<string, Report> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const report = await measure(rounds)
  reports[name] = report
  printReport(report)
}
writeResults(results, machine, reports)
console.log(`\nEverything, round by round: ${results}`)
