import { parseArgs } from 'node:util'
import { networksOf } from './addresses.ts'
import { limitSettings, type LimitSetting } from './limits.ts'
import { isOriginEntry } from './origins.ts'
import { mapValues, textSettings, variableOf, type Config, type TextSetting } from './settings.ts'

/** What the command line and the environment ask for. */
export type Command =
  { kind: 'run'; config: Config } | { kind: 'help' } | { kind: 'invalid'; sentence: string }

const maxPort = 65_535

/** Why a configuration makes no sense, as a sentence. */
class ConfigError extends Error {}

/**
 * Reads the command line (without the program's name) and the environment; a flag wins over its variable.
 * A value that makes no sense is answered with one sentence, never guessed.
 */
export function readConfig(words: readonly string[], environment: NodeJS.ProcessEnv): Command {
  try {
    const flags = parseFlags(words)
    if (flags.has('help')) return { kind: 'help' }
    const config = assemble((flag) => {
      const word = flags.get(flag)
      if (word !== undefined) return { text: word, name: `--${flag}` }
      const variable = variableOf(flag)
      const text = environment[variable]
      return text === undefined || text === '' ? undefined : { text, name: variable }
    })
    return { kind: 'run', config }
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'invalid', sentence: error.message }
    throw error
  }
}

interface Given {
  readonly text: string
  /** The flag or the variable it came from, for the sentence that names it. */
  readonly name: string
}

type Lookup = (flag: string) => Given | undefined

function assemble(lookup: Lookup): Config {
  const text = mapValues<keyof typeof textSettings, TextSetting, string>(textSettings, (setting) =>
    readText(setting, lookup(setting.flag)),
  )
  const limits = mapValues<keyof typeof limitSettings, LimitSetting, number>(limitSettings, (setting) =>
    readLimit(setting, lookup(setting.flag)),
  )
  const config: Config = {
    ...text,
    port: Number(text.port),
    metricsPort: text.metricsPort === '' ? undefined : Number(text.metricsPort),
    trustProxy: listOf(text.trustProxy),
    allowedOrigins: listOf(text.allowedOrigins),
    turnUris: listOf(text.turnUris),
    nats: listOf(text.nats),
    limits,
  }
  validate(config)
  return config
}

function readLimit({ default: fallback, min, max }: LimitSetting, given: Given | undefined): number {
  if (given === undefined) return fallback
  const value = Number(given.text)
  if (!/^\d{1,10}$/.test(given.text) || value < min || value > max) {
    throw new ConfigError(`${given.name} must be a whole number from ${min} to ${max}, not "${given.text}".`)
  }
  return value
}

function readText({ kind, default: fallback, choices }: TextSetting, given: Given | undefined): string {
  if (given === undefined) return fallback
  const { name, text } = given
  if (text === '') throw new ConfigError(`${name} must not be empty.`)
  if (kind === 'port' && (!/^\d{1,5}$/.test(text) || Number(text) > maxPort)) {
    throw new ConfigError(`${name} must be a number from 0 to ${maxPort}, not "${text}".`)
  }
  if (choices !== undefined && !choices.includes(text)) {
    throw new ConfigError(`${name} must be one of ${choices.join(', ')}, not "${text}".`)
  }
  return text
}

/** What only makes sense together, or only in a certain form. */
function validate(config: Config) {
  if ((config.tlsCert === '') !== (config.tlsKey === '')) {
    throw new ConfigError('--tls-cert and --tls-key belong together: give both or none.')
  }
  if ((config.turnSecret === '') !== (config.turnUris.length === 0)) {
    throw new ConfigError('--turn-secret and --turn-uris belong together: give both or none.')
  }
  for (const uri of config.turnUris) {
    if (!/^turns?:[^\s]+$/.test(uri)) {
      throw new ConfigError(`--turn-uris must be like turn:turn.example.org:3478, not "${uri}".`)
    }
  }
  for (const server of config.nats) {
    if (!/^(nats|tls):\/\/[^\s]+$/.test(server)) {
      throw new ConfigError(`--nats must be like nats://127.0.0.1:4222, not "${server}".`)
    }
  }
  if (config.allowedOrigins.length === 0) throw new ConfigError('--allowed-origins must name at least one.')
  for (const origin of config.allowedOrigins) {
    if (!isOriginEntry(origin)) {
      throw new ConfigError(
        `--allowed-origins must be like https://example.org, moz-extension://*, extensions, self, none or *, not "${origin}".`,
      )
    }
  }
  const networks = networksOf(config.trustProxy)
  if ('invalid' in networks) {
    throw new ConfigError(
      `--trust-proxy must be addresses or ranges like 10.0.0.0/8, not "${networks.invalid}".`,
    )
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function parseFlags(words: readonly string[]): ReadonlyMap<string, string> {
  const flags = [...Object.values(textSettings), ...Object.values(limitSettings)].map(({ flag }) => flag)
  const texts = Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...words], options: { help: { type: 'boolean' }, ...texts } })
    return new Map(Object.entries(values).map(([flag, value]) => [flag, String(value)]))
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? '') : String(error)
    throw new ConfigError(`${reason}: --help lists what there is.`)
  }
}
