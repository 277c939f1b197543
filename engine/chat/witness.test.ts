import { expect, test } from 'vitest'
import { createLog } from '../base/log.ts'
import type { EntryRow } from '../storage/database.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { sampleEntry } from '../testing/sample-entry.ts'
import type { ChatLink } from './chat-links.ts'
import { createChatLinks } from './chat-links.ts'
import { createEntryLog } from './entry-log.ts'
import type { ChatMessage } from './protocol.ts'
import { createWitness } from './witness.ts'

const ownId = 'ada'
const textOf = (text: string, order: number): EntryRow => ({
  ...sampleEntry(text),
  authorId: ownId,
  digest: `digest of ${text}`,
  roomId: 'room',
  seq: 1,
  sortKey: 1,
  order,
  receivedAtMs: 1,
})

/** Asks for our entry 1, of which `read` is what is found first; resolves with what is shown. */
async function proves(read: EntryRow, kept: EntryRow): Promise<ChatMessage[]> {
  const clock = createFakeClock()
  const log = createLog(clock)
  const database = createMemoryDatabase()
  await database.entries.add(kept)
  const { signal: closed } = new AbortController()
  const entryLog = createEntryLog({ database, ownDatabase: database, roomId: 'room', ownId, closed })
  const said: ChatMessage[] = []
  let done = Promise.resolve()
  const logger = log.logger('chat')
  const links = createChatLinks({ clock, logger, onError: () => undefined, onEnd: () => undefined })
  const witness = createWitness({
    clock,
    random: () => 0.5,
    logger,
    ownId,
    sharesHistory: true,
    log: { ...entryLog, upTo: () => Promise.resolve([read]) },
    receipts: {
      isConfirmed: () => Promise.resolve(true),
      meet: () => Promise.reject(new Error('History is shared.')),
    },
    links,
    onError: () => undefined,
    onEquivocation: () => undefined,
  })
  const link: ChatLink = {
    peer: {
      peerId: 'bo',
      publicKey: 'key',
      name: 'Bo',
      version: 1,
      send: () => Promise.resolve(true),
      sendNow: () => true,
      countMalformed: () => undefined,
    },
    openedAtMs: 0,
    newestSeq: 0,
    isOpen: () => true,
    enqueue(task) {
      done = done.then(task)
    },
    send: (message) => Promise.resolve(said.push(message) > 0),
  }
  witness.handleProve(link, ownId, 1)
  await done
  return said
}

test('a witness shows what we said once it is confirmed', async () => {
  const row = textOf('said', 1)
  expect(await proves(row, row)).toMatchObject([{ type: 'evidence' }])
})

// What we had lost got its number back, and was confirmed, while what stood there until then was on its way.
test('a witness shows no text of ours whose number another one has by then', async () => {
  expect(await proves(textOf('said meanwhile', 1), textOf('lost', 1))).toEqual([])
})
