import * as v from 'valibot'
import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'

/** How a link gets from browser to browser: straight, or through a TURN server. */
export const linkPathSchema = v.picklist(['direct', 'relayed'])
export type LinkPath = v.InferOutput<typeof linkPathSchema>

/** What we read of https://www.w3.org/TR/webrtc-stats; everything else of a report is passed over. */
const statSchema = v.variant('type', [
  v.object({ type: v.literal('transport'), selectedCandidatePairId: v.optional(v.string()) }),
  v.object({
    type: v.literal('candidate-pair'),
    id: v.string(),
    localCandidateId: v.string(),
    remoteCandidateId: v.string(),
    // Firefox says which pair is in use here, and has no `transport`.
    selected: v.optional(v.boolean()),
  }),
  v.object({
    type: v.picklist(['local-candidate', 'remote-candidate']),
    id: v.string(),
    candidateType: v.string(),
  }),
])

/** Reads a report of `getStats()`; undefined where no path is in use. */
export function readPath(report: { values(): Iterable<unknown> }): LinkPath | undefined {
  const stats = [...report.values()].flatMap((stat) => {
    const parsed = v.safeParse(statSchema, stat)
    return parsed.success ? parsed.output : []
  })
  const selectedId = stats.find((stat) => stat.type === 'transport')?.selectedCandidatePairId
  const pair = stats
    .filter((stat) => stat.type === 'candidate-pair')
    .find(({ id, selected }) => id === selectedId || selected)
  if (!pair) return undefined
  const ends = stats.filter(
    (stat) =>
      (stat.type === 'local-candidate' || stat.type === 'remote-candidate') &&
      (stat.id === pair.localCandidateId || stat.id === pair.remoteCandidateId),
  )
  return ends.some((stat) => 'candidateType' in stat && stat.candidateType === 'relay') ? 'relayed' : 'direct'
}

/** Tells which path an open connection takes, each time that it may be another one. */
export function watchPath(options: {
  readonly connection: RTCPeerConnection
  readonly clock: Clock
  readonly log: Logger
  readonly isOpen: () => boolean
  readonly onPath: (path: LinkPath) => void
}) {
  const { clock, connection, isOpen, log } = options
  let cancel = () => {}

  async function lookOnce() {
    if (!isOpen()) return
    try {
      const path = readPath(await connection.getStats())
      if (path && isOpen()) options.onPath(path)
    } catch (error) {
      log.caught('path-unread', error)
    }
  }

  /** Now and a little later: Chromium's reports may be from before the change that they are asked about. */
  function look() {
    cancel()
    cancel = clock.after(limits.pathSettledMs, () => void lookOnce())
    void lookOnce()
  }

  return {
    look,
    /** Once the connection has a transport, which tells in Chromium when it takes another path. */
    start() {
      connection.sctp?.transport.iceTransport.addEventListener('selectedcandidatepairchange', look)
      look()
    },
    stop: () => cancel(),
  }
}
