import * as v from 'valibot'
import type { Environment } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import { storageProblem, type Problem } from '../base/problem.ts'
import type { Ranges } from '../base/ranges.ts'
import type { Feature, FeatureAction, LinkedPeer, SessionPeer } from '../session/feature.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { hashSchema, seqSchema } from '../wire/entry.ts'
import { createOwnTyping } from './own-typing.ts'
import { activityProtocol, type ActivityMessage } from './protocol.ts'
import { createSeenStore, type Sight } from './seen-store.ts'

/** What others may be told. Each goes both ways: somebody who doesn't tell isn't told. */
export interface Telling {
  readonly typing: boolean
  readonly seen: boolean
}

export interface ActivityOptions {
  readonly roomId: string
  readonly ownId: string
  readonly environment: Pick<Environment, 'clock' | 'log'>
  readonly database: SidetoneDatabase
  /** As the person's settings have it now. */
  readonly telling: () => Telling
  /** What {@link Activity.viewOf} tells changed. */
  readonly onChange: () => void
}

/** What a peer does, beside what the session says of it. */
export interface PeerActivity {
  readonly isTyping?: true
}

const typingSchema = v.object({ isTyping: v.boolean() })
const seeSchema = v.object({
  entries: v.pipe(
    v.array(v.object({ authorId: hashSchema, seq: seqSchema })),
    v.maxLength(limits.maxSightsAtOnce),
  ),
})

export interface Activity extends Feature<ActivityMessage> {
  readonly actions: {
    /** The person at this browser typed something into the room's composer; or sent or emptied what was there. */
    readonly typing: FeatureAction<v.InferOutput<typeof typingSchema>, undefined>
    /** These entries were in sight of the person at this browser. */
    readonly see: FeatureAction<v.InferOutput<typeof seeSchema>, Promise<Problem | undefined>>
  }
  viewOf(peer: SessionPeer): PeerActivity
}

interface Member {
  readonly peer: LinkedPeer<ActivityMessage>
  /** Set while the peer is typing. */
  cancelTyping?: () => void
  /** Set while the peer is told nothing of what we have seen, since it was told a moment ago. */
  cancelSeenPause?: () => void
  /** It is told when that is over. */
  hasSeenMore: boolean
}

/**
 * What people in a room do while they write and read: who is typing, and who has seen what. None of it is in the log.
 * Peers whose client doesn't know the feature hear nothing of it.
 */
export function createActivity(options: ActivityOptions): Activity {
  const { onChange, telling } = options
  const { clock } = options.environment
  const logger = options.environment.log.logger('activity')
  /** From then on nothing is written: what comes after may come after "Forget room". */
  const closing = new AbortController()
  const store = createSeenStore({ ...options, closed: closing.signal })
  const members = new Map<string, Member>()
  const ownTyping = createOwnTyping({
    clock,
    tell(isTyping) {
      if (!telling().typing) return false
      for (const { peer } of members.values()) peer.sendNow({ type: 'activity-typing', isTyping })
      return true
    },
  })

  /** Whether it was typing. */
  function forgetTyping(member: Member): boolean {
    const wasTyping = member.cancelTyping !== undefined
    member.cancelTyping?.()
    delete member.cancelTyping
    return wasTyping
  }

  function stopTyping(member: Member) {
    if (forgetTyping(member)) onChange()
  }

  function end(member: Member) {
    forgetTyping(member)
    member.cancelSeenPause?.()
  }

  function noteTyping(member: Member) {
    const wasTyping = forgetTyping(member)
    member.cancelTyping = clock.after(limits.typingTimeoutMs, () => stopTyping(member))
    if (!wasTyping) onChange()
  }

  async function sendSeen({ peer }: Member) {
    try {
      const ranges = await store.ownOf(peer.peerId)
      // The link may have ended meanwhile, or the person changed their mind.
      if (ranges.length === 0 || !telling().seen) return
      peer.sendNow({
        type: 'activity-seen',
        ranges: ranges.map(([from, to]): [number, number] => [from, to]),
      })
    } catch (error) {
      logger.caught('not-read', error)
    }
  }

  /** Tells an author what we have seen of theirs: at once, and then no more than once in an interval. */
  function tellSeen(member: Member) {
    member.hasSeenMore = member.cancelSeenPause !== undefined
    if (member.hasSeenMore) return
    pauseSeen(member, limits.seenIntervalMs)
    void sendSeen(member)
  }

  function pauseSeen(member: Member, durationMs: number) {
    member.cancelSeenPause = clock.after(durationMs, () => {
      delete member.cancelSeenPause
      if (member.hasSeenMore) tellSeen(member)
    })
  }

  async function see({ entries }: { entries: readonly Sight[] }): Promise<Problem | undefined> {
    if (!telling().seen) return undefined
    try {
      for (const authorId of await store.add(entries)) {
        const author = members.get(authorId)
        if (author) tellSeen(author)
      }
      return undefined
    } catch (error) {
      if (closing.signal.aborted) return { kind: 'not-joined' }
      logger.caught('not-written', error)
      return storageProblem(error)
    }
  }

  async function noteSeen(readerId: string, ranges: Ranges) {
    try {
      await store.addOfPeer(readerId, ranges)
    } catch (error) {
      // Nothing is lost for good: the peer says all of it with the next one.
      if (!closing.signal.aborted) logger.caught('not-written', error)
    }
  }

  return {
    protocol: activityProtocol,

    actions: {
      typing: {
        schema: typingSchema,
        run({ isTyping }) {
          if (isTyping) ownTyping.type()
          else ownTyping.stop()
          return undefined
        },
      },
      see: { schema: seeSchema, run: see },
    },

    handleOpen(peer) {
      const before = members.get(peer.peerId)
      if (before) end(before)
      const member: Member = { peer, hasSeenMore: true }
      members.set(peer.peerId, member)
      // A moment later: first the panels say that we are connected, on the same thread.
      pauseSeen(member, limits.afterOpenMs)
    },

    handle(peer, message) {
      const member = members.get(peer.peerId)
      // Of a link that was replaced.
      if (member?.peer !== peer) return 'fine'
      if (message.type === 'activity-seen') {
        if (telling().seen) void noteSeen(peer.peerId, message.ranges)
      } else if (!message.isTyping) stopTyping(member)
      else if (telling().typing) noteTyping(member)
      return 'fine'
    },

    viewOf(peer) {
      const isTyping = members.get(peer.peerId)?.cancelTyping !== undefined
      return isTyping && peer.state === 'connected' && telling().typing ? { isTyping } : {}
    },

    /** Somebody out of reach isn't typing; who is no longer in the room is forgotten. */
    handlePeers(peers) {
      const states = new Map(peers.map(({ peerId, state }) => [peerId, state]))
      for (const [peerId, member] of members) {
        if (states.get(peerId) !== 'connected') forgetTyping(member)
        if (states.has(peerId)) continue
        end(member)
        members.delete(peerId)
      }
    },

    close() {
      closing.abort()
      ownTyping.close()
      for (const member of members.values()) end(member)
      members.clear()
    },
  }
}
