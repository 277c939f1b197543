import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { builds } from '../../testing/builds.ts'
import type { Report } from '../report.ts'

const staticImport = /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]+?\s*from\s*)?["'](?<file>[^"']+)["']/g
const scriptOfPage = /<(?:script\b[^>]*\bsrc|link\b[^>]*\brel="modulepreload"[^>]*\bhref)="(?<file>[^"]+)"/g

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile())

function named(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match.groups?.['file'] ?? [])
}

/** The scripts that an entry loads, and what those import statically, each once. */
function scriptsOf(build: string, entry: string): string[] {
  const found = new Set<string>()
  const visit = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    for (const imported of named(readFileSync(file, 'utf8'), staticImport)) {
      visit(resolveIn(build, imported, path.dirname(file)))
    }
  }
  const file = path.join(build, entry)
  if (!entry.endsWith('.html')) visit(file)
  else for (const src of named(readFileSync(file, 'utf8'), scriptOfPage)) visit(resolveIn(build, src, build))
  return [...found]
}

const resolveIn = (build: string, file: string, from: string) =>
  file.startsWith('/') ? path.join(build, file) : path.resolve(from, file)

/** Each file compressed by itself, as a server would send it. */
function weigh(files: readonly string[]) {
  const contents = files.map((file) => readFileSync(file))
  return {
    files: files.length,
    bytes: contents.reduce((sum, content) => sum + content.length, 0),
    gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0),
  }
}

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
