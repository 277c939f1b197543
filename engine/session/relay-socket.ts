import type { Environment, Socket } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'
import { parseRelayAddress, relayProtocols } from '../wire/relay-frame.ts'
import { createBackoff } from '../base/backoff.ts'
import { directedDelivery, plainDelivery } from './relay-delivery.ts'
import { createRelayProbe, type OpenSocket } from './relay-probe.ts'
import { whyNoRelay } from './why-no-relay.ts'
import { roomAddress } from '../wire/relay-url.ts'

/** Which of a relay's addresses we are at: the room's own, or the hub that everybody shares. */
export type RelayAddress = 'room' | 'hub'

/** `silent`: there was no answer in time, or nobody waits for it any longer. */
type Answer = 'open' | 'refused' | 'silent'

export type RelayState =
  /** `problem` is what kept the attempts before from it. */
  | { kind: 'connecting'; problem?: Problem }
  | { kind: 'open'; address: RelayAddress }
  | { kind: 'waiting'; retryAtMs: number; problem: Problem }
  | { kind: 'closed' }

export interface RelaySocketOptions {
  readonly relayUrl: string
  readonly roomId: string
  /** Where this visit may be delivered to: 16 bytes in base64url, and nothing that lasts, since the relay sees it. */
  readonly address: string
  readonly environment: Environment
  /** Whether nobody is linked, so that changing the address tears nothing. */
  readonly isAlone: () => boolean
  /** Whether there are others and none of them is heard: with the relay lost, too, it is our own network that is gone. */
  readonly isCutOff: () => boolean
  readonly onState: (state: RelayState) => void
  readonly onMessage: (data: unknown) => void
}

export interface RelaySocket {
  /** Whether the text went out: to all, or to one address where the relay can do that, and otherwise to all. */
  send(text: string, to?: string): boolean
  /** Whether the relay delivers to our address by now. */
  isDirected(): boolean
  /** Ends a wait: the network came back, or a person pressed the button. */
  tryNow(): void
  /** Something is wrong with the network: an open socket that stays silent is replaced. */
  probe(): void
  close(): void
}

const isEmpty = (data: unknown) => data === '' || (data instanceof ArrayBuffer && data.byteLength === 0)

/**
 * One socket to one relay for one room, that heals itself.
 *
 * Any hub will do: first the room's own address (`/ws/<room>`), and where that fails the hub itself (`/ws`), where
 * sealed signals of other rooms pass by unread. A room's address that worked once is never given up for the hub,
 * and on the hub it is tried again while nobody is linked, or a moment's failure would part people for good.
 *
 * The room's own address is asked for directed delivery. Browsers fail a handshake that gives no subprotocol, without
 * saying why, so it is then asked without; what worked is asked alone from then on, until it has failed for a while.
 */
