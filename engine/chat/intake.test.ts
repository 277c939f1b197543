import { describe, expect, test } from 'vitest'
import { createFakeClock, settle } from '../testing/fake-clock.ts'
import { createLog } from '../base/log.ts'
import { limits } from '../base/limits.ts'
import type { Entry } from '../wire/entry.ts'
import { createChatLinks, type ChatLink } from './chat-links.ts'
import { createIntake, type Incoming, type Taken, type Written } from './intake.ts'
import { createWaitingBudget } from './waiting-budget.ts'

const entryOf = (text: string): Entry => ({ key: 'k', text, signature: 's' })

/** A writer whose disk does one batch each time that it's told to. */
function start(budget = createWaitingBudget()) {
  const clock = createFakeClock()
  const batches: (readonly Incoming[])[] = []
  let finish: ((error?: Error) => void) | undefined
  const intake = createIntake({
    clock,
    budget,
    onRetry: () => undefined,
    write(batch) {
      batches.push(batch)
      return new Promise<Written[]>((resolve, reject) => {
        finish = (error) => {
          if (error) reject(error)
          else resolve(batch.map(() => ({ verdict: 'fine', isNew: true })))
        }
      })
    },
  })
  const links = createChatLinks({
    clock,
    logger: createLog(clock).logger('test'),
    onError(error) {
      throw error
    },
    onEnd: intake.end,
  })
  const open = (peerId: string) =>
    links.open({
      peerId,
      publicKey: '',
      name: peerId,
      version: 1,
      sendNow: () => false,
      send: () => Promise.resolve(true),
      countMalformed: () => undefined,
    })
  return {
    budget,
    clock,
    intake,
    links,
    open,
    says: (link: ChatLink, text: string, characters = text.length): Promise<Taken> =>
      intake.take(link, 'author', 'live', [entryOf(text)], characters),
    /** Whose entries each batch held, and how many. */
    turns: () => batches.map((batch) => `${batch[0]?.link.peer.peerId} ${batch.length}`),
    async write(error?: Error) {
      finish?.(error)
      await settle()
    },
  }
}

describe('the one writer of a room', () => {
  test('takes from each in turns, so that an honest word waits for one batch of a flood', async () => {
    const { open, says, turns, write } = start()
    const [mallory, ada] = [open('mallory'), open('ada')]
    const flood = Array.from({ length: 400 }, (_, n) => says(mallory, `flood ${n}`))
    await write()
    const honest = says(ada, 'hello')
    await write()
    await write()
    expect(turns().slice(0, 4)).toEqual(['mallory 1', 'mallory 32', 'ada 1', 'mallory 32'])
    expect(await honest).toEqual({ verdict: 'fine', added: 1 })
    while (turns().length < 15) await write()
    await write()
    expect((await Promise.all(flood)).every((taken) => taken?.added === 1)).toBe(true)
  })

  test('lets a peer beyond its rate wait, and nobody else', async () => {
    const { clock, open, says, turns, write } = start()
    const [mallory, ada] = [open('mallory'), open('ada')]
    // Written long before, and still counted.
    const much = 'x'.repeat(limits.maxWriteBurstCharacters + limits.writtenCharactersPerSecond)
    void says(mallory, much, 1)
    await write()
    void says(mallory, 'more')
    await settle()
    void says(ada, 'hello')
    await settle()
    expect(turns()).toEqual(['mallory 1', 'ada 1'])
    await write()
    await clock.advance(999)
    expect(turns()).toHaveLength(2)
    await clock.advance(1)
    expect(turns()).toEqual(['mallory 1', 'ada 1', 'mallory 1'])
  })

  test('tries again what the disk refused, while others go on, and at last gives it up', async () => {
    const { clock, open, says, turns, write } = start()
    const [bo, ada] = [open('bo'), open('ada')]
    const said = says(bo, 'one')
    const isRefused = expect(said).rejects.toThrow('full')
    void says(ada, 'two')
    await write(new Error('full'))
    expect(turns()).toEqual(['bo 1', 'ada 1'])
    await write()
    for (let attempt = 2; attempt <= limits.maxStorageAttempts; attempt++) {
      await clock.advance(limits.storageRetryMs)
      expect(turns().at(-1)).toBe('bo 1')
      await write(new Error('full'))
    }
    await isRefused
  })
})

describe('what waits to be written', () => {
  test('is bounded for each peer', async () => {
    const { budget, open, says } = start(createWaitingBudget(10_000, 50_000))
    const mallory = open('mallory')
    const verdicts = Array.from({ length: 10 }, () => says(mallory, 'x', 2_000))
    expect(await verdicts.at(-1)).toEqual({ verdict: 'malformed', added: 0 })
    expect(budget.totalBytes()).toBeLessThanOrEqual(10_000)
  })

  test('is bounded in all rooms together, and the one with the most gives way', async () => {
    const budget = createWaitingBudget(20_000, 30_000)
    const [first, second] = [start(budget), start(budget)]
    const [one, other] = [first.open('one'), second.open('other')]
    for (let n = 0; n < 4; n++) void first.says(one, 'x', 1_000)
    const more = Array.from({ length: 7 }, () => second.says(other, 'x', 1_000))
    await settle()
    const honest = second.says(second.open('ada'), 'hello', 1_000)
    expect(budget.totalBytes()).toBeLessThanOrEqual(30_000)
    await second.write()
    await second.write()
    expect(await honest).toEqual({ verdict: 'fine', added: 1 })
    expect(await more.at(-1)).toBeUndefined()
  })

  test('is given up a moment after its link ended, whatever its rate', async () => {
    const { budget, clock, links, open, says } = start()
    const mallory = open('mallory')
    const said = Array.from({ length: 100 }, (_, n) => says(mallory, `${n}`))
    await settle()
    links.handlePeers([])
    await clock.advance(limits.writeAfterCloseMs)
    expect(await said.at(-1)).toBeUndefined()
    expect(budget.totalBytes()).toBe(0)
  })

  test('is given up at once when the room is left', async () => {
    const { budget, intake, open, says } = start()
    const said = [open('a'), open('b')].map((link) => says(link, 'hello'))
    intake.close()
    expect(await Promise.all(said)).toEqual([undefined, undefined])
    expect(budget.totalBytes()).toBe(0)
  })
})
