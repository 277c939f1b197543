import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import * as v from 'valibot'
import { findLabObstacle } from '../e2e/network/lab/can-run.ts'
import { ensureBrowsers, ensureCompanions } from './ensure-browsers.ts'
import { runCommand } from '../e2e/support/run-command.ts'
import { buildExtensions } from './build-extensions.ts'

/**
 * `npm test`: everything that must hold, from types to whole browsers. Words behind it choose stages:
 * `npm test -- unit engine`. The last line is `N passed, N failed`.
 */
interface Count {
  passed: number
  failed: number
  skipped: number
  /** What failed, a line each, with the first line of why. */
  failures: string[]
}

const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.nullish(v.array(v.string()), []),
        }),
      ),
    }),
  ),
})

const check = async (name: string, run: Promise<boolean>): Promise<Count> =>
  (await run)
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [`${name}: see what it printed above`] }

const firstLine = (text: string | undefined) => text?.split('\n')[0] ?? ''

function failuresIn({ testResults }: v.InferOutput<typeof reportSchema>): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('.', name)
    const tests = assertionResults.filter((test) => test.status === 'failed')
    if (tests.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
    return tests.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  })
}

async function vitest(project: string): Promise<Count> {
  const report = `artifacts/${project}.json`
  rmSync(report, { force: true })
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`]
  const passed = await runCommand('vitest', ['run', '--project', project, ...reporters])
  if (!existsSync(report)) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${project}: vitest left no report`] }
  }
  const counts = v.parse(reportSchema, JSON.parse(readFileSync(report, 'utf8')))
  // A file that does not load fails without a failed test; an error outside of any test does, too.
  const failed = passed ? counts.numFailedTests : Math.max(counts.numFailedTests, 1)
  const failures = failuresIn(counts)
  if (failed > 0 && failures.length === 0)
    failures.push(`${project}: an error outside of any test, see above`)
  return { passed: counts.numPassedTests, failed, skipped: counts.numPendingTests, failures }
}

const stages: Record<string, () => Promise<Count>> = {
  types: () => check('types', runCommand('npm', ['run', '--silent', 'types'])),
  lint: () => check('lint', runCommand('npm', ['run', '--silent', 'lint'])),
  build: () => check('build', buildExtensions()),
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

const total: Count = { passed: 0, failed: 0, skipped: 0, failures: [] }
for (const [name, run] of Object.entries(stages)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  const startedMs = Date.now()
  console.log(`\n== ${name}`)
  const count = await run()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  total.failures.push(...count.failures)
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1)
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
  console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed${skipped}, ${seconds} s`)
}

// Said once more at the end, where whoever sees only the last lines finds it.
for (const failure of total.failures) console.log(`\nFailed: ${failure}`)

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1
