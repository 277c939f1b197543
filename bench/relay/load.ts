import { once } from 'node:events'
import { targetOf } from './connection.ts'
import { crowd, idle, latency, pairs, soak, type Figures } from './scenarios.ts'

/**
 * The load generator, a process of its own so that it can be pinned to another core:
 * load.ts <scenario> <urls,…> <pids,…> <seconds> [numbers…], prints its figures as JSON. `pairs-together` says when
 * it has joined its rooms, and goes on when it is told to.
 */
const [scenario = '', urls = '', pidList = '', secondsText = '', ...numbers] = process.argv.slice(2)
const targets = urls.split(',').map(targetOf)
const pids = pidList.split(',').map(Number)
const seconds = Number(secondsText)
const [first = 0, second = 0] = numbers.map(Number)

process.stdout.write(`${JSON.stringify(await run())}\n`)
process.exit(0)

function run(): Promise<Figures> {
  const [target] = targets
  if (target === undefined) throw new Error('There is no server.')
  switch (scenario) {
    case 'pairs':
      return pairs(targets, pids, first, seconds)
    case 'pairs-together':
      return pairs(targets, pids, first, seconds, `pair-${second}`, sayJoinedAndWait)
    case 'crowd':
      return crowd(target, pids, first, second, seconds)
    case 'latency':
      return latency(targets, first, second, seconds)
    case 'idle':
      return idle(target, pids, first)
    case 'soak':
      return soak(target, pids, first, second, seconds)
    default:
      throw new Error(`There is no scenario ${scenario}.`)
  }
}

async function sayJoinedAndWait() {
  process.stdout.write('joined\n')
  await once(process.stdin, 'data')
}
