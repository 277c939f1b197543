import { createHash } from 'node:crypto'
import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node'
import type { Log } from '../log.ts'
import type { Bus } from './bus.ts'
import { neededBatchBytes } from './message.ts'

/** A connection that stays silent for two of these is taken for lost. */
const pingIntervalMs = 5_000
const reconnectDelayMs = 500
const closeTimeoutMs = 2_000

export interface NatsOptions {
  readonly servers: readonly string[]
  readonly lingerMs: number
  readonly maxMessageBytes: number
  readonly log: Log
  /** Called with what another node sent to a room. */
  readonly heard: (room: string, batch: Buffer) => void
}

interface Held {
  holders: number
  subscription: Subscription | undefined
  audible: Promise<void>
  unsubscribing: NodeJS.Timeout | undefined
}

/** The subject of a room. Hashed, since a room named `>` would hear every other one. */
export function subjectOf(room: string): string {
  return `sidetone.relay.1.${createHash('sha256').update(room).digest('base64url')}`
}

/** Connects to NATS in the background, for as long as it takes. */
export function createNatsBus({ servers, lingerMs, maxMessageBytes, log, heard }: NatsOptions): Bus {
  const held = new Map<string, Held>()
  const subjects = new Map<string, string>()
  let connection: NatsConnection | undefined
  let online = false
  let closing = false
  const isClosing = () => closing

  async function open() {
    const { user, pass, token, addresses } = credentialsOf(servers)
    const opened = await connect({
      servers: addresses,
      ...(token === undefined ? {} : { token }),
      ...(user === undefined || pass === undefined ? {} : { user, pass }),
      name: 'sidetone-relay',
      noEcho: true,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: reconnectDelayMs,
      pingInterval: pingIntervalMs,
    })
    if (isClosing()) return opened.close()
    connection = opened
    online = true
    log.info('NATS is connected.')
    const needed = neededBatchBytes(maxMessageBytes)
    if ((opened.info?.max_payload ?? 0) < needed) {
      log.warn(
        { neededBytes: needed },
        "NATS' max_payload is too small: the longest messages stay within this node.",
      )
    }
    for (const [room, entry] of held) subscribe(opened, room, entry)
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        online = false
        log.warn('NATS is gone: rooms go on within this node.')
      } else if (status.type === 'reconnect') {
        online = true
        log.warn('NATS is back.')
      }
    }
    online = false
    if (!isClosing()) log.error('The connection to NATS has ended for good.')
  }

  function subscribe(nats: NatsConnection, room: string, entry: Held) {
    entry.subscription = nats.subscribe(subjectFor(room), {
      callback: (error, message) => {
        if (error !== null) return log.warn({ reason: String(error) }, 'NATS does not serve a room.')
        const { buffer, byteOffset, byteLength } = message.data
        heard(room, Buffer.from(buffer, byteOffset, byteLength))
      },
    })
    entry.audible = nats.flush().catch((error: unknown) => {
      // The connection was lost: the client subscribes anew by itself.
      log.debug({ reason: String(error) }, 'NATS did not confirm a room.')
    })
  }

  function subjectFor(room: string): string {
    const known = subjects.get(room)
    if (known !== undefined) return known
    const subject = subjectOf(room)
    subjects.set(room, subject)
    return subject
  }

  function forget(room: string, entry: Held) {
    entry.subscription?.unsubscribe()
    held.delete(room)
    subjects.delete(room)
  }

  open().catch((error: unknown) => {
    log.error({ reason: String(error) }, 'NATS cannot be used: rooms stay within this node.')
  })

  return {
    isConnected: () => online,
    maxBatchBytes: () => (online ? (connection?.info?.max_payload ?? 0) : 0),
    publish(room, batch) {
      // Core NATS has no memory: what is sent while it is away would arrive late, after newer offers.
      if (online && !isClosing()) connection?.publish(subjectFor(room), batch)
    },
    async hold(room) {
      const existing = held.get(room)
      const entry = existing ?? {
        holders: 0,
        subscription: undefined,
        audible: Promise.resolve(),
        unsubscribing: undefined,
      }
      clearTimeout(entry.unsubscribing)
      entry.holders += 1
      if (existing === undefined) {
        held.set(room, entry)
        if (connection !== undefined) subscribe(connection, room, entry)
      }
      if (online) await entry.audible
    },
    release(room) {
      const entry = held.get(room)
      if (entry === undefined) return
      entry.holders -= 1
      // People reload pages: who comes back within seconds finds the subscription still there.
      if (entry.holders === 0) entry.unsubscribing = setTimeout(() => forget(room, entry), lingerMs).unref()
    },
    async close() {
      closing = true
      for (const { unsubscribing } of held.values()) clearTimeout(unsubscribing)
      if (connection === undefined || connection.isClosed()) return
      if (!online) return connection.close()
      const timeout = new Promise<void>((resolve) => setTimeout(resolve, closeTimeoutMs).unref())
      const drained = connection.drain().catch((error: unknown) => {
        log.warn({ reason: String(error) }, 'NATS ended before all was sent.')
      })
      await Promise.race([drained, timeout])
    },
  }
}

/** Splits `nats://user:password@host` and `nats://token@host`, since the client library takes them apart. */
function credentialsOf(servers: readonly string[]) {
  const urls = servers.map((server) => new URL(server))
  const [first] = urls
  const name = first === undefined || first.username === '' ? undefined : decodeURIComponent(first.username)
  const pass = first === undefined || first.password === '' ? undefined : decodeURIComponent(first.password)
  return {
    addresses: urls.map(({ protocol, host }) => `${protocol}//${host}`),
    user: pass === undefined ? undefined : name,
    pass,
    token: pass === undefined ? name : undefined,
  }
}
