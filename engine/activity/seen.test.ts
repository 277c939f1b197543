import { expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { createActivityWorld, type Resident } from '../testing/activity-world.ts'
import { eventually } from '../testing/eventually.ts'
import type { Ranges } from '../base/ranges.ts'

/** After a link opened, so long until anything that was seen is said at once. */
const openingMs = limits.afterOpenMs + limits.seenIntervalMs

async function start(lastSeq = 10) {
  const world = createActivityWorld()
  const [ada, bo] = [world.add('Ada'), world.add('Bo')]
  world.link(ada, bo)
  await world.clock.advance(openingMs)
  await world.says(ada, lastSeq)
  /** Until an author was told this of a reader; those whose pause is over by then say more. */
  const isTold = (author: Resident, reader: Resident, ranges: Ranges) =>
    eventually(async () => {
      await world.clock.advance(limits.seenIntervalMs)
      expect(await world.seenBy(author, reader)).toEqual(ranges)
    })
  const seenSaid = ({ said }: Resident) =>
    said.flatMap(({ message, to }) => (message.type === 'activity-seen' ? [{ to, ...message }] : []))
  return { ...world, ada, bo, isTold, seenSaid }
}

test('seen: an author is told which of their entries were in sight, and nobody else is', async () => {
  const { ada, add, arrives, bo, isTold, link, seenBy, seenSaid, sees } = await start()
  const cy = add('Cy')
  link(bo, cy)
  await arrives(bo, ada, [1, 2, 3])
  await sees(bo, ada, 1, 2)
  await isTold(ada, bo, [[1, 2]])
  expect(seenSaid(bo).map(({ to }) => to)).toEqual(['Ada'])
  expect(await seenBy(ada, cy)).toBeUndefined()
  expect(seenSaid(ada)).toEqual([])
})

test('seen: of two authors who write at once each is told of their own', async () => {
  const { ada, add, arrives, bo, isTold, link, says } = await start()
  const cy = add('Cy')
  link(bo, cy)
  await says(cy, 10)
  await arrives(bo, ada, [1, 2, 3])
  await arrives(bo, cy, [1, 2])
  await bo.activity.actions.see.run({
    entries: [
      { authorId: ada.id, seq: 1 },
      { authorId: cy.id, seq: 2 },
      { authorId: ada.id, seq: 2 },
    ],
  })
  await isTold(ada, bo, [[1, 2]])
  await isTold(cy, bo, [[2, 2]])
})

test('seen: an entry that comes late was not seen because a later one was', async () => {
  const { ada, arrives, bo, isTold, sees } = await start()
  await arrives(bo, ada, [1, 3])
  await sees(bo, ada, 1, 3)
  await isTold(ada, bo, [
    [1, 1],
    [3, 3],
  ])
  await arrives(bo, ada, [2])
  await isTold(ada, bo, [
    [1, 1],
    [3, 3],
  ])
  await sees(bo, ada, 2)
  await isTold(ada, bo, [[1, 3]])
})

test('seen: where nothing of before is passed on, it begins with what was there', async () => {
  const { ada, arrives, bo, isTold, sees } = await start()
  await arrives(bo, ada, [8, 9])
  await sees(bo, ada, 8, 9)
  await isTold(ada, bo, [[8, 9]])
})

test('seen: reactions and the like between two that were seen keep no range apart', async () => {
  const { ada, arrives, bo, isTold, sees } = await start()
  await arrives(bo, ada, [1, 4, 6])
  await arrives(bo, ada, [2, 3, 5], false)
  await sees(bo, ada, 1)
  await sees(bo, ada, 4, 6)
  await isTold(ada, bo, [[1, 6]])
})

test('seen: a text between two that were seen is not seen with them', async () => {
  const { ada, arrives, bo, isTold, sees } = await start()
  await arrives(bo, ada, [1, 2, 4])
  await arrives(bo, ada, [3], false)
  await sees(bo, ada, 1, 4)
  await isTold(ada, bo, [
    [1, 1],
    [4, 4],
  ])
})

test('seen: neither what is not here counts, nor what has no place in the thread, nor what we said', async () => {
  const { ada, arrives, bo, seenBy, seenSaid, sees } = await start()
  await arrives(bo, ada, [2], false)
  await arrives(bo, bo, [1])
  await sees(bo, ada, 1, 2)
  await sees(bo, bo, 1)
  expect([seenSaid(bo), await seenBy(ada, bo)]).toEqual([[], undefined])
  expect(await bo.database.seenRanges.count()).toBe(0)
})

test('seen: a new link begins with all that was seen, also while the author was away', async () => {
  const { ada, add, arrives, bo, clock, isTold, link, says, sees } = await start()
  const cy = add('Cy')
  await says(cy, 10)
  await arrives(bo, cy, [1, 2])
  await sees(bo, cy, 1, 2)
  await arrives(bo, ada, [1])
  await sees(bo, ada, 1)
  await isTold(ada, bo, [[1, 1]])
  link(bo, cy)
  await clock.advance(limits.afterOpenMs)
  await isTold(cy, bo, [[1, 2]])
  bo.said.length = 0
  link(bo, ada)
  await clock.advance(limits.afterOpenMs)
  await eventually(() => expect(bo.said).toMatchObject([{ to: 'Ada', message: { ranges: [[1, 1]] } }]))
})

test('seen: nothing is said on a new link where nothing was seen', async () => {
  const { bo, add, arrives, ada, isTold, link, sees, clock } = await start()
  const cy = add('Cy')
  link(bo, cy)
  await clock.advance(limits.afterOpenMs)
  await arrives(bo, ada, [1])
  await sees(bo, ada, 1)
  await isTold(ada, bo, [[1, 1]])
  expect(bo.said.map(({ to }) => to)).toEqual(['Ada'])
})

test('seen: however fast somebody reads, an author hears of it once in an interval', async () => {
  const { ada, arrives, bo, clock, isTold, seenSaid, sees } = await start(100)
  const seqs = Array.from({ length: 100 }, (_, index) => index + 1)
  await arrives(bo, ada, seqs)
  for (const seq of seqs) await sees(bo, ada, seq)
  await eventually(() => expect(seenSaid(bo)).toHaveLength(1))
  await clock.advance(limits.seenIntervalMs)
  await isTold(ada, bo, [[1, 100]])
  expect(seenSaid(bo)).toHaveLength(2)
})

test('seen: who does not tell notes nothing and is not told', async () => {
  const { ada, arrives, bo, clock, isTold, link, says, seenBy, seenSaid, sees } = await start()
  await says(bo, 10)
  bo.telling.seen = false
  await arrives(bo, ada, [1])
  await sees(bo, ada, 1)
  link(ada, bo)
  await clock.advance(openingMs)
  expect(await bo.database.seenRanges.count()).toBe(0)
  await arrives(ada, bo, [1, 2])
  await sees(ada, bo, 1)
  await eventually(() => expect(seenSaid(ada)).toHaveLength(1))
  expect([seenSaid(bo), await seenBy(bo, ada)]).toEqual([[], undefined])

  // Switched on, what is read from then on is told; of what the other reads all comes with the next one.
  bo.telling.seen = true
  await sees(bo, ada, 1)
  await isTold(ada, bo, [[1, 1]])
  await sees(ada, bo, 2)
  await isTold(bo, ada, [[1, 2]])
})

test('seen: nobody sees what was never said', async () => {
  const { ada, bo, hear, isTold, says } = await start(3)
  const lie = { type: 'activity-seen', ranges: [[1, Number.MAX_SAFE_INTEGER]] }
  expect(hear(ada, bo, lie)).toBe('fine')
  await isTold(ada, bo, [[1, 3]])
  // Nor what is said later.
  await says(ada, 4)
  await isTold(ada, bo, [[1, 3]])
})

test.each<[string, unknown]>([
  ['no list', undefined],
  ['a number', 5],
  ['half a range', [[1]]],
  ['from behind', [[3, 2]]],
  ['nothing', [[0, 1]]],
  ['less than nothing', [[-5, 1]]],
  ['a fraction', [[1, 1.5]]],
  ['beyond counting', [[1, 2 ** 53]]],
  ['a text', [['1', '2']]],
  ['too many', Array.from({ length: limits.maxRangesPerAuthor + 1 }, (_, n) => [2 * n + 1, 2 * n + 1])],
])('seen: %s is malformed', async (_, ranges) => {
  const { ada, bo, hear } = await start()
  expect(hear(ada, bo, { type: 'activity-seen', ranges })).toBe('malformed')
})

test('seen: what a peer says is bounded, the newest last', async () => {
  const { ada, bo, clock, hear, seenBy } = await start(1_000)
  const odd = (from: number) =>
    Array.from({ length: limits.maxRangesPerAuthor }, (_, n): [number, number] => [
      from + 2 * n,
      from + 2 * n,
    ])
  void hear(ada, bo, { type: 'activity-seen', ranges: odd(1) })
  void hear(ada, bo, { type: 'activity-seen', ranges: odd(501) })
  await eventually(async () => expect(await seenBy(ada, bo)).toEqual(odd(501)))
  const verdicts = Array.from({ length: 100 }, () =>
    hear(ada, bo, { type: 'activity-seen', ranges: [[1, 1]] }),
  )
  expect(verdicts.filter((verdict) => verdict === 'fine')).toHaveLength(limits.maxSeenBurst - 2)
  await clock.advance(limits.seenRefillMs)
  expect(hear(ada, bo, { type: 'activity-seen', ranges: [] })).toBe('fine')
})

test('seen: a claim on a link that was replaced counts for nobody', async () => {
  const { ada, bo, isTold, hear } = await start()
  void ada.activity.handle(
    {
      peerId: bo.id,
      publicKey: '',
      name: 'Bo',
      version: 1,
      send: () => Promise.resolve(false),
      sendNow: () => false,
      countMalformed: () => undefined,
    },
    { type: 'activity-seen', ranges: [[5, 5]] },
    0,
  )
  void hear(ada, bo, { type: 'activity-seen', ranges: [[1, 1]] })
  await isTold(ada, bo, [[1, 1]])
})

test('seen: after the room was left nothing is written', async () => {
  const { ada, arrives, bo, sees } = await start()
  await arrives(bo, ada, [1])
  bo.activity.close()
  expect(await sees(bo, ada, 1)).toEqual({ kind: 'not-joined' })
  expect(await bo.database.seenRanges.count()).toBe(0)
})

test('seen: a disk that refuses is said, and what is in sight once more is told', async () => {
  const { ada, arrives, bo, isTold, seenSaid, sees } = await start()
  await arrives(bo, ada, [1])
  function refuse() {
    throw new DOMException('full', 'QuotaExceededError')
  }
  bo.database.seenRanges.hook('creating').subscribe(refuse)
  expect(await sees(bo, ada, 1)).toMatchObject({ kind: 'storage-failed' })
  expect(seenSaid(bo)).toEqual([])
  bo.database.seenRanges.hook('creating').unsubscribe(refuse)
  await sees(bo, ada, 1)
  await isTold(ada, bo, [[1, 1]])
})
