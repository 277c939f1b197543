import { readFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second. */
const microsecondsPerTick = 10_000
const userTicksField = 11
const systemTicksField = 12

/** CPU time that these processes have used, in user and kernel mode. */
export function cpuMicroseconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    // The second field is the name in parentheses, which may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const ticks = Number(fields[userTicksField]) + Number(fields[systemTicksField])
    return sum + ticks * microsecondsPerTick
  }, 0)
}

/** Memory of these processes that is really in RAM. */
export function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return sum + Number(kilobytes ?? 0) * 1_024
  }, 0)
}
