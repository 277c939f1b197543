import { limitSettings } from './limits.ts'
import { textSettings } from './settings.ts'

const lineWidth = 100
const indent = '      '

interface Line {
  readonly flag: string
  readonly default: string
  readonly description: string
}

const texts: Line[] = Object.values(textSettings)
const limits: Line[] = Object.values(limitSettings).map((limit) => ({
  ...limit,
  default: String(limit.default),
}))

/** What `--help` prints. */
export function helpText(): string {
  return [
    'Usage: sidetone-relay [--flag value]…',
    '',
    'Introduces browsers to each other, and cannot read what they send. Each flag has an environment',
    'variable: SIDETONE_ and the flag in capitals, such as SIDETONE_MAX_ROOMS. A flag wins over its',
    'variable. Keep secrets in variables, since every user of a machine can read command lines.',
    '',
    'Settings',
    ...texts.map(described),
    '',
    'Limits (0 lifts one that may be 0)',
    ...limits.map(described),
    '',
    '  --help\n      Show this and stop.',
    '',
  ].join('\n')
}

function described(line: Line): string {
  const { flag, description } = line
  const sentence = line.default === '' ? description : `${description} Default: ${line.default}`
  return `  --${flag}\n${wrapped(sentence)}`
}

function wrapped(sentence: string): string {
  const lines: string[] = []
  let line = indent
  for (const word of sentence.split(' ')) {
    if (line.length + word.length > lineWidth && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = indent
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()].join('\n')
}
