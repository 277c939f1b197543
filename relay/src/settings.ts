import { limitSettings, type Limits } from './limits.ts'
import { defaultOrigins } from './origins.ts'

/** A setting that is not a limit. A `list` is split at commas; a `path` names a file. */
export interface TextSetting {
  readonly flag: string
  readonly kind: 'text' | 'secret' | 'list' | 'path' | 'port' | 'choice'
  readonly default: string
  readonly choices?: readonly string[]
  readonly description: string
}

/** Everything that can be set besides the limits. */
export const textSettings = {
  port: {
    flag: 'port',
    kind: 'port',
    default: '8080',
    description: 'Port to listen on; 0 picks a free one.',
  },
  host: {
    flag: 'host',
    kind: 'text',
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 or :: for every network.',
  },
  tlsCert: {
    flag: 'tls-cert',
    kind: 'path',
    default: '',
    description: 'PEM file with the certificate chain: TLS without a proxy, read again on SIGHUP.',
  },
  tlsKey: { flag: 'tls-key', kind: 'path', default: '', description: 'PEM file with its private key.' },
  trustProxy: {
    flag: 'trust-proxy',
    kind: 'list',
    default: '',
    description:
      'Addresses or CIDR ranges of proxies whose X-Forwarded-For and X-Forwarded-Host are trusted.',
  },
  accessKey: {
    flag: 'access-key',
    kind: 'secret',
    default: '',
    description: 'Needed to connect, as ?key=… or as a bearer token; refused with 401 without.',
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    kind: 'list',
    default: defaultOrigins.join(','),
    description:
      "Origins that may connect: extensions (any browser extension), self (the relay's own page), none (clients that send no Origin), * (all), or such as https://example.org, moz-extension://*. Others get 403. A list replaces the default.",
  },
  turnSecret: {
    flag: 'turn-secret',
    kind: 'secret',
    default: '',
    description: "coturn's static-auth-secret: GET /turn then gives out credentials.",
  },
  turnUris: {
    flag: 'turn-uris',
    kind: 'list',
    default: '',
    description: 'What those credentials are for, such as turn:turn.example.org:3478?transport=udp.',
  },
  nats: {
    flag: 'nats',
    kind: 'list',
    default: '',
    description: 'NATS servers that nodes share rooms through, such as nats://127.0.0.1:4222.',
  },
  metricsPort: {
    flag: 'metrics-port',
    kind: 'port',
    default: '',
    description: 'Port of its own for GET /metrics (and /readyz, /healthz); 0 picks a free one.',
  },
  metricsHost: {
    flag: 'metrics-host',
    kind: 'text',
    default: '127.0.0.1',
    description: 'Address that the metrics port listens on.',
  },
  metricsToken: {
    flag: 'metrics-token',
    kind: 'secret',
    default: '',
    description: 'Bearer token that opens GET /metrics on the main port.',
  },
  logLevel: {
    flag: 'log-level',
    kind: 'choice',
    default: 'warn',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    description: 'What is logged to stderr, as JSON lines; never a payload, a room or an address.',
  },
} as const satisfies Record<string, TextSetting>

export type TextName = keyof typeof textSettings

/** A relay's whole configuration, checked. Lists are empty and texts are '' where nothing was asked for. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly tlsCert: string
  readonly tlsKey: string
  readonly trustProxy: readonly string[]
  readonly accessKey: string
  readonly allowedOrigins: readonly string[]
  readonly turnSecret: string
  readonly turnUris: readonly string[]
  readonly nats: readonly string[]
  /** No number: no port of its own. */
  readonly metricsPort: number | undefined
  readonly metricsHost: string
  readonly metricsToken: string
  readonly logLevel: string
  readonly limits: Limits
}

/** The environment variable that stands for a flag. */
export function variableOf(flag: string): string {
  return `SIDETONE_${flag.replaceAll('-', '_').toUpperCase()}`
}

/** Limits as they are unless somebody changes them. */
export const defaultLimits: Limits = mapValues(limitSettings, (setting) => setting.default)

/** The same keys with other values. */
export function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  change: (value: From, name: Name) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(record).map(([name, value]) => [name, change(value, name as Name)])
  // `Object.entries` forgets the keys' type; they are exactly those of `record`.
  return Object.fromEntries(entries) as Record<Name, To>
}

/** A relay without any flag. */
export const defaultConfig: Config = {
  port: Number(textSettings.port.default),
  host: textSettings.host.default,
  tlsCert: '',
  tlsKey: '',
  trustProxy: [],
  accessKey: '',
  allowedOrigins: defaultOrigins,
  turnSecret: '',
  turnUris: [],
  nats: [],
  metricsPort: undefined,
  metricsHost: textSettings.metricsHost.default,
  metricsToken: '',
  logLevel: textSettings.logLevel.default,
  limits: defaultLimits,
}
