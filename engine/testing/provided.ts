/** What a relay counted since it was started. */
export interface RelayMetrics {
  readonly received: number
  readonly delivered: number
  readonly deliveredBytes: number
}

/** What e2e/support/relay-setup.ts starts for the tests of project `engine`. */
declare module 'vitest' {
  interface ProvidedContext {
    /** The real relay. */
    relayUrl: string
    /** Another one, for one test that counts what it delivers. */
    countedRelayUrl: string
    /** Somebody else's hub: one address, no rooms, echoes to the sender. */
    foreignHubUrl: string
    /** The same with rooms: one picks the first subprotocol on offer without knowing it, one picks none. */
    foreignRoomsUrls: { picksFirst: string; picksNone: string }
    /** A real coturn, or null where it is not installed. */
    turn: { stunUrl: string; turnUrl: string; username: string; credential: string } | null
  }
}

/** What runs in Node for a test in the browser. */
declare module 'vitest/browser' {
  interface BrowserCommands {
    readRelayMetrics: (relayUrl: string) => Promise<RelayMetrics>
  }
}
