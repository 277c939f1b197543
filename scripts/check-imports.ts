import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { findCircles } from './find-circles.ts'

/**
 * Fails where files import each other in a circle, also where only types go round: such files can be understood, tested
 * and moved together only. The layers (eslint.config.ts) say who may know whom; this says it file by file.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const skipped = new Set(['node_modules', 'dist', 'artifacts'])
const script = /<script\b[^>]*>([\s\S]*?)<\/script>/g

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) return []
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(file)
    return /\.(ts|vue)$/.test(entry.name) ? [file] : []
  })
}

/** The files of this repository that a file imports, types and `import()` too. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const code = file.endsWith('.vue') ? [...text.matchAll(script)].map(([, body]) => body).join('\n') : text
  return ts
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .flatMap((name) => {
      if (name.startsWith('@/')) return path.normalize(name.slice(2))
      return name.startsWith('.') ? path.join(path.dirname(file), name) : []
    })
    .filter((imported) => existsSync(path.join(root, imported)))
}

const circles = findCircles(new Map(filesIn('').map((file) => [file, importsOf(file)])))
for (const circle of circles) {
  console.error(`These files import each other in a circle:\n  ${circle.join('\n  → ')}`)
}
if (circles.length > 0) process.exitCode = 1
