import { spawnSync } from 'node:child_process'
import os from 'node:os'

/** What a run was made on. */
export function describeMachine() {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' })
  return {
    at: new Date().toISOString(),
    commit: status === 0 ? stdout.trim() : 'unknown commit',
    cpu: os.cpus()[0]?.model ?? 'unknown CPU',
    cores: os.cpus().length,
    loadBefore: os.loadavg(),
    node: process.version,
    os: `${os.type()} ${os.release()}`,
  }
}

export type Machine = ReturnType<typeof describeMachine>

/** The machine in a line. */
export const machineLine = ({ commit, cores, cpu, loadBefore }: Machine) =>
  `${commit}, ${cores} × ${cpu}, load ${loadBefore.map((load) => load.toFixed(2)).join(' ')}`
