import { limitSettings } from './limits.ts'
import { closes, refusals } from './refusals.ts'
import { textSettings, variableOf } from './settings.ts'

/** Closes that `ws` makes by itself, for which the relay has no reason of its own. */
const protocolCloses = [
  { code: 1002, description: 'The frame broke the WebSocket protocol.' },
  {
    code: 1008,
    description: 'A message came in too many pieces: `--max-message-fragments`, `--max-message-chunks`.',
  },
]

/** Answers that Node's HTTP server gives by itself. */
const httpAnswers = [
  { status: 405, description: 'A handshake by another method than GET.' },
  { status: 408, description: 'The request was not there within `--handshake-timeout-seconds`.' },
  { status: 426, description: 'A plain GET where a handshake would have been accepted.' },
  { status: 431, description: 'The headers were longer than `--max-header-bytes`.' },
]

/** The parts of the README that come from the code, by the name of their place. */
export function readmeParts(): ReadonlyMap<string, string> {
  return new Map([
    ['settings', settingsTable(Object.values(textSettings))],
    ['limits', settingsTable(Object.values(limitSettings))],
    ['closes', closesTable()],
    ['refusals', refusalsTable()],
  ])
}

/** A README with its generated parts renewed; each stands between two comments that name it. */
export function renewed(readme: string): string {
  let text = readme
  for (const [name, part] of readmeParts()) {
    const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`)
    if (!place.test(text)) throw new Error(`The README has no place for ${name}.`)
    text = text.replace(place, (_, before: string, after: string) => `${before}\n${part}\n\n${after}`)
  }
  return text
}

function settingsTable(
  settings: readonly { flag: string; default: string | number; description: string }[],
): string {
  const rows = settings.map((setting) => [
    `\`--${setting.flag}\``,
    `\`${variableOf(setting.flag)}\``,
    setting.default === '' ? '' : `\`${setting.default}\``,
    setting.description,
  ])
  return table(['flag', 'variable', 'default', 'what it does'], rows)
}

function closesTable(): string {
  const ours = Object.values(closes).map(({ code, description }) => ({ code, description }))
  const all = [...ours, ...protocolCloses].toSorted((one, other) => one.code - other.code)
  return table(
    ['code', 'meaning'],
    all.map(({ code, description }) => [String(code), description]),
  )
}

function refusalsTable(): string {
  const ours = Object.values(refusals).map(({ status, description }) => ({ status, description }))
  const all = [...ours, ...httpAnswers].toSorted((one, other) => one.status - other.status)
  return table(
    ['status', 'meaning'],
    all.map(({ status, description }) => [String(status), description]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  // Prettier would align the columns, and every change of one row would touch all.
  return ['<!-- prettier-ignore -->', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('*', '\\*')
}
