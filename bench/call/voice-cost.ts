import { randomUUID } from 'node:crypto'
import type { Page } from 'puppeteer-core'
import { openEngineBrowser } from '../network/open-crowd.ts'
import { roundOf, type Progress } from '../progress.ts'
import { panelStatus } from '../support/drive-panel.ts'
import { coreShares, extensionProcess, processesOf } from '../support/processes.ts'
import type { Seat } from '../support/pair.ts'
import { openBaselineVoices } from './baseline-voices.ts'
import { readTraffic, type SoundTraffic } from './record-calls.ts'
import type { VoicePair } from './voice-pair.ts'
import type { Voices } from './voices-page.ts'

/** Voices in the call, the measured one among them; 1 is a person alone with an open microphone. */
const sizes = [1, 2, 4, 8] as const
type Size = (typeof sizes)[number]
export const settleMs = 4_000
export const measuredMs = 8_000

/** What one of the two cost at one size. */
export interface Cost {
  readonly side: 'ours' | 'baseline'
  readonly voices: Size | 'no call' | '8, panel open'
  /** The process that holds the call, in percent of one core. */
  readonly processPercent: number
  readonly browserPercent: number
  /** A second, over all connections. */
  readonly sentPackets: number
  readonly receivedPackets: number
  readonly sentKilobits: number
  readonly receivedKilobits: number
}

const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))

/** The renderer of a page: the one that works while the page does. */
async function rendererOf(page: Page, browserId: number): Promise<number> {
  const renderers = processesOf(browserId).filter(({ words }) => words.includes('--type=renderer'))
  const shares = coreShares(
    renderers.map(({ id }) => [id]),
    400,
  )
  await page.evaluate(() => {
    const endMs = performance.now() + 300
    while (performance.now() < endMs);
  })
  const worked = await shares
  const found = renderers[worked.indexOf(Math.max(...worked))]
  if (!found) throw new Error('The page has no process.')
  return found.id
}

async function measure(
  seat: Seat,
  page: Page,
  processId: number,
): Promise<Omit<Cost, 'side' | 'voices'> & { connections: number }> {
  await pause(settleMs)
  const before = await page.evaluate(readTraffic)
  const all = processesOf(seat.person.browser.processId).map(({ id }) => id)
  const [processPercent = Number.NaN, browserPercent = Number.NaN] = await coreShares(
    [[processId], all],
    measuredMs,
  )
  const after = await page.evaluate(readTraffic)
  const perSecond = (of: Exclude<keyof SoundTraffic, 'atMs' | 'connections'>) =>
    ((after[of] - before[of]) / (after.atMs - before.atMs)) * 1_000
  return {
    processPercent,
    browserPercent,
    connections: after.connections,
    sentPackets: perSecond('sentPackets'),
    receivedPackets: perSecond('receivedPackets'),
    sentKilobits: (perSecond('sentBytes') * 8) / 1_000,
    receivedKilobits: (perSecond('receivedBytes') * 8) / 1_000,
  }
}

/** What each voice more costs the measured person, ours and baseline in alternating rounds. */
export async function measureVoiceCost(pair: VoicePair, rounds: number, progress: Progress): Promise<Cost[]> {
  let round = 0
  const measuring = (side: Cost['side'], voices: Cost['voices']) =>
    progress(`${side}, voices in the call: ${voices}`, roundOf(round, rounds))
  const { ada, relay } = pair
  const browserId = ada.person.browser.processId
  const { hostPage } = ada.person.browser
  const others = await openEngineBrowser('bench/call/voices-page.ts', [
    '--autoplay-policy=no-user-gesture-required',
  ])
  const costs: Cost[] = []
  try {
    const roomName = randomUUID()
    await ada.person.join({ relayUrl: relay.url, room: roomName })
    await panelStatus(ada.panel, 'Waiting')
    const engines = await others.openPage()
    const tell = (ask: string) => engines.evaluate(ask)
    for (let others = 1; others < 8; others++) {
      progress(`voice ${others} of 7 enters the room`)
      const room: Parameters<Voices['enter']>[0] = { relayUrl: relay.url, roomName, measured: 'Ada' }
      await tell(`voices.enter(${JSON.stringify(room)})`)
    }

    async function ours() {
      const host = extensionProcess(processesOf(browserId)).id
      const add = async (voices: Cost['voices'], connections: number) => {
        measuring('ours', voices)
        const cost = await measure(ada, hostPage, host)
        if (cost.connections !== connections) throw new Error(`Ours had ${cost.connections} connections.`)
        costs.push({ side: 'ours', voices, ...cost })
      }
      await ada.person.closePanel()
      await add('no call', 0)
      await ada.person.openPanel()
      await ada.panel.waitForSelector('.call .button')
      await ada.panel.click('.call .button')
      await ada.panel.waitForSelector('.hang-up')
      await ada.person.closePanel()
      for (const voices of sizes) {
        await tell(`voices.call(${voices - 1})`)
        await add(voices, voices - 1)
      }
      await ada.person.openPanel()
      await ada.panel.waitForSelector('.hang-up')
      await add('8, panel open', 7)
      await tell('voices.call(0)')
      await ada.panel.click('.hang-up')
      await ada.panel.waitForSelector('.call .button')
    }

    async function baseline() {
      const far = await others.openPage()
      const voices = await openBaselineVoices(ada.baseline, far)
      const process = await rendererOf(ada.baseline, browserId)
      for (const size of sizes) {
        measuring('baseline', size)
        await voices.call(size - 1)
        const cost = await measure(ada, ada.baseline, process)
        if (cost.connections !== size - 1)
          throw new Error(`The baseline page had ${cost.connections} connections.`)
        costs.push({ side: 'baseline', voices: size, ...cost })
      }
      await voices.close()
      await far.close()
    }

    for (; round < rounds; round++) {
      await ours()
      await baseline()
    }
  } finally {
    await others.close()
  }
  return costs
}