export function createRelaySocket(options: RelaySocketOptions): RelaySocket {
  const { environment, relayUrl } = options
  const { clock } = environment
  const backoff = createBackoff({
    firstMs: limits.relayBackoffFirstMs,
    random: () => environment.random(),
  })
  const addresses = { room: roomAddress(relayUrl, options.roomId), hub: relayUrl }
  const ownAddress = parseRelayAddress(options.address)
  const directed = ownAddress ? directedDelivery(ownAddress) : undefined

  /** The open socket, and the one that is being opened. */
  let current: OpenSocket | undefined
  let candidate: Socket | undefined
  let closed = false
  let roomsWork = false
  /** Whether the room's address opens when it is asked for directed delivery; undefined while that is not known. */
  let askingWorks: boolean | undefined = directed ? undefined : false
  let failuresInARow = 0
  let opened = false
  let lostAtMs = Number.NEGATIVE_INFINITY
  let lastProblem: Problem | undefined
  let cancelTimer = () => {}
  const prober = createRelayProbe({
    clock,
    address: options.address,
    current: () => current,
    onSilent(silent) {
      forget()
      silent.close()
      backoff.reset()
      lastProblem = { kind: 'relay-lost', relayUrl }
      void connect()
    },
  })

  function setTimer(delayMs: number, callback: () => void) {
    cancelTimer()
    cancelTimer = clock.after(delayMs, callback)
  }

  /** Opens one address; an open socket replaces the one before. */
  function attempt(address: RelayAddress, asks: boolean): Promise<Answer> {
    return new Promise((resolve) => {
      let opening: Socket
      try {
        opening = environment.openSocket(addresses[address], asks ? Object.values(relayProtocols) : [])
      } catch (error) {
        environment.log.logger('relay-socket').caught('no-socket', error, { address })
        resolve('refused')
        return
      }
      opening.binaryType = 'arraybuffer'
      candidate?.close()
      candidate = opening
      let isLate = false
      // What a network swallowed is said again ever later (RFC 6298): a new attempt is sooner there when it is back. On a
      // line so slow that none is there in time, every third is.
      const isShort = isReconnectingFast() && failuresInARow % 3 < 2
      const timeoutMs = isShort ? limits.fastReconnectOpenTimeoutMs : limits.relayOpenTimeoutMs
      const giveUp = clock.after(timeoutMs, () => {
        isLate = true
        opening.close()
      })
      opening.addEventListener('open', () => {
        giveUp()
        if (closed || candidate !== opening) return opening.close()
        candidate = undefined
        if (address === 'room') askingWorks = asks
        adopt(opening, address)
        resolve('open')
      })
      opening.addEventListener('message', (event) => {
        if (current?.socket !== opening) return
        prober.heard()
        const data = current.delivery.read(event.data)
        // Our own, by which we saw that the relay is there.
        if (!isEmpty(data)) options.onMessage(data)
      })
      opening.addEventListener('close', () => {
        giveUp()
        const isForgotten = candidate !== opening
        if (!isForgotten) candidate = undefined
        resolve(isLate || isForgotten ? 'silent' : 'refused')
        if (current?.socket === opening) handleLoss()
      })
    })
  }

  /** Opens the room's own address in whichever way works. Resolves with whether it did. */
  async function openRoom(): Promise<boolean> {
    const known = askingWorks
    if (known !== false) {
      const answer = await attempt('room', true)
      // A relay that is silent, or where asking worked before, is down: asking otherwise would only cost time.
      if (answer !== 'refused' || known) return answer === 'open'
    }
    return (await attempt('room', false)) === 'open'
  }

  function adopt(next: Socket, address: RelayAddress) {
    const previous = current
    const delivery = (next.protocol === relayProtocols.directed && directed) || plainDelivery
    current = { socket: next, delivery, sinceMs: clock.nowMs() }
    if (delivery.greeting) next.send(delivery.greeting)
    previous?.socket.close()
    opened = true
    prober.keepAsking()
    failuresInARow = 0
    lastProblem = undefined
    if (address === 'room') roomsWork = true
    // A relay that accepts and drops at once must not be asked ever faster.
    setTimer(limits.relayStableMs, () => {
      backoff.reset()
      if (address === 'hub') void recheckRoom()
    })
    options.onState({ kind: 'open', address })
  }

  /** On the hub: looks whether the room's own address works by now. */
  async function recheckRoom() {
    if (options.isAlone() && (await openRoom())) return
    if (!closed && current !== undefined) setTimer(limits.hubRecheckMs, () => void recheckRoom())
  }

  function handleLoss() {
    forget()
    wait({ kind: 'relay-lost', relayUrl })
  }

  function forget() {
    current = undefined
    lostAtMs = clock.nowMs()
    prober.stopAsking()
  }

  /** Our own network is gone and may be back at any moment: no relay suffers from us asking often, for a while. */
  const isReconnectingFast = () =>
    clock.nowMs() - lostAtMs < limits.fastReconnectWindowMs && options.isCutOff()

  function probe() {
    if (current) prober.probe(current)
    else void connect()
  }

  function wait(problem: Problem) {
    lastProblem = problem
    failuresInARow += 1
    // Another relay may have taken its place.
    if (directed && failuresInARow >= limits.relayFallbackThreshold) askingWorks = undefined
    const delayMs = backoff.nextMs(
      isReconnectingFast() ? limits.fastReconnectBackoffMaxMs : limits.relayBackoffMaxMs,
    )
    setTimer(delayMs, () => void connect())
    options.onState({ kind: 'waiting', retryAtMs: clock.nowMs() + delayMs, problem })
  }

  let connecting = false
  async function connect() {
    if (connecting || closed || current) return
    connecting = true
    cancelTimer()
    options.onState(lastProblem ? { kind: 'connecting', problem: lastProblem } : { kind: 'connecting' })
    const isOpen =
      (await openRoom()) || (!roomsWork && !isClosed() && (await attempt('hub', false)) === 'open')
    const problem = isOpen || isClosed() ? undefined : await whyLost()
    connecting = false
    if (problem && !isClosed()) wait(problem)
  }

  /** A function, since the compiler does not know that `closed` changes during an await. */
  function isClosed() {
    return closed
  }

  async function whyLost(): Promise<Problem> {
    return opened ? { kind: 'relay-lost', relayUrl } : whyNoRelay(environment, relayUrl, addresses.room)
  }

  void connect()

  return {
    send(text, to) {
      if (current?.socket.readyState !== WebSocket.OPEN) return false
      current.socket.send(current.delivery.write(text, to))
      return true
    },
    isDirected: () => current?.delivery.isDirected === true,
    tryNow() {
      backoff.reset()
      probe()
    },
    probe,
    close() {
      if (closed) return
      closed = true
      prober.close()
      cancelTimer()
      candidate?.close()
      current?.socket.close()
      candidate = current = undefined
      options.onState({ kind: 'closed' })
    },
  }
}
