import { createChat, type Chat } from '../chat/chat.ts'
import { inOrderShown } from '../chat/sort-key.ts'
import { signEntry, type Unsigned, type VerifiedEntry } from '../chat/signed-entry.ts'
import { createWaitingBudget, type WaitingBudget } from '../chat/waiting-budget.ts'
import { createLog } from '../base/log.ts'
import { limits } from '../base/limits.ts'
import type { Problem } from '../base/problem.ts'
import { ensureIdentity, type Identity } from '../identity/identity.ts'
import type { LinkedPeer, Verdict } from '../session/feature.ts'
import { parseMessage } from './parse-message.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { chatProtocol, type ChatMessage } from '../chat/protocol.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createMemoryDatabase } from './memory-database.ts'

export const roomId = 'ROOM'.padEnd(43, 'A')

/** One who talks in the room: a chat on a database, with links that are the test's. */
export interface Member {
  readonly name: string
  readonly identity: Identity
  readonly database: SidetoneDatabase
  readonly clock: FakeClock
  readonly problems: Problem[]
  /** How often its disk could be written to again. */
  recoveries: number
  /** Names of authors who were found to have signed two texts under one number. */
  readonly equivocators: string[]
  /** What it made of all that others sent, but `fine`. */
  readonly verdicts: Verdict[]
  /** What was sent to it, oldest first. */
  readonly heard: ChatMessage[]
  chat: Chat
  /** Whether what it sends arrives; what is a promise does not, and is what the channel answers. */
  carries: (message: ChatMessage, toId: string) => boolean | Promise<boolean>
  say(...texts: string[]): Promise<void>
  /** Takes a message of another member over the link that is open, as its session would. */
  receive(from: Member, message: object): Promise<Verdict>
  /** The texts in the order shown. */
  texts(): Promise<(string | undefined)[]>
  /** Ends what is in memory, and begins anew on the same database, or another one. */
  restart(database?: SidetoneDatabase): void
}

/** Members of one room and the links between them, which carry at once. */
export function createChatWorld({ sharesHistory = true } = {}) {
  const members = new Map<string, Member>()
  /** The peers of open links, as their owner sees them: `owner peer`. */
  const peers = new Map<string, LinkedPeer<ChatMessage>>()
  const key = (owner: string, other: string) => `${owner} ${other}`

  async function add(
    name: string,
    options: {
      database?: SidetoneDatabase
      identity?: Identity
      budget?: WaitingBudget
      clock?: FakeClock
    } = {},
  ): Promise<Member> {
    let database = options.database ?? createMemoryDatabase()
    const identity = options.identity ?? (await ensureIdentity(database))
    const clock = options.clock ?? createFakeClock()
    const budget = options.budget ?? createWaitingBudget()
    const start = () =>
      createChat({
        roomId,
        name,
        identity,
        sharesHistory,
        environment: { clock, log: createLog(clock), random: () => 0.5 },
        database,
        budget,
        onLive: () => undefined,
        onLiveKept: () => undefined,
        onDue: () => undefined,
        onProblem: (problem) => member.problems.push(problem),
        onStorageRecovered: () => (member.recoveries += 1),
        onEquivocation: (authorName) => member.equivocators.push(authorName),
      })
    const member: Member = {
      name,
      identity,
      get database() {
        return database
      },
      clock,
      problems: [],
      recoveries: 0,
      equivocators: [],
      verdicts: [],
      heard: [],
      chat: start(),
      carries: () => true,
      async say(...texts) {
        for (const text of texts) {
          const refused = await member.chat.actions.say.run({ text })
          if (refused) throw new Error(refused.kind)
          await clock.advance(1)
        }
      },
      async receive(from, value) {
        const text = JSON.stringify(value)
        const peer = peers.get(key(identity.peerId, from.identity.peerId))
        const message = parseMessage(chatProtocol, text)
        if (!peer || message === 'unknown') return 'fine'
        return message === 'malformed' ? message : member.chat.handle(peer, message, text.length)
      },
      texts: async () => (await inOrderShown(database.entries, roomId).toArray()).map((row) => row.text),
      restart(other = database) {
        member.chat.close()
        database = other
        member.chat = start()
      },
    }
    members.set(identity.peerId, member)
    return member
  }

  /** A peer as `owner` has it over a new link. */
  function linkedPeer(owner: Member, other: Member): LinkedPeer<ChatMessage> {
    const at = key(owner.identity.peerId, other.identity.peerId)
    const peer: LinkedPeer<ChatMessage> = {
      peerId: other.identity.peerId,
      publicKey: other.identity.publicKey,
      name: other.name,
      version: 1,
      sendNow: () => false,
      countMalformed: () => undefined,
      send(message) {
        if (peers.get(at) !== peer) return Promise.resolve(false)
        const carried = owner.carries(message, other.identity.peerId)
        if (carried !== true) return Promise.resolve(carried)
        other.heard.push(message)
        void other.receive(owner, message).then((verdict) => {
          if (verdict !== 'fine') other.verdicts.push(verdict)
        })
        return Promise.resolve(true)
      },
    }
    peers.set(at, peer)
    return peer
  }

  /** What a session says of who is there. */
  function tellPeers(member: Member) {
    const present = [...members.values()].filter((other) =>
      peers.has(key(member.identity.peerId, other.identity.peerId)),
    )
    member.chat.handlePeers?.(
      present.map(({ identity, name }) => ({ peerId: identity.peerId, name, state: 'connected' })),
    )
  }

  return {
    add,
    /** A link between two opens, again if it was open; the first of them is the first to speak on it. */
    async link(a: Member, b: Member) {
      const [toB, toA] = [linkedPeer(a, b), linkedPeer(b, a)]
      a.chat.handleOpen(toB)
      b.chat.handleOpen(toA)
      await a.clock.advance(limits.afterOpenMs)
      await b.clock.advance(limits.afterOpenMs)
    },
    /** A link ends, and each is told that the other is gone. */
    cut(a: Member, b: Member) {
      peers.delete(key(a.identity.peerId, b.identity.peerId))
      peers.delete(key(b.identity.peerId, a.identity.peerId))
      tellPeers(a)
      tellPeers(b)
    },
  }
}

/** What somebody might say, signed for the room. */
export async function signed(
  identity: Identity,
  more: Partial<Unsigned> & { roomId?: string; text?: string } = {},
): Promise<VerifiedEntry> {
  const { roomId: room = roomId, text = 'hello', ...said } = more
  return signEntry(identity, room, {
    name: 'Ada',
    seq: 1,
    atMs: 1_000,
    kind: 'text',
    body: { text },
    prev: null,
    follows: [],
    ...said,
  })
}
