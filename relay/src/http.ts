import { STATUS_CODES, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { hasBearerToken } from './access.ts'
import type { Admission } from './admission.ts'
import { landingHeaders, landingPage } from './landing.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { refusals, type RefusalReason } from './refusals.ts'
import { routeOf } from './route.ts'
import type { Config } from './settings.ts'
import type { TurnCredentials } from './turn-credentials.ts'

const health = JSON.stringify({ relay: 'sidetone', version: 1, rooms: true })
const plainText = 'text/plain; charset=utf-8'

export interface HttpContext {
  readonly config: Config
  readonly log: Log
  readonly admission: Admission
  readonly turnCredentials: TurnCredentials | undefined
  readonly metrics: Metrics | undefined
  /** Why this node should get no new connections, or undefined. */
  readonly notReady: () => string | undefined
  readonly refused: (reason: RefusalReason) => void
}

/** Makes the answerer of requests that are no WebSocket handshakes. */
export function createRequestAnswerer(context: HttpContext) {
  return (request: IncomingMessage, response: ServerResponse) => {
    // Any origin may read the answers, so that a refused page can say why; `/turn` is the exception.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const reading = request.method === 'GET' || request.method === 'HEAD'
    const route = reading ? routeOf(request.url ?? '') : ({ kind: 'unknown' } as const)
    switch (route.kind) {
      case 'landing': {
        answer(response, 200, landingPage, landingHeaders)
        return
      }
      case 'health': {
        answerHealth(response)
        return
      }
      case 'ready': {
        answerReady(response, context)
        return
      }
      case 'metrics': {
        answerMetrics(request, response, context)
        return
      }
      case 'turn': {
        answerTurn(request, response, context)
        return
      }
      case 'room': {
        answerRoom(request, response, route.room, context)
        return
      }
      case 'unknown': {
        answerRefusal(response, 'no-route')
        return
      }
    }
  }
}

/** Makes the answerer of the metrics port, which is nobody's business but the operator's and needs no token. */
export function createMetricsAnswerer(context: HttpContext) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { kind } = routeOf(request.url ?? '')
    if (kind === 'health') answerHealth(response)
    else if (kind === 'ready') answerReady(response, context)
    else if (kind === 'metrics') sendMetrics(response, context)
    else answerRefusal(response, 'no-route')
  }
}

/** Refuses a WebSocket handshake before it is one: a status, a sentence, and the connection closes. */
export function refuseUpgrade(socket: Duplex, reason: RefusalReason) {
  const { status, sentence } = refusals[reason]
  const body = `${sentence}\n`
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
      'Connection: close\r\n' +
      `Content-Type: ${plainText}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

function answerHealth(response: ServerResponse) {
  answer(response, 200, health, { 'Content-Type': 'application/json' })
}

function answerReady(response: ServerResponse, { notReady }: HttpContext) {
  const reason = notReady()
  const body = JSON.stringify(reason === undefined ? { ready: true } : { ready: false, reason })
  answer(response, reason === undefined ? 200 : 503, body, { 'Content-Type': 'application/json' })
}

function answerMetrics(request: IncomingMessage, response: ServerResponse, context: HttpContext) {
  const { metricsToken } = context.config
  if (metricsToken === '') {
    answerRefusal(response, 'no-route')
    return
  }
  if (!hasBearerToken(request, metricsToken)) {
    answerRefusal(response, 'no-key')
    return
  }
  sendMetrics(response, context)
}

function sendMetrics(response: ServerResponse, { log, metrics }: HttpContext) {
  if (metrics === undefined) {
    answerRefusal(response, 'no-route')
    return
  }
  metrics.text().then(
    (text) => answer(response, 200, text, { 'Content-Type': metrics.contentType }),
    (error: unknown) => {
      log.error({ reason: String(error) }, 'The metrics could not be read.')
      answer(response, 500, 'The metrics could not be read.\n', { 'Content-Type': plainText })
    },
  )
}

function answerTurn(request: IncomingMessage, response: ServerResponse, context: HttpContext) {
  const { turnCredentials, admission, refused } = context
  const reason = admission.turnRefusal(request)
  showOnlyTo(reason === 'bad-origin' ? undefined : request.headers.origin, response)
  if (reason !== undefined) {
    answerRefusal(response, reason)
    return
  }
  if (turnCredentials === undefined) {
    answerRefusal(response, 'no-route')
    return
  }
  const credentials = turnCredentials.issue(admission.groupOf(request))
  if ('retryAfterSeconds' in credentials) {
    refused('full-address')
    response.setHeader('Retry-After', credentials.retryAfterSeconds)
    answerRefusal(response, 'full-address')
    return
  }
  answer(response, 200, JSON.stringify(credentials), { 'Content-Type': 'application/json' })
}

/** Lets pages of this origin read the answer, and no others. */
function showOnlyTo(origin: string | undefined, response: ServerResponse) {
  response.setHeader('Vary', 'Origin')
  if (origin === undefined) response.removeHeader('Access-Control-Allow-Origin')
  else response.setHeader('Access-Control-Allow-Origin', origin)
}

/** Says what a handshake would be answered: browsers hide that from the page that opened a WebSocket. */
function answerRoom(
  request: IncomingMessage,
  response: ServerResponse,
  room: string,
  { admission }: HttpContext,
) {
  const reason = admission.refusal(request, room)
  if (reason !== undefined) {
    answerRefusal(response, reason)
    return
  }
  answer(response, 426, 'This address speaks WebSocket.\n', {
    'Content-Type': plainText,
    Upgrade: 'websocket',
  })
}

function answerRefusal(response: ServerResponse, reason: RefusalReason) {
  const { status, sentence } = refusals[reason]
  answer(response, status, `${sentence}\n`, { 'Content-Type': plainText })
}

function answer(response: ServerResponse, status: number, body: string, headers: OutgoingHttpHeaders) {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
