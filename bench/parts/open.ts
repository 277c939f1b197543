import { performance } from 'node:perf_hooks'
import { writeLongHistory } from '../../testing/browsers/long-history.ts'
import { until } from '../../testing/browsers/panel.ts'
import { roundOf, type Progress } from '../progress.ts'
import { timesTable, type Report } from '../report.ts'
import { summarise } from '../statistics.ts'
import { clockOffset } from '../support/clocks.ts'
import { timeUsable, type Surface, type Usable } from '../support/in-page.ts'
import { preload, readPreload } from '../support/preload.ts'
import { openPair, type Seat } from '../support/pair.ts'

const defaultRounds = 15
const warmUpRounds = 2
const historyMessages = 500
/** Written to disk before those, as if they had been said a month ago. */
const olderMessages = 49_500

interface Opening {
  readonly usableMs: number
  /** First contentful paint: something of the panel is seen. */
  readonly firstPaintMs: number
  /** From the action until the panel's document began to load. */
  readonly documentMs: number
}

/** Opens Ada's closed panel by the toolbar action and closes it again. */
async function openOnce(ada: Seat): Promise<Opening> {
  const actionAtMs = performance.timeOrigin + performance.now()
  await ada.person.openPanel()
  const page = ada.panel
  const usable = await readPreload<Usable>(page)
  const { offsetMs } = await clockOffset(page)
  await ada.person.closePanel()
  const since = (atMs: number) => atMs + offsetMs - actionAtMs
  return {
    usableMs: since(usable.usableAtMs),
    firstPaintMs: since(usable.firstPaintAtMs),
    documentMs: since(usable.documentAtMs),
  }
}

async function openOften(
  ada: Seat,
  surface: Surface,
  rounds: number,
  progress: Progress,
): Promise<Opening[]> {
  const openings: Opening[] = []
  const stop = await preload(ada.baseline.browser(), timeUsable, surface)
  for (let round = -warmUpRounds; round < rounds; round++) {
    progress(`opening the ${surface.kind}`, roundOf(round, rounds))
    const opening = await openOnce(ada)
    if (round >= 0) openings.push(opening)
  }
  await stop()
  return openings
}

const lastMessage = `Message ${historyMessages} of a long conversation.`

/** Joins and says so many things, through the panel. */
async function fillRoom(ada: Seat, relayUrl: string) {
  await ada.person.openPanel()
  await ada.person.join({ relayUrl })
  await ada.person.status(/^Waiting/)
  const panel = ada.person.panel()
  for (let n = 1; n <= historyMessages; n++) {
    await panel.paste(`Message ${n} of a long conversation.`)
    await panel.press('Enter')
  }
  await until(
    'the last message',
    () => panel.text('log', 'Messages'),
    (log) => log?.includes(lastMessage) === true,
  )
  await ada.person.closePanel()
}

/** From the toolbar action to a usable panel: the join form, and a room with a long history. */
export async function measureOpen(rounds = defaultRounds, progress: Progress): Promise<Report> {
  progress('opening two browsers')
  const pair = await openPair()
  const { ada, relay } = pair
  let form: Opening[]
  let room: Opening[]
  let longRoom: Opening[]
  try {
    await ada.person.closePanel()
    form = await openOften(ada, { kind: 'form' }, rounds, progress)
    progress(`saying ${historyMessages} messages`)
    await fillRoom(ada, relay.url)
    room = await openOften(ada, { kind: 'room', lastMessage }, rounds, progress)
    progress(`writing ${olderMessages} older messages`)
    await ada.person.openPanel()
    await writeLongHistory(ada.person.panel(), olderMessages, {})
    await ada.person.closePanel()
    longRoom = await openOften(ada, { kind: 'room', lastMessage }, rounds, progress)
  } finally {
    await pair.close()
  }

  const series = (openings: readonly Opening[], of: (one: Opening) => number) => summarise(openings.map(of))
  return {
    title: 'Open: from the toolbar action to a usable panel (Chromium)',
    tables: [
      timesTable('after the action', [
        ['join form: document begins', series(form, (one) => one.documentMs)],
        ['join form: first paint', series(form, (one) => one.firstPaintMs)],
        ['join form: usable', series(form, (one) => one.usableMs)],
        ['room: document begins', series(room, (one) => one.documentMs)],
        ['room: first paint', series(room, (one) => one.firstPaintMs)],
        ['room: usable', series(room, (one) => one.usableMs)],
        ['room of 50,000: first paint', series(longRoom, (one) => one.firstPaintMs)],
        ['room of 50,000: usable', series(longRoom, (one) => one.usableMs)],
      ]),
    ],
    notes: [
      `${rounds} rounds each after ${warmUpRounds} that do not count; the extension’s host runs already.`,
      'Join form usable: the name field has the focus and Join is enabled.',
      `Room usable: the composer has the focus and the last of ${historyMessages} messages is in sight. Both: at the next frame.`,
      'Included: the driver’s call of the action and its attaching to the new page, which a person does not pay.',
    ],
    data: { form, room, longRoom },
  }
}
