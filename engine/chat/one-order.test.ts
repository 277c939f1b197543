import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roomId } from '../testing/chat-world.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { testLog } from '../testing/test-log.ts'
import { newIdentity } from '../testing/test-keys.ts'
import { createEntryLog } from './entry-log.ts'
import { createOwnEntries } from './own-entries.ts'
import { toWire, verifyEntry, type VerifiedEntry } from './signed-entry.ts'
import { inThread } from './sort-key.ts'

const startMs = 1_700_000_000_000

/** Somebody who says things and hears others, by a clock that is off by so much. */
async function createPerson(name: string, skewMs: number) {
  const identity = await newIdentity()
  const database = createMemoryDatabase()
  const { signal: closed } = new AbortController()
  const at = { database, ownDatabase: database, roomId, ownId: identity.peerId, closed }
  const log = createEntryLog(at)
  const own = createOwnEntries({
    ...at,
    clock: createFakeClock(),
    identity,
    name,
    log,
    logger: testLog,
    onSigned: () => undefined,
    onUnkept: () => undefined,
  })
  const clock = (atMs: number) => startMs + atMs + skewMs
  return {
    say: (text: string, atMs: number) => own.append({ kind: 'text', body: { text } }, clock(atMs)),
    async hear(entry: VerifiedEntry, atMs: number) {
      const verified = await verifyEntry(roomId, toWire(entry))
      if (typeof verified === 'string') throw new Error(verified)
      await log.appendReceived([verified], () => 'live', clock(atMs))
    },
    texts: async () => (await inThread(database.entries, roomId).toArray()).map(({ text }) => text),
  }
}

test('who is there sees one order, also of what is said at once, by clocks that are nearly right', async () => {
  const skew = fc.integer({ min: -700, max: 700 })
  const said = fc.record({
    who: fc.nat(2),
    pauseMs: fc.nat(400),
    travelMs: fc.tuple(fc.nat(600), fc.nat(600)),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(skew, skew, skew),
      fc.array(said, { minLength: 2, maxLength: 8 }),
      async (skews, all) => {
        const people = await Promise.all(skews.map((ms, index) => createPerson(`Person ${index}`, ms)))
        const events: { atMs: number; run: (atMs: number) => Promise<unknown> }[] = []
        let nowMs = 0
        /** When what somebody said last arrives: a link carries one thing after the other. */
        const last = new Map<string, number>()
        for (const [index, { pauseMs, travelMs, who }] of all.entries()) {
          nowMs += pauseMs
          events.push({
            atMs: nowMs,
            async run(atMs) {
              const entry = await people[who]?.say(`${index}`, atMs)
              if (!entry) return
              const others = people.filter((_, other) => other !== who)
              for (const [to, other] of others.entries()) {
                const link = `${who} ${to}`
                const arrivesMs = Math.max(atMs + (travelMs[to] ?? 0), last.get(link) ?? 0)
                last.set(link, arrivesMs)
                events.push({ atMs: arrivesMs, run: (heardMs) => other.hear(entry, heardMs) })
              }
            },
          })
        }
        for (;;) {
          const next = events.reduce<(typeof events)[number] | undefined>(
            (first, event) => (first && first.atMs <= event.atMs ? first : event),
            undefined,
          )
          if (!next) break
          events.splice(events.indexOf(next), 1)
          await next.run(next.atMs)
        }
        const [first, ...others] = await Promise.all(people.map((one) => one.texts()))
        expect(first).toHaveLength(all.length)
        for (const order of others) expect(order).toEqual(first)
      },
    ),
    { numRuns: 15 },
  )
}, 60_000)

test('a clock that is hours off moves what it says by seconds at most', async () => {
  for (const skewMs of [-5 * 3_600_000, 5 * 3_600_000]) {
    const [ada, bo] = [await createPerson('Ada', 0), await createPerson('Bo', skewMs)]
    const first = await ada.say('first', 0)
    await bo.hear(first, 50)
    await ada.hear(await bo.say('second', 10_000), 10_050)
    await bo.hear(await ada.say('third', 20_000), 20_050)
    expect(await ada.texts()).toEqual(['first', 'second', 'third'])
    expect(await bo.texts()).toEqual(['first', 'second', 'third'])
  }
})
