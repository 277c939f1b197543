import { parseArgs } from 'node:util'
import { describeMachine, machineLine } from '../machine.ts'
import { printProgress, roundOf } from '../progress.ts'
import { keepResult } from '../report.ts'
import {
  buildGoHub,
  load,
  loadPairsTogether,
  maxOpenFiles,
  startForwarder,
  startNaive,
  startNats,
  startRelay,
  type Server,
} from './servers.ts'

/**
 * npm run bench:relay -- [--rounds N] [--seconds S] [--only pairs,crowd,…]
 * Servers alternate within a round, so that a busy minute of the machine hits all of them. Results are added to
 * bench/results/<date>-relay.txt.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'pairs,crowd,latency,idle,growth,nats' },
    peers: { type: 'string', default: 'relay,go,naive,forwarder' },
    'soak-seconds': { type: 'string', default: '600' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const wanted = new Set(values.only.split(','))
const peers = new Set(values.peers.split(','))
const natsPort = 14_222

const machine = describeMachine()
const startedAt = new Date()
const { progress, stop: stopProgress } = printProgress('relay')
/** All that was printed, for the results. */
const lines: string[] = []

type Start = () => Promise<Server>
type Samples = Map<string, Map<string, number[]>>

const starts = new Map<string, Start>([['relay', () => startRelay()]])
const goHub = peers.has('go') ? buildGoHub() : undefined
if (goHub !== undefined) starts.set('Go hub', goHub)
else if (peers.has('go')) say('Without the Go hub: install golang and golang-github-gorilla-websocket-dev.')
if (peers.has('naive')) starts.set('naive ws', startNaive)
if (peers.has('forwarder')) starts.set('raw forwarder', startForwarder)

if (wanted.has('pairs')) await compare('1,000 rooms of two, one message in flight each', 'pairs', 1_000)
if (wanted.has('crowd')) await compare('one room of 200, eight in flight', 'crowd', 200, 8)
if (wanted.has('latency'))
  await compare('5,000 messages per second in 250 rooms of two', 'latency', 5_000, 250)
if (wanted.has('idle')) await compare('9,500 idle connections', 'idle', 9_500)
if (wanted.has('growth')) await growth()
if (wanted.has('nats')) await overNats()
if (wanted.has('soak')) await soak()
stopProgress()
console.log(`\nAdded to ${keepResult('relay', startedAt, machineLine(machine), `${lines.join('\n')}\n`)}.`)

function say(line: string) {
  lines.push(line)
  console.log(line)
}

async function compare(title: string, scenario: string, ...numbers: number[]) {
  const samples: Samples = new Map()
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of starts) {
      progress(`${title}: ${name}`, roundOf(round, rounds))
      const server = await start()
      add(samples, name, await load(scenario, [server], seconds, ...numbers))
      await server.stop()
    }
  }
  print(title, samples)
}

/** What a message costs as there are more rooms, and as a room has more members. */
async function growth() {
  const samples: Samples = new Map()
  // The relay holds both sockets of a room, and some files of its own.
  const mostRooms = Math.min(10_000, Math.floor((maxOpenFiles() - 100) / 2))
  if (mostRooms < 10_000)
    say(`\nA process may open ${maxOpenFiles()} files: ${mostRooms} rooms of two at most.`)
  for (let round = 0; round < rounds; round++) {
    for (const rooms of [1, 10, 100, 1_000, mostRooms]) {
      progress(`growth: ${rooms} rooms of two`, roundOf(round, rounds))
      const server = await startRelay()
      add(
        samples,
        `${rooms} ${rooms === 1 ? 'room' : 'rooms'} of two`,
        await loadPairsTogether([server], seconds, rooms),
      )
      await server.stop()
      if (!peers.has('forwarder')) continue
      // What of it is the kernel's: twenty thousand sockets are in no cache.
      const lowerBound = await startForwarder()
      add(samples, `  raw forwarder, ${rooms}`, await loadPairsTogether([lowerBound], seconds, rooms))
      await lowerBound.stop()
    }
    for (const members of [2, 4, 10, 50, 200]) {
      progress(`growth: one room of ${members}`, roundOf(round, rounds))
      const server = await startRelay()
      add(samples, `one room of ${members}`, await load('crowd', [server], seconds, members, 1))
      await server.stop()
    }
  }
  print('growth', samples)
}

async function overNats() {
  const stopNats = await startNats(natsPort)
  if (stopNats === undefined) return say('Without NATS: install nats-server.')
  const flags = ['--nats', `nats://127.0.0.1:${natsPort}`]
  const samples: Samples = new Map()
  for (let round = 0; round < rounds; round++) {
    const nodes = [await startRelay(...flags), await startRelay(...flags)]
    await Promise.all(nodes.map(ready))
    const alone = [await startRelay()]
    for (const [name, servers] of [
      ['one node', alone],
      ['two nodes', nodes],
    ] as const) {
      for (const perSecond of [200, 2_000]) {
        progress(`${name}, ${perSecond} messages/s`, roundOf(round, rounds))
        add(
          samples,
          `${name}, ${perSecond} messages/s`,
          await load('latency', servers, seconds, perSecond, 100),
        )
      }
      progress(`${name}, saturated`, roundOf(round, rounds))
      add(samples, `${name}, saturated`, await load('pairs', servers, seconds, 1_000))
    }
    for (const server of [...nodes, ...alone]) await server.stop()
  }
  await stopNats()
  print('two nodes over NATS', samples)
}

async function ready({ url }: Server) {
  const readyUrl = url.replace(/^ws(.*)\/ws$/, 'http$1/readyz')
  while (!(await fetch(readyUrl)).ok) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function soak() {
  const samples: Samples = new Map()
  const server = await startRelay()
  progress(`soak for ${values['soak-seconds']} s`)
  add(samples, 'relay', await load('soak', [server], Number(values['soak-seconds']), 5_000, 500))
  await server.stop()
  print('soak: 5,000 idle and 500 busy connections', samples)
}

function add(samples: Samples, name: string, figures: Record<string, number>) {
  const row = samples.get(name) ?? new Map<string, number[]>()
  samples.set(name, row)
  for (const [figure, value] of Object.entries(figures)) row.set(figure, [...(row.get(figure) ?? []), value])
}

function print(title: string, samples: Samples) {
  say(`\n${title} (median, least to most of ${rounds})`)
  for (const [name, row] of samples) {
    const texts = [...row].map(([figure, values]) => `${figure} ${described(values)}`)
    say(`  ${name.padEnd(28)}${texts.join('   ')}`)
  }
}

function described(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other)
  const shown = (value = 0) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2))
  return `${shown(sorted[sorted.length >> 1])} (${shown(sorted[0])} to ${shown(sorted.at(-1))})`
}
