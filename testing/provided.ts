import type { RelayMetrics } from './servers/relay-metrics.ts'

/** What engine-setup.ts starts for the tests of project `engine`, which read it by `inject`. Types only. */
declare module 'vitest' {
  interface ProvidedContext {
    /** The real relay. */
    relayUrl: string
    /** Another one, for one test that counts what it delivers. */
    countedRelayUrl: string
    /** A third-party hub: one address, no rooms, echoes to the sender. */
    thirdPartyHubUrl: string
    /** The same with rooms: one picks the first subprotocol on offer without knowing it, one picks none. */
    thirdPartyRoomsUrls: { picksFirst: string; picksNone: string }
    /** A real coturn, or null where it isn't installed. */
    turn: { stunUrl: string; turnUrl: string; username: string; credential: string } | null
  }
}

/** What runs in Node for a test in the browser. */
declare module 'vitest/browser' {
  interface BrowserCommands {
    readRelayMetrics: (relayUrl: string) => Promise<RelayMetrics>
  }
}

export {}
