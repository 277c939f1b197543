import { createRelaySocket, type RelayState } from '../session/relay-socket.ts'
import { settle } from './fake-clock.ts'
import { createFakeEnvironment } from './fake-environment.ts'

export const relayUrl = 'ws://relay.example/ws'
export const room = `${relayUrl}/ROOM`
export const hub = relayUrl
/** The room's own address, asked for directed delivery. */
export const askedRoom = `${room} sidetone.plain sidetone.relay.1`
/** Who the socket is for its relay: sixteen zeros. */
export const ownAddress = 'A'.repeat(22)

/** A relay socket whose relay is the test. */
export function startRelaySocket() {
  const fakes = createFakeEnvironment()
  const states: RelayState[] = []
  const received: unknown[] = []
  const world = {
    ...fakes,
    fakes,
    states,
    received,
    isAlone: true,
    isCutOff: false,
    last: () => fakes.sockets.last(),
  }
  const relay = createRelaySocket({
    relayUrl,
    roomId: 'ROOM',
    address: ownAddress,
    environment: fakes.environment,
    isAlone: () => world.isAlone,
    isCutOff: () => world.isCutOff,
    onState: (state) => states.push(state),
    onMessage: (data) => received.push(data),
  })
  return Object.assign(world, {
    relay,
    state: () => states.at(-1),
    /** What was opened, each with the subprotocols on offer. */
    attempts: () => fakes.sockets.sockets.map(({ address, protocols }) => [address, ...protocols].join(' ')),
    /** The relay refuses the newest socket. */
    async refuse() {
      fakes.sockets.last().drop()
      await settle()
    },
    /** The relay refuses whatever is tried, until we wait. */
    async refuseAll() {
      await settle()
      while (fakes.sockets.alive().length > 0) {
        fakes.sockets.last().drop()
        await settle()
      }
    },
    /** Lets the wait for the next attempt pass. */
    async waitForRetry() {
      const state = states.at(-1)
      if (state?.kind !== 'waiting') throw new Error(`It is ${state?.kind ?? 'nothing'}, not waiting.`)
      const waitMs = state.retryAtMs - fakes.clock.nowMs()
      await fakes.clock.advance(waitMs)
      return waitMs
    },
    /** The relay accepts the newest socket: ours picks directed delivery where it is on offer. */
    async accept(protocol?: string) {
      fakes.sockets.last().open(protocol)
      await settle()
    },
  })
}

/** At the hub, since the relay has no rooms. */
export async function startAtHub() {
  const world = startRelaySocket()
  await world.refuse()
  await world.refuse()
  await world.accept()
  return world
}

export type RelaySocketWorld = ReturnType<typeof startRelaySocket>
