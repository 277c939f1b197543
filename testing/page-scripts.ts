import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const staticImport = /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]+?\s*from\s*)?["'](?<file>[^"']+)["']/g
const scriptOfPage = /<(?:script\b[^>]*\bsrc|link\b[^>]*\brel="modulepreload"[^>]*\bhref)="(?<file>[^"]+)"/g

function named(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match.groups?.['file'] ?? [])
}

/** The scripts that an entry loads, and what those import statically, each once. */
export function scriptsOf(build: string, entry: string): string[] {
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

/** How many bytes files have, and how many each compressed by itself. */
export function weigh(files: readonly string[]) {
  const contents = files.map((file) => readFileSync(file))
  return {
    files: files.length,
    bytes: contents.reduce((sum, content) => sum + content.length, 0),
    gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0),
  }
}
