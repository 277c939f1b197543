/** Why an open connection is closed by the relay itself. */
export const closes = {
  restart: {
    code: 1012,
    reason: 'The relay restarts.',
    description: 'The relay restarts or stops: come back soon.',
  },
  'slow-receiver': {
    code: 1013,
    reason: 'You read too slowly.',
    description: 'More waited for this receiver than `--max-buffered-bytes`.',
  },
  flood: {
    code: 4008,
    reason: 'You send too much.',
    description: 'It kept sending at full speed while its rate or burst was long used up.',
  },
  'bad-envelope': {
    code: 4002,
    reason: 'Not a frame of sidetone.relay.1.',
    description: 'A frame of a `sidetone.relay.1` client had no valid header.',
  },
  'too-big': {
    code: 1009,
    reason: 'The message is too big.',
    description: 'A message was longer than `--max-message-bytes`.',
  },
  'bad-text': { code: 1007, reason: 'Text must be UTF-8.', description: 'A text message was not UTF-8.' },
} as const

export type CloseReason = keyof typeof closes

/** Why a handshake is refused. A plain GET of the same address is answered with the same status. */
export const refusals = {
  'no-route': {
    status: 404,
    sentence: 'There is nothing here.',
    description: 'No such address or room name; or a request that is neither GET nor HEAD.',
  },
  'handshake-body': {
    status: 400,
    sentence: 'A WebSocket handshake must not have a body.',
    description: 'The request or the handshake is malformed, or a handshake announces a body.',
  },
  'no-key': {
    status: 401,
    sentence: 'This relay asks for an access key.',
    description: 'The access key is missing or wrong.',
  },
  'bad-origin': {
    status: 403,
    sentence: 'Origin not allowed. The operator can add it with --allowed-origins.',
    description: "The origin is not among `--allowed-origins`: by default, any web page but the relay's own.",
  },
  'full-address': {
    status: 429,
    sentence: 'Too many connections from your address.',
    description: 'More than `--max-connections-per-address`, or than `--turn-requests-per-minute`.',
  },
  'full-relay': {
    status: 503,
    sentence: 'The relay is full.',
    description: 'More than `--max-connections`; or the relay drains.',
  },
  'full-rooms': {
    status: 507,
    sentence: 'The relay has no room left.',
    description: 'More than `--max-rooms`.',
  },
  'full-room': { status: 409, sentence: 'The room is full.', description: 'More than `--max-room-members`.' },
} as const

export type RefusalReason = keyof typeof refusals

/** What `ws` found wrong by itself, by the code of its error. */
export function faultOf(errorCode: unknown): FaultReason {
  switch (errorCode) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return 'too-big'
    case 'WS_ERR_INVALID_UTF8':
      return 'bad-text'
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return 'fragments'
    default:
      return 'protocol'
  }
}

export type FaultReason = 'too-big' | 'bad-text' | 'fragments' | 'protocol'

/** Everything that is counted as a drop, by reason: the only label that the metrics have. */
export type DropReason =
  | CloseReason
  | RefusalReason
  | FaultReason
  | 'handshake'
  | 'silent'
  | 'unknown-address'
  | 'bus-offline'
  | 'bus-malformed'
