/** What a request asks for. */
export type Route =
  | { kind: 'landing' }
  | { kind: 'health' }
  | { kind: 'ready' }
  | { kind: 'metrics' }
  | { kind: 'turn' }
  | { kind: 'room'; room: string }
  | { kind: 'unknown' }

/** The room of `/ws` itself. No room of `/ws/<room>` can have this name. */
export const hubRoom = ''

const roomPath = /^\/ws\/([A-Za-z0-9_-]{1,64})$/

const pages: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/', { kind: 'landing' }],
  ['/healthz', { kind: 'health' }],
  ['/readyz', { kind: 'ready' }],
  ['/metrics', { kind: 'metrics' }],
  ['/turn', { kind: 'turn' }],
  ['/ws', { kind: 'room', room: hubRoom }],
])

/** Finds what the target of a request line asks for; a query is left to the answerer. */
export function routeOf(target: string): Route {
  const [path = ''] = target.split('?', 1)
  const room = roomPath.exec(path)?.[1]
  return room === undefined ? (pages.get(path) ?? { kind: 'unknown' }) : { kind: 'room', room }
}
