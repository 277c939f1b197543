/**
 * What the engine notes of its own doing, for people who look for a fault: a ring in memory, never on disk. It travels
 * in the connection report, so it holds no secret, no name, no room and no address: a line is a fixed event of one part
 * with fields that are numbers, flags or words of this code, and errors go through {@link describeError}.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Words of this code, counts and flags; anything that a person or a peer chose has no place here. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface LogLine {
  readonly atMs: number
  readonly level: LogLevel
  /** The part of the engine, as its file is called: `link`, `relay-socket`. */
  readonly part: string
  readonly event: string
  readonly fields?: LogFields
}

export interface Logger {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** Something failed that should not; `error` is whatever was thrown. */
  error(event: string, error: unknown, fields?: LogFields): void
  /** Something failed that may, now and then; `error` is whatever was thrown. */
  caught(event: string, error: unknown, fields?: LogFields): void
}

export interface Log {
  logger(part: string): Logger
  /** Oldest first. */
  lines(): readonly LogLine[]
}

const maxLines = 500
const maxFieldCharacters = 120

/** Anything that may be an address, an id, a key, a URL or a candidate in a browser's message. */
const telling =
  /[a-z][a-z0-9+.-]*:\/\/\S+|(?:stun|turn)s?:\S+|candidate:.*|\[?(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}\]?|\d+\.\d+\.\d+\.\d+(?::\d+)?|[\w-]{20,}|[\w-]+\.local\b|"[^"]*"|'[^']*'|“[^”]*”/gi

/** A message of a browser without what it may quote. */
export function redact(text: string): string {
  return text.replace(telling, '…').slice(0, maxFieldCharacters)
}

/** The name of an error, and its message without what that may quote. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return redact(`${error.name}: ${error.message}`)
  return redact(typeof error === 'string' ? error : Object.prototype.toString.call(error))
}

/** A log that keeps the newest lines. `onLine` is told of each, as it is written. */
export function createLog(clock: { nowMs(): number }, onLine?: (line: LogLine) => void): Log {
  const lines: LogLine[] = []

  function write(level: LogLevel, part: string, event: string, fields?: LogFields) {
    const line: LogLine = { atMs: clock.nowMs(), level, part, event, ...(fields && { fields }) }
    lines.push(line)
    if (lines.length > maxLines) lines.shift()
    onLine?.(line)
  }

  return {
    lines: () => lines,
    logger: (part) => ({
      debug: (event, fields) => write('debug', part, event, fields),
      info: (event, fields) => write('info', part, event, fields),
      warn: (event, fields) => write('warn', part, event, fields),
      error: (event, error, fields) =>
        write('error', part, event, { error: describeError(error), ...fields }),
      caught: (event, error, fields) =>
        write('warn', part, event, { error: describeError(error), ...fields }),
    }),
  }
}

/** A line as the connection report shows it. */
export function formatLine({ atMs, level, part, event, fields = {} }: LogLine): string {
  const details = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value}`],
  )
  return [new Date(atMs).toISOString(), level, part, event, ...details].join(' ')
}
