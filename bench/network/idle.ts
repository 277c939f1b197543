import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { startInChromium } from '../../testing/browsers/person.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import type { Progress } from '../progress.ts'
import type { Report } from '../report.ts'
import { coreShares, extensionProcess, processesOf } from '../support/processes.ts'
import { openCrowd } from './open-crowd.ts'

/** A room takes 32, so nobody has more links in it. */
const linkCounts = [0, 1, 8, 31] as const
const settleMs = 5_000
const measuredMs = 15_000

const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))

/** Memory that would be free without the process: its own, and its share of what it has in common with others. */
function proportionalMegabytes(id: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) / 1_024
}

interface Idle {
  readonly links: number
  readonly hostMegabytes: number
  readonly hostPercent: number
  readonly browserPercent: number
}

/** What the host costs while nobody says anything: memory and CPU with so many open links, the panel closed. */
export async function measureIdle(_rounds: number | undefined, progress: Progress): Promise<Report> {
  progress('opening the browsers')
  const relay = await startRelay({ flags: ['--allowed-origins', '*'] })
  const crowd = await openCrowd()
  const ada = await startInChromium('Ada', { language: 'en-US' })
  const figures: Idle[] = []
  try {
    const roomName = randomUUID()
    await ada.join({ relayUrl: relay.url, room: roomName })
    await ada.status(/^Waiting for others/)
    await ada.closePanel()
    let links = 0
    for (const wanted of linkCounts) {
      for (; links < wanted; links++) {
        progress(`opening link ${links + 1} of ${wanted}`)
        await crowd.join({ relayUrl: relay.url, roomName, others: links + 1 })
      }
      progress(`measuring with ${wanted} links`)
      await pause(settleMs)
      const all = processesOf(ada.browser.processId)
      const host = extensionProcess(all)
      const [hostPercent, browserPercent] = await coreShares([[host.id], all.map(({ id }) => id)], measuredMs)
      figures.push({
        links: wanted,
        hostMegabytes: proportionalMegabytes(host.id),
        hostPercent: hostPercent ?? Number.NaN,
        browserPercent: browserPercent ?? Number.NaN,
      })
    }
  } finally {
    await Promise.all([ada.browser.quit(), crowd.close()])
    await relay.kill()
  }
  const one = figures.find(({ links }) => links === 1)?.hostMegabytes ?? Number.NaN
  return {
    title: 'Idle: what open links cost while nobody says anything (Chromium, the panel closed)',
    tables: [
      {
        columns: [
          'links',
          'host MB',
          'MB a link beyond one',
          'host % of a core',
          'whole browser % of a core',
        ],
        rows: figures.map(({ links, hostMegabytes, hostPercent, browserPercent }) => [
          String(links),
          hostMegabytes.toFixed(1),
          links <= 1 ? '' : ((hostMegabytes - one) / (links - 1)).toFixed(2),
          hostPercent.toFixed(2),
          browserPercent.toFixed(2),
        ]),
      },
    ],
    notes: [
      `One run; ${settleMs / 1_000} s after the last link opened, CPU over ${measuredMs / 1_000} s. A room takes 32 members, so 31 links are the most in one.`,
      'Host: the extension’s renderer process, with the engine in the offscreen document and the worker. MB: proportional set size; with no link it is still more, since the panel, in the same process, has just been closed. The rest of the browser, headless, shows one empty tab and carries the packets.',
      'The others are engines in another Chromium, on the same machine and linked among each other; they are not counted.',
    ],
    data: figures,
  }
}
