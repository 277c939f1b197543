import { randomUUID } from 'node:crypto'
import { startInChromium } from '../../testing/browsers/person.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import { openEngineBrowser } from '../network/open-crowd.ts'
import { clockOffset } from '../support/clocks.ts'
import type { Member } from './flood-page.ts'

/** A browser of its own, so that its disk work slows nobody else's, with one engine in a page. */
async function openMember() {
  const browser = await openEngineBrowser('bench/flood/flood-page.ts')
  const page = await browser.openPage()
  return {
    page,
    async ask<Name extends keyof Member>(
      name: Name,
      ...words: Parameters<Member[Name]>
    ): Promise<Awaited<ReturnType<Member[Name]>>> {
      const call = `member.${name}(${words.map((word) => JSON.stringify(word)).join(', ')})`
      return (await page.evaluate(call)) as Awaited<ReturnType<Member[Name]>>
    },
    close: browser.close,
  }
}

/**
 * Ada with the extension and an open panel; Mallory, linked to her, with a flood ready to go; and Bob, a latecomer with
 * honest messages. Bob gets nothing of the flood, so that only Ada's browser is measured.
 */
export async function openRoomOfThree(
  flood: Parameters<Member['prepareFlood']>[0],
  progress: (doing: string) => void,
) {
  progress('opening three browsers')
  const relay = await startRelay({ flags: ['--allowed-origins', '*'] })
  const [ada, mallory, bob] = await Promise.all([
    startInChromium('Ada', { language: 'en-US' }),
    openMember(),
    openMember(),
  ])
  const room = { relayUrl: relay.url, roomName: randomUUID() }
  await ada.join({ relayUrl: room.relayUrl, room: room.roomName })
  await ada.status(/^Waiting for others/)
  await mallory.ask('join', { name: 'Mallory', ...room, others: 1 })
  progress(`signing a flood of ${flood.count} messages`)
  await mallory.ask('prepareFlood', flood)
  await mallory.ask('ignoreNewcomers')
  await bob.ask('join', { name: 'Bob', ...room, others: 2 })
  return {
    ada,
    mallory,
    bob,
    /** How far Bob's clock is from the panel's: what to add to a time of Bob's. */
    async clockDifference(): Promise<number> {
      const [bobs, panels] = [await clockOffset(bob.page), await clockOffset(ada.browser.panelPage())]
      return bobs.offsetMs - panels.offsetMs
    },
    async close() {
      await Promise.all([ada.browser.quit(), mallory.close(), bob.close()])
      await relay.kill()
    },
  }
}

export type RoomOfThree = Awaited<ReturnType<typeof openRoomOfThree>>
