import { randomUUID } from 'node:crypto'
import { startThirdPartyHub } from '../../testing/servers/third-party-hub.ts'
import { metricsToken, readRelayMetrics } from '../../testing/servers/relay-metrics.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report } from '../report.ts'
import { summarise } from '../statistics.ts'
import { openCrowd } from './open-crowd.ts'

const defaultRounds = 3
const sizes = [2, 4, 8, 16, 32] as const
/** What still goes through the relay when the newcomer is linked to all: last candidates, in both directions. */
const settleMs = 800

/** What went through a relay so far. Bytes are payload, as delivered. */
interface Traffic {
  readonly received: number
  readonly delivered: number
  readonly deliveredBytes: number
}

interface Join extends Traffic {
  readonly members: number
  readonly joinMs: number
  /** What was done to mend links meanwhile, by anyone. */
  readonly mended: readonly string[]
}

interface Meeting {
  readonly name: string
  readonly relayUrl: string
  traffic(): Promise<Traffic>
  close(): Promise<void> | void
}

async function meetAtRelay(): Promise<Meeting> {
  const relay = await startRelay({ flags: ['--allowed-origins', '*', '--metrics-token', metricsToken] })
  return {
    name: 'our relay',
    relayUrl: relay.url,
    traffic: () => readRelayMetrics(undefined, relay.url),
    close: () => relay.kill(),
  }
}

async function meetAtThirdPartyHub(): Promise<Meeting> {
  const { url, hub, close } = await startThirdPartyHub()
  let [received, delivered, deliveredBytes] = [0, 0, 0]
  hub.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      received += 1
      // It hands everything to every client, the sender too.
      delivered += hub.clients.size
      deliveredBytes += data.byteLength * hub.clients.size
    })
  })
  return {
    name: 'third-party hub',
    relayUrl: url,
    traffic: () => Promise.resolve({ received, delivered, deliveredBytes }),
    close() {
      for (const client of hub.clients) client.terminate()
      close()
    },
  }
}

/** One after the other joins until the room is full; every join is measured. */
async function fillRoom(
  crowd: Awaited<ReturnType<typeof openCrowd>>,
  meeting: Meeting,
  onMember: (members: number) => void,
): Promise<Join[]> {
  const roomName = randomUUID()
  const joins: Join[] = []
  let before = await meeting.traffic()
  for (let members = 1; members <= (sizes.at(-1) ?? 0); members++) {
    onMember(members)
    const joinMs = await crowd.join({ relayUrl: meeting.relayUrl, roomName, others: members - 1 })
    await new Promise((resolve) => setTimeout(resolve, settleMs))
    const after = await meeting.traffic()
    joins.push({
      members,
      joinMs,
      mended: await crowd.takeMended(),
      received: after.received - before.received,
      delivered: after.delivered - before.delivered,
      deliveredBytes: after.deliveredBytes - before.deliveredBytes,
    })
    before = after
  }
  await crowd.empty()
  return joins
}

/** The join of the N-th: until it is linked to all, and what that costs the relay. */
export async function measureCrowd(rounds = defaultRounds, progress: Progress): Promise<Report> {
  progress('building the page of engines')
  const crowd = await openCrowd()
  const places = [
    { open: meetAtRelay, name: 'our relay', joins: new Array<Join>() },
    { open: meetAtThirdPartyHub, name: 'third-party hub', joins: new Array<Join>() },
  ]
  try {
    for (let round = 0; round < rounds; round++) {
      for (const place of places) {
        const meeting = await place.open()
        const onMember = (members: number) =>
          progress(`member ${members} at ${place.name}`, roundOf(round, rounds))
        place.joins.push(...(await fillRoom(crowd, meeting, onMember)))
        await meeting.close()
      }
    }
  } finally {
    await crowd.close()
  }

  const lines = sizes.flatMap((members) =>
    places.map(({ name, joins }) => ({
      members,
      name,
      joins: joins.filter((join) => join.members === members),
    })),
  )
  const median = (joins: readonly Join[], of: (join: Join) => number) => summarise(joins.map(of)).median
  const troubled = places.flatMap(({ name, joins }) =>
    joins
      .filter(({ mended }) => mended.length > 0)
      .map(
        ({ members, mended }) =>
          `N = ${members}, ${name}: links were mended, in ${mended.length} steps. First: ${mended.slice(0, 4).join('; ')}`,
      ),
  )
  return {
    title: 'Crowd: the join of the N-th member, until it is linked to all others',
    tables: [
      timesTable(
        'linked to all',
        lines.map(
          ({ members, name, joins }) =>
            [`N = ${members}, ${name}`, summarise(joins.map(({ joinMs }) => joinMs))] as const,
        ),
      ),
      {
        columns: ['through the relay', 'sent', 'delivered', 'delivered / other', 'delivered kB'],
        rows: lines.map(({ members, name, joins }) => [
          `N = ${members}, ${name}`,
          median(joins, (join) => join.received).toFixed(0),
          median(joins, (join) => join.delivered).toFixed(0),
          median(joins, (join) => join.delivered / (members - 1)).toFixed(1),
          (median(joins, (join) => join.deliveredBytes) / 1_000).toFixed(1),
        ]),
      },
    ],
    notes: [
      `${rounds} rooms at each relay, in alternating rounds; a room is filled one by one, so each has one join of every N. Medians of messages and bytes.`,
      'Engines without panels, eight to a page in one Chromium, all on this machine: at large N the time is that of its cores, which do both ends of N − 1 handshakes.',
      `Counted until ${settleMs} ms after the newcomer is linked to all. Aim: deliveries in proportion to N on our relay (a constant column "delivered / other").`,
      'The third-party hub hands every message to every client, the sender too.',
      ...troubled,
    ],
    data: Object.fromEntries(places.map(({ name, joins }) => [name, joins])),
  }
}
