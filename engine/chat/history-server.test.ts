import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { roomId } from '../testing/chat-world.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { limits } from '../base/limits.ts'
import { createLog } from '../base/log.ts'
import { createChatLinks } from './chat-links.ts'
import { createHistoryServer } from './history-server.ts'
import { createEntryLog } from './entry-log.ts'
import { createReceiptStore } from './receipt-store.ts'

function start() {
  const clock = createFakeClock()
  const at = { database: createMemoryDatabase(), roomId, ownId: 'me', closed: new AbortController().signal }
  const answered: string[] = []
  const server = createHistoryServer({
    clock,
    ownId: 'me',
    // So that each answer is the same and none reads the disk, which keeps no clock of ours.
    sharesHistory: false,
    log: createEntryLog({ ...at, ownDatabase: at.database }),
    receipts: createReceiptStore({ ...at, nowMs: clock.nowMs }),
  })
  const links = createChatLinks({
    clock,
    logger: createLog(clock).logger('test'),
    onError(error) {
      throw error
    },
    onEnd: server.end,
  })
  const linkTo = (peerId: string) =>
    links.open({
      peerId,
      publicKey: '',
      name: peerId,
      version: 1,
      sendNow: () => false,
      countMalformed: () => undefined,
      send() {
        answered.push(peerId)
        return Promise.resolve(true)
      },
    })
  return { answered, clock, server, linkTo }
}

test('who asks for ever is answered often enough for all there is, and then once a second', async () => {
  const { answered, clock, server, linkTo } = start()
  const mallory = linkTo('mallory')
  const askFor = async (durationMs: number) => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += limits.historyPageIntervalMs) {
      server.handleWant(mallory, [])
      await clock.advance(limits.historyPageIntervalMs)
    }
  }
  const burstMs = limits.maxHistoryPageBurst * limits.historyPageIntervalMs
  await askFor(burstMs)
  expect(answered.length).toBeGreaterThanOrEqual(limits.maxHistoryPageBurst)
  await askFor(10 * limits.historyPageRefillMs)
  const before = answered.length
  await askFor(10 * limits.historyPageRefillMs)
  expect(answered.length - before).toBe(10)
  // Whoever asks for the first time does not wait for that.
  server.handleWant(linkTo('ada'), [])
  await clock.advance(0)
  expect(answered.at(-1)).toBe('ada')
})

test('a question too many is answered a little later, and not forgotten', async () => {
  const { answered, clock, server, linkTo } = start()
  const mallory = linkTo('mallory')
  for (let n = 0; n <= limits.maxHistoryPageBurst + 10; n++) {
    server.handleWant(mallory, [])
    await clock.advance(limits.historyPageIntervalMs)
  }
  const before = answered.length
  server.handleWant(mallory, [])
  await clock.advance(2 * limits.historyPageRefillMs)
  expect(answered.length).toBeGreaterThan(before)
  expect(clock.pending()).toBe(0)
})
