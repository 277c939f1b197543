import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { findLabObstacle } from '../e2e/network/lab/can-run.ts'
import { ensureBrowsers, ensureCompanions } from './ensure-browsers.ts'
import { buildExtensions, runCommand } from './run-command.ts'

/**
 * `npm test`: everything that must hold, from types to whole browsers. Words behind it choose stages:
 * `npm test -- unit engine`. The last line is `N passed, N failed`.
 */
interface Count {
  passed: number
  failed: number
  skipped: number
}

const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numFailedTestSuites: v.number(),
  success: v.boolean(),
})

const check = async (run: Promise<boolean>): Promise<Count> =>
  (await run) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }

async function vitest(project: string): Promise<Count> {
  const report = `artifacts/${project}.json`
  rmSync(report, { force: true })
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`]
  const passed = await runCommand('vitest', ['run', '--project', project, ...reporters])
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const counts = v.parse(reportSchema, JSON.parse(readFileSync(report, 'utf8')))
  // A file that does not load fails without a failed test; an error outside of any test does, too.
  const failed = passed ? counts.numFailedTests : Math.max(counts.numFailedTests, 1)
  return { passed: counts.numPassedTests, failed, skipped: counts.numPendingTests }
}

const stages: Record<string, () => Promise<Count>> = {
  types: () => check(runCommand('npm', ['run', '--silent', 'types'])),
  lint: () => check(runCommand('npm', ['run', '--silent', 'lint'])),
  build: () => check(buildExtensions()),
  unit: () => vitest('unit'),
  relay: () => vitest('relay'),
  engine: () => vitest('engine'),
  e2e: () => vitest('e2e'),
  network() {
    const obstacle = findLabObstacle()
    if (obstacle) console.log(`No networks can be built here: ${obstacle}. These tests are skipped.`)
    return vitest('network')
  },
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in stages))
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`)
  process.exit(2)
}

mkdirSync('artifacts', { recursive: true })
ensureBrowsers()
ensureCompanions()

const total: Count = { passed: 0, failed: 0, skipped: 0 }
for (const [name, run] of Object.entries(stages)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  const startedMs = Date.now()
  console.log(`\n== ${name}`)
  const count = await run()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1)
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
  console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed${skipped}, ${seconds} s`)
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1
