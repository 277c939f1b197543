import { browserEnvironment } from '../../engine/base/browser-environment.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { SidetoneDatabase } from '../../engine/storage/database.ts'
import { signFlood } from './hostile-sender.ts'

/** One message of the honest member, all times in milliseconds since 1970 by this page's clock. */
export interface Said {
  readonly text: string
  readonly saidAtMs: number
  /** On the sender's own disk. */
  readonly keptAtMs: number
  /** Confirmed as on the receiver's disk; absent where that never came. */
  deliveredAtMs?: number
}

/** What a page with one member in it can be asked for by the bench: an ordinary engine without a panel, until it floods. */
export interface Member {
  /** Joins the room; resolves when it is linked to so many others. */
  join(room: { name: string; relayUrl: string; roomName: string; others: number }): Promise<void>
  /** Members that come from now on get nothing of what this one says: the flood is for those who are there. */
  ignoreNewcomers(): void
  /** Signs so many messages of that length, numbered. */
  prepareFlood(flood: { words: string; count: number; characters: number }): Promise<void>
  /** Sends them, so many a second, whatever the receiver confirms, until all are gone or the link is closed. */
  flood(perSecond: number): Promise<{ released: number; tookMs: number }>
  /** Says numbered messages, one a second, and waits until the receiver has confirmed them or the time is over. */
  speak(talk: { words: string; count: number; receiver: string; patienceMs: number }): Promise<Said[]>
}

const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))
const nowMs = () => performance.timeOrigin + performance.now()
const tickMs = 25
const pollMs = 10

const database = new SidetoneDatabase(`flood-${crypto.randomUUID()}`)
let check: () => void = () => undefined
let isIgnoring = false
/** The chat channel to the member who gets the flood, and the flood, oldest first. */
let victim: RTCDataChannel | undefined
let flood: string[] = []

/** Keeps hold of the chat channels, and keeps what the engine says on them from newcomers. */
class HostileConnection extends RTCPeerConnection {
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options)
    if (!label.startsWith('chat')) return channel
    channel.addEventListener('open', () => {
      if (isIgnoring) channel.send = () => undefined
      else victim = channel
    })
    return channel
  }
}

const engine: Engine = createEngine({
  database,
  environment: {
    ...browserEnvironment(),
    createPeerConnection: (configuration) => new HostileConnection(configuration),
  },
  onEvent: () => check(),
})

const room = () => engine.snapshot().rooms[0]

/** How many of our messages a peer has confirmed. */
async function countDelivered(receiver: string): Promise<number> {
  const peerId = room()?.peers.find((peer) => peer.name === receiver)?.peerId
  const receipt = (await database.receipts.toArray()).find((one) => one.peerId === peerId)
  return receipt?.ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0) ?? 0
}

async function say(text: string): Promise<Said> {
  const saidAtMs = nowMs()
  const refused = await engine.room(room()?.roomId ?? '')?.features.chat.actions.say.run({ text })
  if (refused) throw new Error(`Not sent: ${refused.kind}`)
  return { text, saidAtMs, keptAtMs: nowMs() }
}

/** Notes when each of these is confirmed, until all are or the time is over. */
async function noteDelivery(said: Said[], talk: Parameters<Member['speak']>[0], before: number) {
  const deadlineMs = nowMs() + talk.count * 1_000 + talk.patienceMs
  for (let noted = 0; noted < talk.count && nowMs() < deadlineMs; await pause(pollMs)) {
    const count = Math.min((await countDelivered(talk.receiver)) - before, said.length)
    for (const one of said.slice(noted, count)) one.deliveredAtMs = nowMs()
    noted = Math.max(noted, count)
  }
}

const member: Member = {
  async join({ name, relayUrl, roomName, others }) {
    const linked = () => room()?.peers.filter((peer) => peer.state === 'connected').length ?? 0
    const isLinked = new Promise<void>((resolve) => {
      check = () => {
        if (linked() >= others) resolve()
      }
    })
    const outcome = await engine.join({ name, relayUrl, roomName })
    if (!outcome.ok) throw new Error(`${name} could not join: ${outcome.problem.kind}`)
    check()
    await isLinked
  },

  ignoreNewcomers: () => void (isIgnoring = true),

  async prepareFlood({ words, count, characters }) {
    const texts = Array.from({ length: count }, (_, i) =>
      `${words} ${i + 1}. `.padEnd(characters, 'and so on ').trim(),
    )
    const { roomId = '', me } = room() ?? {}
    flood = await signFlood(database, roomId, me?.name ?? '', texts)
  },

  async flood(perSecond) {
    const startedMs = nowMs()
    let released = 0
    while (released < flood.length && victim?.readyState === 'open') {
      const due = Math.min(Math.ceil(((nowMs() - startedMs) / 1_000) * perSecond), flood.length)
      for (; released < due; released++) victim.send(flood[released] ?? '')
      await pause(tickMs)
    }
    return { released, tookMs: nowMs() - startedMs }
  },

  async speak(talk) {
    const before = await countDelivered(talk.receiver)
    const said: Said[] = []
    const noting = noteDelivery(said, talk, before)
    for (let n = 1; n <= talk.count; n++) {
      const next = pause(1_000)
      said.push(await say(`${talk.words} ${n}.`))
      await next
    }
    await noting
    return said
  },
}

Object.assign(globalThis, { member })
