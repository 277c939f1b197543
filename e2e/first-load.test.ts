import path from 'node:path'
import { expect, test } from 'vitest'
import { builds } from '../testing/builds.ts'
import { scriptsOf, weigh } from '../testing/page-scripts.ts'

/** What a panel may load before it shows a conversation; what else it has is loaded when it's needed. */
const maxGzipBytes = 120_000

test.each(['chromium', 'firefox'] as const)('panel in %s: its first scripts are small', (kind) => {
  const build = path.resolve(builds[kind])
  const scripts = scriptsOf(build, 'sidepanel.html')
  // Vue alone is larger: the scripts were found.
  expect(weigh(scripts).gzipBytes).toBeGreaterThan(60_000)
  expect(weigh(scripts).gzipBytes).toBeLessThan(maxGzipBytes)
})
