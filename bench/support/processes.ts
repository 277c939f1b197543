import { readdirSync, readFileSync } from 'node:fs'
import { cpuMicroseconds } from '../relay/process-figures.ts'

export interface Process {
  readonly id: number
  readonly words: string
}

/** A process and all below it. */
export function processesOf(root: number): Process[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      parents.set(Number(name), Number(fields[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (id: number | undefined): boolean =>
    id !== undefined && (id === root || isOurs(parents.get(id)))
  return [...parents.keys()]
    .filter(isOurs)
    .map((id) => ({ id, words: readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ') }))
}

/** The renderer that a browser's extension runs in, its host and its panel alike. */
export function extensionProcess(processes: readonly Process[]): Process {
  const found = processes.find(
    ({ words }) => words.includes('--type=renderer') && words.includes('--extension-process'),
  )
  if (!found) throw new Error('The host has no process.')
  return found
}

function cpuOf(id: number): number | undefined {
  try {
    return cpuMicroseconds([id])
  } catch {
    // It ended while we looked.
    return undefined
  }
}

/** Part of one core that groups of processes used while we waited, in percent; of those that lived so long. */
export async function coreShares(
  groups: readonly (readonly number[])[],
  measuredMs: number,
): Promise<number[]> {
  const before = new Map(groups.flat().map((id) => [id, cpuOf(id)]))
  const startedMs = performance.now()
  await new Promise((resolve) => setTimeout(resolve, measuredMs))
  const passedMs = performance.now() - startedMs
  const used = (id: number) => {
    const [from, to] = [before.get(id), cpuOf(id)]
    return from === undefined || to === undefined ? 0 : to - from
  }
  return groups.map((ids) => ids.reduce((sum, id) => sum + used(id), 0) / 10 / passedMs)
}
