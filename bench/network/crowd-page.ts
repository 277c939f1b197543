import { browserEnvironment } from '../../engine/base/browser-environment.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { SidetoneDatabase } from '../../engine/storage/database.ts'
import type { LogEntry } from '../../engine/view.ts'

/** What a page full of engines can be asked for by the bench. */
export interface Crowd {
  /** Makes an engine, and has it ready. */
  prepare(name: string): Promise<void>
  /** Has it join, and gives the milliseconds until it is linked to so many others. */
  join(name: string, room: { relayUrl: string; roomName: string; others: number }): Promise<number>
  /** What the engines did to mend links since it was asked last: with which peer, why, and after how many milliseconds. */
  takeMended(): string[]
  leaveAll(): void
}

interface Member {
  readonly engine: Engine
  check: () => void
}

const members = new Map<string, Member>()
const mendings = new Set<LogEntry['event']>(['link-silent', 'ice-restart', 'link-ended', 'peer-unreachable'])
let mended: string[] = []
let begunMs = Date.now()

/** Longer than the engine takes to have a spare connection. */
const readyMs = 700

const linkedTo = ({ engine }: Member) =>
  engine.snapshot().rooms[0]?.peers.filter((peer) => peer.state === 'connected').length ?? 0

const crowd: Crowd = {
  async prepare(name) {
    const member: Member = {
      engine: createEngine({
        database: new SidetoneDatabase(`crowd-${crypto.randomUUID()}`),
        environment: browserEnvironment(),
        onEvent(event) {
          member.check()
          if (event.type !== 'log' || !mendings.has(event.entry.event)) return
          const { atMs, detail = '', event: step, peerName = '' } = event.entry
          mended.push(`${atMs - begunMs} ms ${name} – ${peerName}: ${step} ${detail}`.trim())
        },
      }),
      check: () => {},
    }
    members.set(name, member)
    await new Promise((resolve) => setTimeout(resolve, readyMs))
  },
  async join(name, { relayUrl, roomName, others }) {
    const member = members.get(name)
    if (!member) throw new Error(`${name} was not prepared.`)
    const startedMs = performance.now()
    begunMs = Date.now()
    const linked = new Promise<number>((resolve) => {
      member.check = () => {
        if (linkedTo(member) >= others) resolve(performance.now() - startedMs)
      }
    })
    const outcome = await member.engine.join({ name, relayUrl, roomName })
    if (!outcome.ok) throw new Error(`${name} could not join: ${outcome.problem.kind}`)
    member.check()
    return linked
  },
  takeMended() {
    const taken = mended
    mended = []
    return taken
  },
  leaveAll() {
    for (const { engine } of members.values()) {
      for (const { roomId } of engine.snapshot().rooms) engine.leave(roomId)
    }
    members.clear()
  },
}

Object.assign(globalThis, { crowd })
