import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type ServerOptions } from 'ws'
import type { Admission } from './admission.ts'
import type { Bus } from './bus/bus.ts'
import { countDrop, type Counts } from './counts.ts'
import { envelopeProtocol, maxEnvelopeBytes } from './envelope.ts'
import type { Heartbeat } from './heartbeat.ts'
import { refuseUpgrade } from './http.ts'
import type { Hub } from './hub.ts'
import type { Limits } from './limits.ts'
import type { Member } from './room.ts'
import { createMemberWebSocket } from './member-web-socket.ts'
import { faultOf, type RefusalReason } from './refusals.ts'
import { routeOf } from './route.ts'

export interface SocketContext {
  readonly limits: Limits
  readonly counts: Counts
  readonly admission: Admission
  readonly hub: Hub
  readonly bus: Bus | undefined
  readonly heartbeat: Heartbeat
}

/** Makes the listener for `upgrade`: it admits a handshake, completes it and puts the WebSocket into its room. */
export function createUpgrader(context: SocketContext) {
  const { limits, counts, admission, hub, bus, heartbeat } = context
  const MemberWebSocket = createMemberWebSocket({
    message(member, message, isBinary) {
      member.missedPings = 0
      hub.receive(member, message, isBinary)
    },
    ping: answerPing,
    pong(member) {
      member.missedPings = 0
      hub.chargeControl(member)
    },
    error(error) {
      // `ws` closes the connection with the fitting code by itself (1002, 1007, 1008, 1009).
      if ('code' in error && String(error.code).startsWith('WS_')) countDrop(counts, faultOf(error.code))
    },
    close(member) {
      heartbeat.remove(member)
      hub.leave(member)
      admission.leave(member.addressGroup)
    },
  })
  type MemberWebSocket = InstanceType<typeof MemberWebSocket>

  // @types/ws does not know the last three yet.
  const options: ServerOptions<typeof MemberWebSocket> & {
    closeTimeout: number
    maxFragments: number
    maxBufferedChunks: number
  } = {
    WebSocket: MemberWebSocket,
    noServer: true,
    clientTracking: false,
    // 251 KB a connection, and it would mean to look into payloads.
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: limits.maxMessageBytes === 0 ? 0 : limits.maxMessageBytes + maxEnvelopeBytes,
    // Left alone, `ws` picks the first subprotocol on offer and so promises what it does not know.
    handleProtocols: (offered) => (offered.has(envelopeProtocol) ? envelopeProtocol : false),
    closeTimeout: limits.closeTimeoutSeconds * 1_000,
    maxFragments: limits.maxMessageFragments,
    maxBufferedChunks: limits.maxMessageChunks,
  }
  const webSockets = new WebSocketServer(options)

  function refuse(connection: Duplex, reason: RefusalReason) {
    countDrop(counts, reason)
    refuseUpgrade(connection, reason)
  }

  return (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    // Until the handshake is done nobody else listens for the connection's errors.
    connection.on('error', destroyIt)
    const route = routeOf(request.url ?? '')
    if (route.kind !== 'room') {
      refuse(connection, 'no-route')
      return
    }
    // Its bytes would be read as frames here, and perhaps as something else by a proxy on the way.
    const reason = hasBody(request) ? 'handshake-body' : admission.refusal(request, route.room)
    if (reason !== undefined) {
      refuse(connection, reason)
      return
    }
    const group = admission.groupOf(request)
    admission.enter(group)
    if (bus === undefined) complete(request, connection, head, route.room, group)
    else void completeOnBus(bus, request, connection, head, route.room, group)
  }

  async function completeOnBus(
    via: Bus,
    request: IncomingMessage,
    connection: Duplex,
    head: Buffer,
    room: string,
    group: string,
  ) {
    connection.once('close', () => via.release(room))
    await via.hold(room)
    // Others may have filled the room meanwhile.
    const reason = admission.roomRefusal(room)
    if (reason === undefined) {
      complete(request, connection, head, room, group)
      return
    }
    admission.leave(group)
    refuse(connection, reason)
  }

  /** From here on the connection is a member's, or it is over: each of them leaves its group once. */
  function complete(request: IncomingMessage, connection: Duplex, head: Buffer, room: string, group: string) {
    const handshake = { isComplete: false }
    webSockets.handleUpgrade(request, connection, head, (webSocket) => {
      handshake.isComplete = true
      connection.off('error', destroyIt)
      accept(webSocket, connection, room, group)
    })
    if (handshake.isComplete) return
    admission.leave(group)
    countDrop(counts, 'handshake')
  }

  function accept(webSocket: MemberWebSocket, connection: Duplex, room: string, group: string) {
    counts.connectionsOpened += 1
    const speaksEnvelope = webSocket.protocol === envelopeProtocol
    const member = hub.join(room, { webSocket, connection, speaksEnvelope, addressGroup: group })
    webSocket.member = member
    heartbeat.add(member)
  }

  function answerPing(member: Member, payload: Buffer) {
    if (!hub.chargeControl(member)) return
    if (limits.maxBufferedBytes > 0 && member.connection.writableLength > limits.maxBufferedBytes) {
      hub.drop(member, 'slow-receiver')
    } else {
      member.webSocket.pong(payload)
    }
  }
}

/** True for a GET that announces a body. `ws` refuses every other method. */
function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET') return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function destroyIt(this: Duplex) {
  this.destroy()
}
