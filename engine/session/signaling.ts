import type { Identity } from '../identity/identity.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { decodeUtf8 } from '../base/utf8.ts'
import type { RoomKeys } from '../wire/room-keys.ts'
import { open, seal } from '../wire/seal.ts'
import { isSignedBy, peerIdOf } from '../wire/signature.ts'
import { commonVersion, type Capabilities } from '../wire/capabilities.ts'
import {
  isAnnouncing,
  outerSignalSchema,
  readSignal,
  type OuterSignal,
  type Recipient,
  type Sender,
  type Signal,
  type SignalBody,
} from '../wire/signal.ts'
import { createReplayWindow, type ReplayWindow } from './replay-window.ts'

export interface SignalingOptions {
  readonly keys: RoomKeys
  readonly me: Sender
  readonly identity: Pick<Identity, 'sign'>
  /** Gives sealed text to the relay, for all or for one visit; false when the relay is out of reach. */
  readonly transmit: (sealed: string, toVisitId?: string) => boolean
  /** Whether the relay delivers what is for our visit alone. */
  readonly isDirected: () => boolean
  /** Whose signals must never be forgotten, or they could be played again. */
  readonly isMember: (visit: Recipient) => boolean
  /** What we speak. */
  readonly capabilities: Capabilities
  /**
   * A signal that is signed, new, and for all or for us. `signal` is what it says; undefined where its type is unknown,
   * or where its sender speaks no version of ours.
   */
  readonly onSignal: (outer: OuterSignal, signal?: Signal) => void
  /** What is not Sidetone's, so often so far. */
  readonly onMalformed: (count: number) => void
  /** One signal could not be sent or dealt with; the next one is all the same. */
  readonly onFailure: (error: unknown) => void
}

export interface Signaling {
  readonly me: Sender
  send(body: SignalBody): void
  /** Takes what a relay delivered, whatever it is. */
  receive(data: unknown): void
}

/** What is known of somebody's visit to the room. */
interface Visit {
  readonly visitor: Recipient
  readonly window: ReplayWindow
  /** The highest count so far, and whether the relay delivered to that visit alone when it said that. */
  newestCount: number
  isDirected: boolean
}

/** Some hubs hand text on as binary; we take both. */
function asText(data: unknown): string | undefined {
  if (typeof data === 'string') return data
  if (!(data instanceof ArrayBuffer) || data.byteLength > limits.maxSealedBytes) return undefined
  return decodeUtf8(data)
}

/** A signature is for one room: nobody can carry a signal from one to another. */
const signedText = (keys: RoomKeys, json: string) => `${keys.roomId}\n${json}`

function splitSigned(text: string): [signature: string, json: string] {
  const dot = text.indexOf('.')
  return [text.slice(0, Math.max(0, dot)), text.slice(dot + 1)]
}

/**
 * Signs and seals what we signal; opens and verifies what others do, in order. What does not open is for another room;
 * what its sender did not sign, was seen before, is from ourselves (some hubs echo) or for somebody else, stops here.
 */
export function createSignaling(options: SignalingOptions): Signaling {
  const { identity, keys, me } = options
  const visits = new Map<string, Visit>()
  let count = 0
  let malformed = 0
  let waiting = 0
  let outgoing = Promise.resolve()
  let incoming = Promise.resolve()

  function countMalformed() {
    malformed += 1
    options.onMalformed(malformed)
  }

  const visitKey = ({ peerId, visitId }: Recipient) => `${peerId} ${visitId}`

  function isNew(signal: OuterSignal): boolean {
    const key = visitKey(signal.from)
    const visit = visits.get(key) ?? {
      visitor: { peerId: signal.from.peerId, visitId: signal.from.visitId },
      window: createReplayWindow(limits.replayWindowSignals),
      newestCount: 0,
      isDirected: false,
    }
    // Set again, so that the first key is always the one unheard of for longest.
    visits.delete(key)
    visits.set(key, visit)
    for (const [oldest, { visitor }] of visits) {
      if (visits.size <= limits.maxReplayWindows) break
      if (!options.isMember(visitor)) visits.delete(oldest)
    }
    if (!visit.window.accept(signal.count)) return false
    if (signal.count > visit.newestCount) {
      visit.newestCount = signal.count
      visit.isDirected = signal.directed === true
    }
    return true
  }

  /** The visit that a relay may deliver to alone; a `hello` goes to all, so that it arrives whatever happened. */
  function directedTo(body: SignalBody): string | undefined {
    if (body.type === 'hello' || visits.get(visitKey(body.to))?.isDirected !== true) return undefined
    return body.to.visitId
  }

  function isForMe(signal: OuterSignal): boolean {
    if (signal.from.peerId === me.peerId) return false
    if (signal.to === undefined) return true
    return signal.to.peerId === me.peerId && signal.to.visitId === me.visitId
  }

  /** Two readings: first what every version has in common, then, once it is known to be new and signed, its type's. */
  async function take(text: string) {
    const opened = await open(keys, text)
    if (opened.kind === 'not-for-us') return
    if (opened.kind === 'malformed') return countMalformed()
    const [signature, json] = splitSigned(opened.text)
    const outer = parseJson(outerSignalSchema, json)
    if (!outer) return countMalformed()
    if (!isForMe(outer)) return
    if (!(await isAuthentic(outer.from, signature, json))) return countMalformed()
    if (!isNew(outer)) return
    const signal = isCompatible(outer) ? readSignal(outer) : 'unknown'
    if (signal === 'malformed') return countMalformed()
    options.onSignal(outer, signal === 'unknown' ? undefined : signal)
  }

  /** What a version says that we do not speak is not for us to parse. */
  function isCompatible({ versions }: OuterSignal): boolean {
    return versions === undefined || commonVersion(options.capabilities.versions, versions) !== undefined
  }

  /** Whoever knows a public room's name can seal; only the holder of the key can speak in its name. */
  async function isAuthentic(from: Sender, signature: string, json: string): Promise<boolean> {
    const [peerId, isSigned] = await Promise.all([
      peerIdOf(from.publicKey),
      isSignedBy(from.publicKey, 'signal', signedText(keys, json), signature),
    ])
    return isSigned && peerId === from.peerId
  }

  return {
    me,
    send(body) {
      count += 1
      const directed = options.isDirected() || undefined
      const announced = isAnnouncing(body.type) ? options.capabilities : undefined
      const text = JSON.stringify({ from: me, count, directed, ...announced, ...body })
      const toVisitId = directedTo(body)
      outgoing = outgoing
        .then(async () => {
          const signature = await identity.sign('signal', signedText(keys, text))
          options.transmit(await seal(keys, `${signature}.${text}`), toVisitId)
        })
        .catch(options.onFailure)
    },
    receive(data) {
      const text = asText(data)
      if (text === undefined) return countMalformed()
      // A relay that floods us faster than we can open fills no memory.
      if (waiting >= limits.maxWaitingSignals) return
      waiting += 1
      incoming = incoming
        .then(() => take(text))
        .catch(options.onFailure)
        .finally(() => (waiting -= 1))
    },
  }
}
