import { mkdirSync, writeFileSync } from 'node:fs'
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

function printTable({ columns, rows }: Table) {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  console.log(line(columns))
  console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of rows) console.log(line(row))
  console.log()
}

export function printReport(report: Report) {
  console.log(`\n== ${report.title} ==\n`)
  for (const table of report.tables) printTable(table)
  for (const note of report.notes) console.log(`· ${note}`)
}

/** Leaves the results for programs to read. */
export function writeResults(file: string, machine: object, reports: Readonly<Record<string, Report>>) {
  mkdirSync('artifacts', { recursive: true })
  const parts = Object.fromEntries(Object.entries(reports).map(([name, { data }]) => [name, data]))
  writeFileSync(file, `${JSON.stringify({ machine, parts }, undefined, 2)}\n`)
}
