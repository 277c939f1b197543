import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { builds } from '../../testing/builds.ts'
import { scriptsOf, weigh } from '../../testing/page-scripts.ts'
import type { Report } from '../report.ts'

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile())

const entries = {
  chromium: { panel: 'sidepanel.html', 'offscreen host': 'offscreen.html', background: 'background.js' },
  firefox: { panel: 'sidepanel.html', 'background host': 'background.js' },
} as const

/** How big each build is, and how much script each of its surfaces loads. */
export function measureSize(): Promise<Report> {
  const sizes = Object.entries(entries).flatMap(([kind, surfaces]) => {
    const build = path.resolve(kind === 'firefox' ? builds.firefox : builds.chromium)
    return [
      { build: kind, what: 'everything', ...weigh(filesIn(build)) },
      ...Object.entries(surfaces).map(([what, entry]) => ({
        build: kind,
        what: `${what} JS`,
        ...weigh(scriptsOf(build, entry)),
      })),
    ]
  })
  const kB = (bytes: number) => (bytes / 1_000).toFixed(1)
  return Promise.resolve({
    title: 'Size',
    tables: [
      {
        columns: ['build', 'what', 'files', 'kB', 'kB gzipped'],
        rows: sizes.map((s) => [s.build, s.what, String(s.files), kB(s.bytes), kB(s.gzipBytes)]),
      },
    ],
    notes: [
      'JS: the scripts that the page loads and all they import statically. 1 kB = 1,000 bytes; gzip -9, each file by itself.',
      'Aim: panel JS at most 120 kB gzipped.',
    ],
    data: sizes,
  })
}
