import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import type { PersonRow } from '../storage/database.ts'
import { toForget } from './people-bound.ts'

const dayMs = 86_400_000
const nowMs = 1_000 * dayMs

const person = (peerId: string, firstSeenMs: number, more: Partial<PersonRow> = {}): PersonRow => ({
  peerId,
  publicKey: `key of ${peerId}`,
  name: peerId,
  canonicalName: peerId,
  firstSeenMs,
  nameSinceMs: firstSeenMs,
  lastSeenMs: firstSeenMs,
  daysMet: 1,
  ...more,
})

/** Fresh keys, one each second, the newest last; none of them ever comes again. */
const flood = (count: number) =>
  Array.from({ length: count }, (_, n) => person(`fresh ${n}`, nowMs - (count - n) * 1_000))

const idsOf = (rows: readonly PersonRow[]) => rows.map(({ peerId }) => peerId)

describe('toForget', () => {
  test('lets a flood of fresh keys drive out nobody but itself', () => {
    const friend = person('friend', nowMs - 30 * dayMs, { daysMet: 5 })
    const metYesterday = person('met yesterday', nowMs - 2 * dayMs)
    const metBefore = person('met before the flood', nowMs - dayMs / 2)
    let people = [friend, metYesterday, metBefore]
    for (const fresh of flood(3 * limits.maxPeople)) {
      people.push(fresh)
      const surplus = people.length - limits.maxPeople
      if (surplus <= 0) continue
      const gone = new Set(idsOf(toForget(people.slice(0, -1), surplus, nowMs)))
      people = people.filter(({ peerId }) => !gone.has(peerId))
    }
    expect(people).toHaveLength(limits.maxPeople)
    expect(idsOf(people)).toEqual(expect.arrayContaining(idsOf([friend, metYesterday, metBefore])))
  })

  test('keeps whom we met on more days, even from keys that come on two', () => {
    const friend = person('friend', nowMs - 30 * dayMs, { daysMet: 3 })
    const patient = Array.from({ length: limits.maxPeople }, (_, n) =>
      person(`patient ${n}`, nowMs - 3 * dayMs, { daysMet: 2, lastSeenMs: nowMs - n }),
    )
    const gone = idsOf(toForget([friend, ...patient], 5, nowMs))
    expect(gone).toEqual([1_999, 1_998, 1_997, 1_996, 1_995].map((n) => `patient ${n}`))
  })

  test('of those met once takes the one seen least lately, before anyone met again', () => {
    const people = [
      person('again', nowMs - 900 * dayMs, { daysMet: 2 }),
      person('later', nowMs - 10 * dayMs),
      person('earlier', nowMs - 20 * dayMs),
      person('today', nowMs - 1_000),
    ]
    expect(idsOf(toForget(people, 4, nowMs))).toEqual(['earlier', 'later', 'today', 'again'])
  })

  test.each<[string, Partial<PersonRow>]>([
    ['verified', { verifiedAtMs: 1 }],
    ['accepted with the name of somebody', { sameNameAcceptedAtMs: 1 }],
    ['muted for us', { isMutedLocally: true }],
    ['given a volume', { volumePercent: 30 }],
  ])('never takes somebody who was %s', (_, judged) => {
    expect(toForget([person('judged', 0, judged)], 1, nowMs)).toEqual([])
  })
})
