import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A running server and how to be rid of it. */
export interface Server {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** All limits on, but so high that they do not end the bench: they are checked for every message all the same. */
export const relayLimits = [
  ['--max-connections', '20000'],
  ['--max-connections-per-address', '15000'],
  ['--max-rooms', '20000'],
  ['--messages-per-second', '1000000'],
  ['--message-burst', '1000000'],
  ['--bytes-per-second', '2000000000'],
  ['--byte-burst', '2000000000'],
].flat()

/** As in relay/package.json: larger is smoother, smaller weighs less for each idle connection. */
const semiSpaceMegabytes = process.env['SIDETONE_BENCH_SEMI_SPACE'] ?? '16'

type Figures = Readonly<Record<string, number>>

const maxRoomsPerGenerator = 4_000

const serverCore = '0'
const loadCore = '1'

/** Starts a command pinned to the servers' core and resolves when it prints where it listens. */
async function start(command: string, words: readonly string[]): Promise<Server> {
  const child = spawn('taskset', ['-c', serverCore, command, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const listens = /listening on ((?:ws|raw):\/\/\S+)/
  while (!listens.test(said)) {
    await Promise.race([
      once(child.stdout, 'data'),
      ended.then(() => Promise.reject(new Error(`${command} ended.`))),
    ])
  }
  return {
    url: listens.exec(said)?.[1] ?? '',
    // taskset becomes the command, so this is the server's own.
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** Our relay, as its package starts it, with more flags if wanted. */
export function startRelay(...flags: string[]): Promise<Server> {
  const words = [
    `--max-semi-space-size=${semiSpaceMegabytes}`,
    here('../../relay/src/cli.ts'),
    '--port',
    '0',
    ...relayLimits,
    ...flags,
  ]
  return start(process.execPath, words)
}

export function startNaive(): Promise<Server> {
  return start(process.execPath, [here('peers/naive-ws.ts')])
}

export function startForwarder(): Promise<Server> {
  return start(process.execPath, ['--max-semi-space-size=64', here('peers/forwarder.ts')])
}

/** Builds the Go hub with Debian's compiler and library; undefined where they are not installed. */
export function buildGoHub(): (() => Promise<Server>) | undefined {
  if (
    spawnSync('sh', ['-c', 'command -v go && test -d /usr/share/gocode/src/github.com/gorilla/websocket'])
      .status !== 0
  ) {
    return undefined
  }
  const binary = join(mkdtempSync(join(tmpdir(), 'go-hub-')), 'go-hub')
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode' }
  execFileSync('go', ['build', '-o', binary, here('peers/go-hub/main.go')], { env })
  return () => start(binary, [])
}

/** Runs NATS for a bench of several nodes; undefined where it is not installed. */
export async function startNats(port: number): Promise<(() => Promise<void>) | undefined> {
  if (spawnSync('sh', ['-c', 'command -v nats-server']).status !== 0) return undefined
  const child = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  for await (const text of child.stderr) if (String(text).includes('Server is ready')) break
  return async () => {
    child.kill('SIGKILL')
    await ended
  }
}

function loadWords(
  scenario: string,
  servers: readonly Server[],
  seconds: number,
  numbers: readonly number[],
) {
  const urls = servers.map(({ url }) => url).join(',')
  const pids = servers.map(({ pid }) => pid).join(',')
  const words = [here('load.ts'), scenario, urls, pids, String(seconds), ...numbers.map(String)]
  return ['-c', loadCore, process.execPath, '--max-semi-space-size=64', ...words]
}

/** Runs the load generator, pinned to the other core, and gives its figures. */
export async function load(
  scenario: string,
  servers: readonly Server[],
  seconds: number,
  ...numbers: number[]
): Promise<Figures> {
  const child = spawn('taskset', loadWords(scenario, servers, seconds, numbers), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  const closed: unknown[] = await once(child, 'close')
  if (closed[0] !== 0) throw new Error(`The load generator ended with ${String(closed[0])}.`)
  return figuresIn(said)
}

/**
 * Rooms of two with one generator for each so many rooms: a process may open only so many sockets. All begin when
 * all have joined; their deliveries add up, and each has seen the same CPU time of the servers.
 */
export async function loadPairsTogether(
  servers: readonly Server[],
  seconds: number,
  rooms: number,
): Promise<Figures> {
  const generatorCount = Math.ceil(rooms / maxRoomsPerGenerator)
  const generators = Array.from({ length: generatorCount }, (_, index) => {
    const share = Math.floor((rooms + index) / generatorCount)
    const words = loadWords('pairs-together', servers, seconds, [share, index])
    const child = spawn('taskset', words, { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'close')
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    return { child, ended, said: () => said }
  })
  for (const { child, ended, said } of generators) {
    while (!said().includes('joined')) {
      await Promise.race([
        once(child.stdout, 'data'),
        ended.then(() => Promise.reject(new Error('A load generator ended.'))),
      ])
    }
  }
  for (const { child } of generators) child.stdin.write('go\n')
  await Promise.all(generators.map(({ ended }) => ended))
  const figures = generators.map(({ said }) => figuresIn(said().replace('joined', '')))
  const sum = (of: (one: Figures) => number) => figures.reduce((total, one) => total + of(one), 0)
  return {
    deliveriesPerSecond: sum((one) => one['deliveriesPerSecond'] ?? 0),
    cpuMicrosecondsPerDelivery: 1 / sum((one) => 1 / (one['cpuMicrosecondsPerDelivery'] ?? 0)),
  }
}

function figuresIn(printed: string): Figures {
  const figures: unknown = JSON.parse(printed)
  if (typeof figures !== 'object' || figures === null) throw new Error(`The load generator said ${printed}`)
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)]))
}

/** How many sockets a process may open here; Node takes the hard limit by itself. */
export function maxOpenFiles(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  return limit === 'unlimited' ? Infinity : Number(limit)
}
