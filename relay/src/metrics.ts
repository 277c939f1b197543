import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Counts } from './counts.ts'

export interface MetricsOptions {
  readonly counts: Counts
  readonly connections: () => number
  readonly rooms: () => number
}

export interface Metrics {
  /** Records how long a tick's fan-out took. */
  fannedOut(durationMs: number): void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

const fanOutBucketsSeconds = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5,
]

/** Makes the relay's metrics. Their only label is the reason of a drop, and reasons are few and fixed. */
export function createMetrics({ counts, connections, rooms }: MetricsOptions): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  function gauge(name: string, help: string, read: () => number) {
    new Gauge({
      name: `sidetone_relay_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }

  function counter(name: string, help: string, read: () => number) {
    const collect = function (this: Counter) {
      this.reset()
      this.inc(read())
    }
    new Counter({ name: `sidetone_relay_${name}_total`, help, registers: [registry], collect })
  }

  gauge('connections', 'Open WebSocket connections.', connections)
  gauge('rooms', 'Rooms with somebody in them.', rooms)
  counter('connections_opened', 'WebSocket connections that were accepted.', () => counts.connectionsOpened)
  counter('messages_received', 'Messages from clients.', () => counts.messagesIn)
  counter('received_bytes', 'Payload bytes of messages from clients.', () => counts.bytesIn)
  counter('messages_delivered', 'Messages written to clients.', () => counts.messagesOut)
  counter('delivered_bytes', 'Bytes of messages written to clients.', () => counts.bytesOut)
  counter('bus_messages_received', 'Messages from other nodes.', () => counts.busMessagesIn)
  counter('bus_messages_sent', 'Messages to other nodes.', () => counts.busMessagesOut)
  counter('held_back', 'Times that a connection was not read for a while.', () => counts.heldBack)
  new Counter({
    name: 'sidetone_relay_drops_total',
    help: 'Connections refused or closed and messages not delivered, by reason.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [reason, count] of counts.drops) this.inc({ reason }, count)
    },
  })
  const fanOut = new Histogram({
    name: 'sidetone_relay_fan_out_seconds',
    help: "From a message's arrival to the last write of its tick.",
    buckets: fanOutBucketsSeconds,
    registers: [registry],
  })

  return {
    fannedOut: (durationMs) => fanOut.observe(durationMs / 1_000),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
