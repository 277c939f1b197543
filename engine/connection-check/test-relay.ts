import type { Environment } from '../base/environment.ts'
import { createRelaySocket } from '../session/relay-socket.ts'
import { limits } from '../base/limits.ts'
import type { RelayTest } from '../network/results.ts'

/** Opens a socket as a room does, in a room in which nobody can be, and measures how long it takes. */
export function testRelay(environment: Environment, relayUrl: string): Promise<RelayTest> {
  const { clock } = environment
  const startedMs = clock.nowMs()
  const address = environment.randomId()
  return new Promise((resolve) => {
    let opened: Extract<RelayTest, { kind: 'open' }> | undefined
    let sentMs = 0
    let cancel = () => {}

    function finish(result: RelayTest) {
      cancel()
      resolve(result)
      // Its last word is a state, too: not from within one.
      queueMicrotask(() => socket.close())
    }

    const socket = createRelaySocket({
      relayUrl,
      roomId: environment.randomId(),
      address,
      environment,
      isAlone: () => false,
      isCutOff: () => false,
      onMessage() {
        if (opened) finish({ ...opened, roundTripMs: clock.nowMs() - sentMs })
      },
      onState(state) {
        if (state.kind === 'waiting' && !opened) finish({ kind: 'failed', problem: state.problem })
        if (state.kind !== 'open' || opened) return
        opened = { kind: 'open', address: state.address, handshakeMs: clock.nowMs() - startedMs }
        if (!socket.isDirected()) return finish(opened)
        sentMs = clock.nowMs()
        socket.send('check', address)
        const withoutRoundTrip = opened
        cancel = clock.after(limits.relayProbeTimeoutMs, () => finish(withoutRoundTrip))
      },
    })
  })
}
