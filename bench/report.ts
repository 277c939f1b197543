import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import type { Summary } from './statistics.ts'

/** What one part of the bench found: tables for a person, and everything for a machine. */
export interface Report {
  readonly title: string
  /** What the figures include, and what they leave out. */
  readonly notes: readonly string[]
  readonly tables: readonly Table[]
  readonly data: unknown
}

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const ms = (value: number) => value.toFixed(1)

/** A table of times in milliseconds, a line for each series. */
export function timesTable(caption: string, series: readonly (readonly [string, Summary])[]): Table {
  return {
    columns: [caption, 'rounds', 'median ms', 'quartiles', 'p90', 'min–max'],
    rows: series.map(([name, s]) => [
      name,
      String(s.rounds),
      ms(s.median),
      `${ms(s.q1)}–${ms(s.q3)}`,
      ms(s.p90),
      `${ms(s.min)}–${ms(s.max)}`,
    ]),
  }
}

function tableLines({ columns, rows }: Table): string[] {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [line(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line), '']
}

/** A report as a person reads it. */
export function reportText({ title, tables, notes }: Report): string {
  const lines = [`== ${title} ==`, '', ...tables.flatMap(tableLines), ...notes.map((note) => `· ${note}`)]
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

/**
 * Adds a run of one part to the part's file of this day, `bench/results/<date>-<part>.txt`, under a heading that says when
 * and on what machine. Gives the file's path.
 */
export function keepResult(part: string, at: Date, heading: string, text: string): string {
  const [day = '', time = ''] = at.toISOString().split('T')
  const file = `bench/results/${day}-${part}.txt`
  mkdirSync('bench/results', { recursive: true })
  appendFileSync(file, `# ${time.slice(0, 5)} UTC, ${heading}\n\n${text}\n`)
  return file
}

/** Leaves the results for programs to read, round by round. */
export function writeResults(file: string, machine: object, reports: Readonly<Record<string, Report>>) {
  mkdirSync('artifacts', { recursive: true })
  const parts = Object.fromEntries(Object.entries(reports).map(([name, { data }]) => [name, data]))
  writeFileSync(file, `${JSON.stringify({ machine, parts }, undefined, 2)}\n`)
}
