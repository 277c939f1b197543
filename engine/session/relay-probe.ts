import type { Clock, Socket } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Delivery } from './relay-delivery.ts'

/** An open socket, and how its relay delivers. */
export interface OpenSocket {
  readonly socket: Socket
  readonly delivery: Delivery
  readonly sinceMs: number
}

/**
 * Finds sockets that are dead: one whose network is gone looks open for minutes. A relay that delivers to us hands us
 * our own empty text; on any other, one of those who lost somebody is heard, unless we are alone; so one that is new is
 * not doubted.
 */
export function createRelayProbe(options: {
  readonly clock: Clock
  /** Ours, where the relay delivers to one. */
  readonly address: string
  /** The open socket, if there is one. */
  readonly current: () => OpenSocket | undefined
  /** Nothing came over the socket that is still open. */
  readonly onSilent: (socket: Socket) => void
}) {
  const { clock, current } = options
  let isProbing = false
  let hasHeard = false
  let cancelProbe = () => {}
  let cancelAsking = () => {}

  function probe({ delivery, sinceMs, socket }: OpenSocket) {
    const isNew = clock.nowMs() - sinceMs < limits.relayStableMs
    if (isProbing || (isNew && !delivery.isDirected)) return
    isProbing = true
    hasHeard = false
    if (delivery.isDirected) socket.send(delivery.write('', options.address))
    // In two halves: after a moment in which nothing ran, what came meanwhile is heard before the second.
    const half = (then: () => void) => (cancelProbe = clock.after(limits.relaySilenceMs / 2, then))
    half(() =>
      half(() => {
        isProbing = false
        if (!hasHeard && current()?.socket === socket) options.onSilent(socket)
      }),
    )
  }

  /** Whoever is alone is in no trouble when the socket dies, and waits for others in vain. */
  function keepAsking() {
    cancelAsking()
    cancelAsking = clock.after(limits.relayProbeIntervalMs, () => {
      const open = current()
      if (open?.delivery.isDirected) probe(open)
      keepAsking()
    })
  }

  return {
    /** Something came over the open socket. */
    heard: () => (hasHeard = true),
    probe,
    keepAsking,
    stopAsking: () => cancelAsking(),
    close() {
      cancelProbe()
      cancelAsking()
    },
  }
}
