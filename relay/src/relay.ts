import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { networkInterfaces } from 'node:os'
import { networksOf, type Networks } from './addresses.ts'
import { createAdmission } from './admission.ts'
import type { Bus } from './bus/bus.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import { countDrop, createCounts } from './counts.ts'
import { drainMembers } from './drain.ts'
import { guardConnections } from './gate.ts'
import { startHeartbeat } from './heartbeat.ts'
import { createMetricsAnswerer, createRequestAnswerer, type HttpContext } from './http.ts'
import { createHub } from './hub.ts'
import { handshakeCheckIntervalMs, type Limits } from './limits.ts'
import { createLog, type Log } from './log.ts'
import type { MetricsOptions } from './metrics.ts'
import { defaultConfig, type Config } from './settings.ts'
import { createUpgrader } from './sockets.ts'
import { createTurnCredentials } from './turn-credentials.ts'

/** What differs from the defaults; limits likewise. */
export type RelayOptions = Partial<Omit<Config, 'limits'>> & { readonly limits?: Partial<Limits> }

export interface Relay {
  /** Where a client connects: `ws://host:port/ws`. */
  readonly url: string
  /** The same relay at the machine's other addresses. */
  readonly otherUrls: readonly string[]
  /** The port it really listens on. */
  readonly port: number
  /** Where the metrics are, when they have a port of their own. */
  readonly metricsUrl: string | undefined
  /** Reads the certificate again; throws a CertificateError and keeps the old one where it is no good. */
  reloadCertificate(): void
  /** Drains: refuses newcomers, closes everybody with 1012 and resolves when all of them are gone. */
  close(): Promise<void>
}

/**
 * Starts a relay and resolves once it listens. Rejects with a CertificateError, or with the system's error
 * (`EADDRINUSE` and the like) when it cannot listen.
 */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  const config: Config = {
    ...defaultConfig,
    ...options,
    limits: { ...defaultConfig.limits, ...options.limits },
  }
  const { limits } = config
  const proxies = trustedProxies(config.trustProxy)
  const certificate = config.tlsCert === '' ? undefined : readCertificate(config.tlsCert, config.tlsKey)
  const log = createLog(config.logLevel)
  const counts = createCounts()
  const nowMs = () => performance.now()
  let draining = false

  const bus = await openBus(config, log, (room, batch) => hub.receiveFromBus(room, batch))
  const metrics = await openMetrics(config, {
    counts,
    connections: () => admission.connections(),
    rooms: () => hub.rooms.size,
  })
  const fannedOut = metrics === undefined ? () => undefined : (ms: number) => metrics.fannedOut(ms)
  const hub = createHub({ limits, counts, bus, nowMs, fannedOut })
  const admission = createAdmission(config, proxies, hub.rooms)
  const heartbeat = startHeartbeat(limits.pingIntervalSeconds * 1_000, (member) => {
    countDrop(counts, 'silent')
    member.webSocket.terminate()
  })
  const turnCredentials =
    config.turnSecret === ''
      ? undefined
      : createTurnCredentials({
          secret: config.turnSecret,
          uris: config.turnUris,
          lifetimeSeconds: limits.turnLifetimeSeconds,
          requestsPerMinute: limits.turnRequestsPerMinute,
          nowMs: () => Date.now(),
        })
  const http: HttpContext = {
    config,
    log,
    admission,
    turnCredentials,
    metrics,
    notReady: () => (draining ? 'draining' : bus?.isConnected() === false ? 'bus' : undefined),
    refused: (reason) => countDrop(counts, reason),
  }

  const { server, reload } = createMainServer(config, certificate, createRequestAnswerer(http))
  guardConnections(server, limits, proxies)
  server.on('upgrade', createUpgrader({ limits, counts, admission, hub, bus, heartbeat }))

  const metricsServer =
    config.metricsPort === undefined ? undefined : createServer(createMetricsAnswerer(http))
  const stopAll = async () => {
    heartbeat.stop()
    await bus?.close()
  }
  let port: number
  let metricsPort: number | undefined
  try {
    port = await listen(server, config.port, config.host)
    metricsPort = metricsServer && (await listen(metricsServer, config.metricsPort ?? 0, config.metricsHost))
  } catch (error) {
    server.close()
    await stopAll()
    throw error
  }

  const scheme = config.tlsCert === '' ? 'ws' : 'wss'
  const [host, ...otherHosts] = typeableHosts(config.host)
  const at = (address: string) => urlOf(scheme, address, port, '/ws')
  return {
    url: at(host),
    otherUrls: otherHosts.map(at),
    port,
    metricsUrl:
      metricsPort === undefined ? undefined : urlOf('http', config.metricsHost, metricsPort, '/metrics'),
    reloadCertificate: reload,
    async close() {
      draining = true
      admission.stop()
      log.info('Draining.')
      await drainMembers(hub, counts, limits.drainSeconds * 1_000)
      const closed = once(server, 'close')
      server.close()
      // WebSockets are no longer among these: what is cut has not finished its handshake.
      server.closeAllConnections()
      await closed
      await stopAll()
      metricsServer?.close()
      metricsServer?.closeAllConnections()
    },
  }
}

function trustedProxies(entries: readonly string[]): Networks {
  const networks = networksOf(entries)
  if ('invalid' in networks) throw new RangeError(`${networks.invalid} is neither an address nor a range.`)
  return networks
}

async function openBus(
  { nats, limits }: Config,
  log: Log,
  heard: (room: string, batch: Buffer) => void,
): Promise<Bus | undefined> {
  if (nats.length === 0) return undefined
  const { createNatsBus } = await import('./bus/nats.ts')
  const { roomLingerSeconds, maxMessageBytes } = limits
  return createNatsBus({ servers: nats, lingerMs: roomLingerSeconds * 1_000, maxMessageBytes, log, heard })
}

async function openMetrics(config: Config, sources: MetricsOptions) {
  if (config.metricsPort === undefined && config.metricsToken === '') return undefined
  const { createMetrics } = await import('./metrics.ts')
  return createMetrics(sources)
}

function createMainServer(
  { tlsCert, tlsKey, limits }: Config,
  certificate: Certificate | undefined,
  answer: RequestListener,
) {
  const timeoutMs = limits.handshakeTimeoutSeconds * 1_000
  const options = {
    headersTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    keepAliveTimeout: timeoutMs,
    connectionsCheckingInterval: handshakeCheckIntervalMs,
    maxHeaderSize: limits.maxHeaderBytes,
    shouldUpgradeCallback: ({ headers }: { headers: { upgrade?: string | undefined } }) =>
      headers.upgrade?.toLowerCase() === 'websocket',
  }
  if (certificate === undefined) return { server: createServer(options, answer), reload: () => undefined }
  const server = createTlsServer({ ...options, handshakeTimeout: timeoutMs, ...certificate }, answer)
  return { server, reload: () => server.setSecureContext(readCertificate(tlsCert, tlsKey)) }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Addresses that can be typed: where the relay listens on every interface, each of the machine's own. */
function typeableHosts(host: string): [string, ...string[]] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const ownAddresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  const outer = ownAddresses.filter(({ internal, family }) => !internal && family === 'IPv4')
  return ['127.0.0.1', ...outer.map(({ address }) => address)]
}

function urlOf(scheme: string, host: string, port: number, path: string): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`
}
