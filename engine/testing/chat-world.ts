import { createConversation, type Conversation } from '../chat/conversation.ts'
import { inOrderShown } from '../chat/sort-key.ts'
import { signMessage } from '../chat/signed-message.ts'
import type { ChatVerdict } from '../chat/verdict.ts'
import { ensureIdentity, type Identity } from '../identity/identity.ts'
import type { Problem } from '../base/problem.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import type { ChatMessage, SignedMessage } from '../chat/protocol.ts'
import { limits } from '../base/limits.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createMemoryDatabase } from './memory-database.ts'

export const roomId = 'ROOM'.padEnd(43, 'A')

/** One who talks in the room: a conversation on a database, with links that are the test's. */
export interface Member {
  readonly name: string
  readonly identity: Identity
  readonly database: SidetoneDatabase
  readonly clock: FakeClock
  readonly problems: Problem[]
  readonly contradictions: string[]
  /** What it made of all that others sent, but `fine`. */
  readonly verdicts: ChatVerdict[]
  /** What was sent to it, oldest first. */
  readonly heard: ChatMessage[]
  conversation: Conversation
  /** Whether what it sends arrives; what is a promise does not, and is what the channel answers. */
  carries: (message: ChatMessage, toId: string) => boolean | Promise<boolean>
  say(...texts: string[]): Promise<void>
  /** The texts in the order shown. */
  texts(): Promise<string[]>
  /** Ends what is in memory, and begins anew on the same database. */
  restart(): void
}

/** Members of one room and the links between them, which carry at once. */
export function createChatWorld({ sharesHistory = true } = {}) {
  const members = new Map<string, Member>()
  const links = new Set<string>()
  const key = (a: string, b: string) => [a, b].sort().join(' ')

  async function add(name: string, database = createMemoryDatabase()): Promise<Member> {
    const identity = await ensureIdentity(database)
    const clock = createFakeClock()
    const ownId = identity.peerId
    const start = () =>
      createConversation({
        roomId,
        name,
        identity,
        sharesHistory,
        clock,
        database,
        sendTo(peerId, text) {
          const to = members.get(peerId)
          const message = JSON.parse(text) as ChatMessage
          if (!to || !links.has(key(ownId, peerId))) return Promise.resolve(false)
          const carried = member.carries(message, peerId)
          if (carried !== true) return Promise.resolve(carried)
          to.heard.push(message)
          void to.conversation.handleChat(ownId, text).then((verdict) => {
            if (verdict !== 'fine') to.verdicts.push(verdict)
          })
          return Promise.resolve(true)
        },
        onProblem: (problem) => member.problems.push(problem),
        onContradiction: (authorName) => member.contradictions.push(authorName),
      })
    const member: Member = {
      name,
      identity,
      database,
      clock,
      problems: [],
      contradictions: [],
      verdicts: [],
      heard: [],
      conversation: start(),
      carries: () => true,
      async say(...texts) {
        for (const text of texts) {
          const refused = await member.conversation.send(text)
          if (refused) throw new Error(refused.problem.kind)
          await clock.advance(1)
        }
      },
      texts: async () => (await inOrderShown(database.messages, roomId).toArray()).map((row) => row.text),
      restart() {
        member.conversation.close()
        member.conversation = start()
      },
    }
    members.set(ownId, member)
    return member
  }

  return {
    add,
    /** A link between two opens, again if it was open; the first of them is the first to speak on it. */
    async link(a: Member, b: Member) {
      links.add(key(a.identity.peerId, b.identity.peerId))
      a.conversation.handlePeerOpen(b.identity.peerId)
      b.conversation.handlePeerOpen(a.identity.peerId)
      await a.clock.advance(limits.afterOpenMs)
      await b.clock.advance(limits.afterOpenMs)
    },
    cut(a: Member, b: Member) {
      links.delete(key(a.identity.peerId, b.identity.peerId))
    },
  }
}

/** What somebody might say, signed for the room. */
export async function signed(
  identity: Identity,
  more: Partial<Pick<SignedMessage, 'authorName' | 'seq' | 'atMs' | 'text'>> & { roomId?: string } = {},
) {
  const { roomId: room = roomId, ...said } = more
  return signMessage(identity, room, { authorName: 'Ada', seq: 1, atMs: 1_000, text: 'hello', ...said })
}
