import * as v from 'valibot'
import { createActivity, type Activity, type PeerActivity } from '../activity/activity.ts'
import { activityProtocol, type ActivityMessage } from '../activity/protocol.ts'
import { createLog } from '../base/log.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import { registerFeature, type FeatureLink } from '../session/registered-feature.ts'
import type { PeerState } from '../session/session-view.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import { createFakeClock } from './fake-clock.ts'
import { createMemoryDatabase } from './memory-database.ts'
import { sampleEntry } from './sample-entry.ts'
import { idOf } from './test-keys.ts'

export const roomId = 'room'

const { messages } = activityProtocol
const messageSchema = v.union([messages['activity-typing'].schema, messages['activity-seen'].schema])

/** Somebody in the room. */
export interface Resident {
  readonly name: string
  readonly id: string
  readonly database: SidetoneDatabase
  readonly activity: Activity
  /** What the person's settings say; may be changed. */
  readonly telling: { typing: boolean; seen: boolean }
  /** What was said to others, oldest first. */
  readonly said: { readonly to: string; readonly message: ActivityMessage }[]
  /** How often the view changed. */
  changes: number
}

/** People in a room whose links carry this feature alone, with its schemas and rates, at once and in order. */
export function createActivityWorld() {
  const clock = createFakeClock()
  const residents: Resident[] = []
  /** By listener and speaker: what hears them. */
  const ears = new Map<string, FeatureLink>()
  const rates = new Map<string, RateLimit>()

  function add(name: string, telling: Partial<Resident['telling']> = {}): Resident {
    const database = createMemoryDatabase()
    const id = idOf(name)
    const resident: Resident = {
      name,
      id,
      database,
      telling: { typing: true, seen: true, ...telling },
      said: [],
      changes: 0,
      activity: createActivity({
        roomId,
        ownId: id,
        environment: { clock, log: createLog(clock) },
        database,
        telling: () => resident.telling,
        onChange: () => (resident.changes += 1),
      }),
    }
    residents.push(resident)
    return resident
  }

  /** Something arrives at a listener from a speaker, whatever it is; how it was taken. */
  function hear(listener: Resident, speaker: Resident, message: object) {
    const type: unknown = Reflect.get(message, 'type')
    const link = ears.get(`${listener.id} ${speaker.id}`)
    return link?.handle(String(type), JSON.parse(JSON.stringify(message)), 0)
  }

  function openEnd(listener: Resident, speaker: Resident) {
    function send(message: unknown): boolean {
      const said = v.parse(messageSchema, message)
      listener.said.push({ to: speaker.name, message: said })
      void hear(speaker, listener, said)
      return true
    }
    const sender = { send: (message: unknown) => Promise.resolve(send(message)), sendNow: send }
    const link = registerFeature(listener.activity).open(
      {
        peerId: speaker.id,
        publicKey: '',
        name: speaker.name,
        senders: { control: sender, chat: sender },
        countMalformed: () => undefined,
        isWithin(rateName, rule) {
          const key = `${listener.id} ${speaker.id} ${rateName}`
          const limit = rates.get(key) ?? createRateLimit({ clock, ...rule })
          rates.set(key, limit)
          return limit.take()
        },
      },
      activityProtocol.version,
    )
    ears.set(`${listener.id} ${speaker.id}`, link)
  }

  return {
    clock,
    add,
    hear,
    /** A link opens, maybe once more. */
    link(a: Resident, b: Resident) {
      openEnd(a, b)
      openEnd(b, a)
    },
    /** What the session says of who is there, and how. */
    tellPeers(to: Resident, states: Readonly<Record<string, PeerState>>) {
      const peers = residents.filter(({ name }) => name in states)
      to.activity.handlePeers?.(
        peers.map(({ id, name }) => ({ peerId: id, name, state: states[name] ?? 'connected' })),
      )
    },
    viewOf: (viewer: Resident, peer: Resident, state: PeerState = 'connected'): PeerActivity =>
      viewer.activity.viewOf({ peerId: peer.id, name: peer.name, state }),

    /** What an author said up to a number, and nobody has yet but themselves. */
    async says(author: Resident, lastSeq: number) {
      await author.database.ownSeqs.put({ roomId, lastSeq, lastDigest: '' })
    },
    /** These of an author's entries arrive; `more` of what they are. */
    async arrives(reader: Resident, author: Resident, seqs: readonly number[], isShown = true) {
      for (const seq of seqs) {
        const { isShown: shown, ...row } = sampleEntry('hello', { roomId, authorId: author.id, seq })
        await reader.database.entries.add(isShown ? { ...row, isShown: shown ?? 1 } : row)
      }
    },
    /** These of an author's entries are in sight of a reader. */
    sees: (reader: Resident, author: Resident, ...seqs: number[]) =>
      reader.activity.actions.see.run({ entries: seqs.map((seq) => ({ authorId: author.id, seq })) }),
    /** What an author was told, and keeps, of what a reader has seen. */
    seenBy: async (author: Resident, reader: Resident) =>
      (await author.database.seenRanges.get([roomId, author.id, reader.id]))?.ranges,
  }
}
