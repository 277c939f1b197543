import { existsSync } from 'node:fs'
import { run, runNow } from './commands.ts'

/** All our namespaces begin so, and then name the process they belong to. */
const prefix = 'sidetone'
let made = 0

/** Network namespaces of one lab, which end with it, or with this process. `onRemove` comes last. */
export function createNamespaces(onRemove = () => {}) {
  const lab = `${prefix}-${process.pid}-${++made}`
  const names: string[] = []

  /** Ends what runs in them, and them; what they hold goes with them. */
  function remove() {
    process.off('exit', remove)
    for (const name of names.splice(0)) removeNamespace(name)
    onRemove()
  }
  process.once('exit', remove)

  return {
    /** Makes a namespace with a loopback that works, and that forwards. */
    async add(name: string): Promise<string> {
      const full = `${lab}-${name}`
      names.push(full)
      await run('ip', ['netns', 'add', full])
      await run('ip', ['-n', full, 'link', 'set', 'lo', 'up'])
      const settings =
        'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
      await run('ip', ['netns', 'exec', full, 'sh', '-c', settings])
      return full
    },
    remove,
  }
}

function removeNamespace(name: string) {
  const processes = runNow('ip', ['netns', 'pids', name])?.split('\n').filter(Boolean) ?? []
  for (const id of processes) {
    try {
      process.kill(Number(id), 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
  runNow('ip', ['netns', 'del', name])
}

/** Removes what an earlier run left that could not clean up after itself. Other runs' are left alone. */
export function sweepNamespaces() {
  const listed = runNow('ip', ['netns', 'list'])?.split('\n') ?? []
  for (const line of listed) {
    const [name, owner] = new RegExp(`^${prefix}-(\\d+)-\\S+`).exec(line) ?? []
    if (name && !existsSync(`/proc/${owner}`)) removeNamespace(name)
  }
}
