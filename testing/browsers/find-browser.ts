import { accessSync, constants } from 'node:fs'
import path from 'node:path'

export type BrowserKind = 'chromium' | 'firefox'

/** Where to look for a browser: the environment variable first, then these commands on the path. */
const candidates: Record<BrowserKind, { variable: string; commands: string[] }> = {
  chromium: {
    variable: 'SIDETONE_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  },
  firefox: { variable: 'SIDETONE_FIREFOX', commands: ['firefox-esr', 'firefox'] },
}

export const browserVariable = (kind: BrowserKind) => candidates[kind].variable

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not to be run.
    return false
  }
}

/** The path of an installed browser, or of the one that its environment variable names. */
export function findBrowser(kind: BrowserKind): string | undefined {
  const { variable, commands } = candidates[kind]
  const named = process.env[variable]
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return commands.flatMap((command) => folders.map((folder) => path.join(folder, command))).find(isExecutable)
}

/** Like {@link findBrowser}; throws a sentence where there is none. */
export function requireBrowser(kind: BrowserKind): string {
  const found = findBrowser(kind)
  if (found) return found
  throw new Error(
    `No ${kind} was found. Install it, or name it in the environment variable ${browserVariable(kind)}.`,
  )
}
