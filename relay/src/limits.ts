/** One limit: its default, what it counts in, and what it does in words. */
export interface LimitSetting {
  readonly flag: string
  readonly default: number
  readonly min: number
  readonly max: number
  readonly description: string
}

const anyNumber = { min: 0, max: 2_000_000_000 }
const seconds = { min: 0, max: 86_400 }

/**
 * Every size, count, rate and time of the relay, and its default. `--help`, the environment variables and
 * the README's table come from here. 0 lifts a limit, unless `min` is 1.
 */
export const limitSettings = {
  maxMessageBytes: {
    flag: 'max-message-bytes',
    default: 65_536,
    min: 0,
    max: 16_777_216,
    description: 'Payload of one message; a longer one closes its sender with 1009.',
  },
  maxMessageFragments: {
    flag: 'max-message-fragments',
    default: 64,
    ...anyNumber,
    description: 'Frames that one message may come in; more close its sender with 1008.',
  },
  maxMessageChunks: {
    flag: 'max-message-chunks',
    default: 1_024,
    ...anyNumber,
    description: 'Network reads that one frame may come in; more close its sender with 1008.',
  },
  messagesPerSecond: {
    flag: 'messages-per-second',
    default: 200,
    ...anyNumber,
    description:
      'Messages, pings and pongs a connection may send for long; above the burst it is read more slowly.',
  },
  messageBurst: {
    flag: 'message-burst',
    default: 1_000,
    min: 1,
    max: anyNumber.max,
    description:
      'Messages a connection may send at once; as many again while it is held back close it with 4008.',
  },
  bytesPerSecond: {
    flag: 'bytes-per-second',
    default: 2_097_152,
    ...anyNumber,
    description: 'Payload bytes, times the members that receive them, that a connection may cause for long.',
  },
  byteBurst: {
    flag: 'byte-burst',
    default: 33_554_432,
    min: 1,
    max: anyNumber.max,
    description: 'Payload bytes, times receivers, that a connection may cause at once.',
  },
  maxBufferedBytes: {
    flag: 'max-buffered-bytes',
    default: 1_048_576,
    ...anyNumber,
    description: 'What waits for a slow receiver; more drops that receiver with 1013, and nobody else waits.',
  },
  maxConnections: {
    flag: 'max-connections',
    default: 10_000,
    ...anyNumber,
    description: 'WebSocket connections in total; more are refused with 503.',
  },
  maxConnectionsPerAddress: {
    flag: 'max-connections-per-address',
    default: 256,
    ...anyNumber,
    description: 'WebSocket connections from one IPv4 address or IPv6 /64; more are refused with 429.',
  },
  maxPendingHandshakes: {
    flag: 'max-pending-handshakes',
    default: 1_024,
    ...anyNumber,
    description: 'Connections that are no WebSocket (yet), in total; more are cut without an answer.',
  },
  maxRooms: {
    flag: 'max-rooms',
    default: 10_000,
    ...anyNumber,
    description: 'Rooms with somebody in them; a further one is refused with 507.',
  },
  maxRoomMembers: {
    flag: 'max-room-members',
    default: 256,
    ...anyNumber,
    description: 'Members of one room on this node, /ws itself being one; more are refused with 409.',
  },
  handshakeTimeoutSeconds: {
    flag: 'handshake-timeout-seconds',
    default: 5,
    min: 1,
    max: 3_600,
    description: 'Time for a request to arrive whole; a slower one is answered 408 and cut.',
  },
  maxHeaderBytes: {
    flag: 'max-header-bytes',
    default: 8_192,
    min: 1_024,
    max: 1_048_576,
    description: "A request's headers together; longer ones are answered 431.",
  },
  pingIntervalSeconds: {
    flag: 'ping-interval-seconds',
    default: 30,
    ...seconds,
    description: 'How often each connection is pinged; one that misses two pings in a row is cut.',
  },
  closeTimeoutSeconds: {
    flag: 'close-timeout-seconds',
    default: 2,
    min: 1,
    max: 3_600,
    description: 'Time for a client to answer a close before its connection is cut.',
  },
  turnRequestsPerMinute: {
    flag: 'turn-requests-per-minute',
    default: 30,
    ...anyNumber,
    description: 'TURN credentials that one address may ask for; more are refused with 429.',
  },
  turnLifetimeSeconds: {
    flag: 'turn-lifetime-seconds',
    default: 3_600,
    min: 60,
    max: 604_800,
    description: 'How long TURN credentials are good for.',
  },
  roomLingerSeconds: {
    flag: 'room-linger-seconds',
    default: 5,
    min: 0,
    max: 3_600,
    description: 'How long a node stays subscribed on NATS after the last member of a room left.',
  },
  drainSeconds: {
    flag: 'drain',
    default: 0,
    ...seconds,
    description: 'On SIGTERM or SIGINT, spread the closes (1012) over this many seconds.',
  },
} as const satisfies Record<string, LimitSetting>

export type LimitName = keyof typeof limitSettings

/** The limits in force, each in the unit that its name carries. */
export type Limits = { readonly [Name in LimitName]: number }

/** A connection that left this many pings in a row unanswered is dead. */
export const maxMissedPings = 2

/** How often Node looks for requests that are over their time. */
export const handshakeCheckIntervalMs = 1_000

/** Payloads up to this size are copied behind the head of their frame, so that one write takes both. */
export const maxCopiedFrameBytes = 16_384

/** Rooms with at most this many receivers get a tick's frames side by side instead of copied together. */
export const maxReceiversWithoutCopy = 3

/** A room whose fan-out takes long waits this share of that time before the next, so that more goes out at once. */
export const restShare = 0.25

/** Fan-outs shorter than this are followed by the next one without a rest. */
export const minRestedFanOutMs = 0.2

/** A tick in which nothing arrived ends the quiet phase of a drain; this long at most. */
export const maxQuietPhaseMs = 250
