/** One limit: its default, what it counts in, and what it does in words. */
export interface LimitSetting {
  readonly flag: string
  readonly standard: number
  readonly least: number
  readonly most: number
  readonly says: string
}

const anyNumber = { least: 0, most: 2_000_000_000 }
const seconds = { least: 0, most: 86_400 }

/**
 * Every size, count, rate and time of the relay, and its default. `--help`, the environment variables and
 * the README's table come from here. 0 lifts a limit, unless `least` is 1.
 */
export const limitSettings = {
  maxMessageBytes: {
    flag: 'max-message-bytes',
    standard: 65_536,
    least: 0,
    most: 16_777_216,
    says: 'Payload of one message; a longer one closes its sender with 1009.',
  },
  maxMessageFragments: {
    flag: 'max-message-fragments',
    standard: 64,
    ...anyNumber,
    says: 'Frames that one message may come in; more close its sender with 1008.',
  },
  maxMessageChunks: {
    flag: 'max-message-chunks',
    standard: 1_024,
    ...anyNumber,
    says: 'Network reads that one frame may come in; more close its sender with 1008.',
  },
  messagesPerSecond: {
    flag: 'messages-per-second',
    standard: 200,
    ...anyNumber,
    says: 'Messages, pings and pongs a connection may send for long; above the burst it is read more slowly.',
  },
  messageBurst: {
    flag: 'message-burst',
    standard: 1_000,
    least: 1,
    most: anyNumber.most,
    says: 'Messages a connection may send at once; as many again while it is held back close it with 4008.',
  },
  bytesPerSecond: {
    flag: 'bytes-per-second',
    standard: 2_097_152,
    ...anyNumber,
    says: 'Payload bytes, times the members that receive them, that a connection may cause for long.',
  },
  byteBurst: {
    flag: 'byte-burst',
    standard: 33_554_432,
    least: 1,
    most: anyNumber.most,
    says: 'Payload bytes, times receivers, that a connection may cause at once.',
  },
  maxBufferedBytes: {
    flag: 'max-buffered-bytes',
    standard: 1_048_576,
    ...anyNumber,
    says: 'What waits for a slow receiver; more drops that receiver with 1013, and nobody else waits.',
  },
  maxConnections: {
    flag: 'max-connections',
    standard: 10_000,
    ...anyNumber,
    says: 'WebSocket connections in total; more are refused with 503.',
  },
  maxConnectionsPerAddress: {
    flag: 'max-connections-per-address',
    standard: 256,
    ...anyNumber,
    says: 'WebSocket connections from one IPv4 address or IPv6 /64; more are refused with 429.',
  },
  maxPendingHandshakes: {
    flag: 'max-pending-handshakes',
    standard: 1_024,
    ...anyNumber,
    says: 'Connections that are no WebSocket (yet), in total; more are cut without an answer.',
  },
  maxRooms: {
    flag: 'max-rooms',
    standard: 10_000,
    ...anyNumber,
    says: 'Rooms with somebody in them; a further one is refused with 507.',
  },
  maxRoomMembers: {
    flag: 'max-room-members',
    standard: 256,
    ...anyNumber,
    says: 'Members of one room on this node, /ws itself being one; more are refused with 409.',
  },
  handshakeTimeoutSeconds: {
    flag: 'handshake-timeout-seconds',
    standard: 5,
    least: 1,
    most: 3_600,
    says: 'Time for a request to arrive whole; a slower one is answered 408 and cut.',
  },
  maxHeaderBytes: {
    flag: 'max-header-bytes',
    standard: 8_192,
    least: 1_024,
    most: 1_048_576,
    says: "A request's headers together; longer ones are answered 431.",
  },
  pingIntervalSeconds: {
    flag: 'ping-interval-seconds',
    standard: 30,
    ...seconds,
    says: 'How often each connection is pinged; one that misses two pings in a row is cut.',
  },
  closeTimeoutSeconds: {
    flag: 'close-timeout-seconds',
    standard: 2,
    least: 1,
    most: 3_600,
    says: 'Time for a client to answer a close before its connection is cut.',
  },
  turnRequestsPerMinute: {
    flag: 'turn-requests-per-minute',
    standard: 30,
    ...anyNumber,
    says: 'TURN credentials that one address may ask for; more are refused with 429.',
  },
  turnLifetimeSeconds: {
    flag: 'turn-lifetime-seconds',
    standard: 3_600,
    least: 60,
    most: 604_800,
    says: 'How long TURN credentials are good for.',
  },
  roomLingerSeconds: {
    flag: 'room-linger-seconds',
    standard: 5,
    least: 0,
    most: 3_600,
    says: 'How long a node stays subscribed on NATS after the last member of a room left.',
  },
  drainSeconds: {
    flag: 'drain',
    standard: 0,
    ...seconds,
    says: 'On SIGTERM or SIGINT, spread the closes (1012) over this many seconds.',
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
