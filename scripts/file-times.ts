import path from 'node:path'

/** A test file in vitest's JSON report. */
export interface FileTime {
  /** Its path, as the report has it. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly startTime: number
  readonly endTime: number
}

const maxShown = 15

/** How long the files of a stage took, the slowest first, and their sum; no lines where there are no files. */
export function fileTimeLines(files: readonly FileTime[]): string[] {
  if (files.length === 0) return []
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1).padStart(8)} s`
  const times = files
    .map(({ name, startTime, endTime }) => ({ file: path.relative('.', name), ms: endTime - startTime }))
    .sort((a, b) => b.ms - a.ms)
  const sumMs = times.reduce((sum, { ms }) => sum + ms, 0)
  const shown = times.slice(0, maxShown)
  const which =
    times.length > shown.length ? `, the slowest ${shown.length} of ${times.length}` : ', slowest first'
  return [
    `Time of each file${which}:`,
    ...shown.map(({ file, ms }) => `${seconds(ms)}  ${file}`),
    `${seconds(sumMs)}  all ${times.length} together`,
  ]
}
