import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { limits } from '../base/limits.ts'
import { claimTo, createPeople } from './people.ts'

function start() {
  const clock = createFakeClock()
  const database = createMemoryDatabase()
  const people = createPeople({ database, clock })
  const changes: string[] = []
  people.onChange((_, names) => changes.push(...names))
  return {
    clock,
    database,
    people,
    changes,
    /** Somebody with a key of their own says a name, a moment after the last one. */
    async meet(key: string, name: string, ownName?: string) {
      await clock.advance(1_000)
      return people.meet({ peerId: `id of ${key}`, publicKey: key, name }, ownName)
    },
    /** Under the name that they gave last. */
    async trustOf(key: string, ownName?: string) {
      const row = await database.people.get(`id of ${key}`)
      return people.trustOf(row ?? { peerId: `id of ${key}`, name: key }, ownName)
    },
    verify: (key: string) => people.setVerified(`id of ${key}`, true),
  }
}

test('somebody is new once, and then known', async () => {
  const { meet, database, clock } = start()
  expect(await meet('k1', 'Ada')).toBe('new')
  expect(await meet('k1', 'Ada')).toBe('known')
  const rows = await database.people.toArray()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ publicKey: 'k1', name: 'Ada', lastSeenMs: clock.nowMs() })
  expect(rows[0]?.firstSeenMs).toBe(clock.nowMs() - 1_000)
})

test('our own name with another key is one to warn of, until we say who that is', async () => {
  const { meet, people, trustOf, verify } = start()
  expect(await meet('k1', 'Аdа', 'Ada')).toBe('own-name')
  expect(await trustOf('k1', 'ada')).toBe('own-name')
  expect(await trustOf('k1', 'Bo')).toBe('known')
  await people.acceptSameName('id of k1')
  expect(await trustOf('k1', 'Ada')).toBe('known')
  await verify('k1')
  expect(await trustOf('k1', 'Ada')).toBe('verified')
  expect(await meet('k2', 'Bo', 'Ada')).toBe('new')
})

describe('the same name with another key', () => {
  test('is a conflict, for the one who came second only', async () => {
    const { meet, trustOf } = start()
    await meet('k1', 'Ada')
    expect(await meet('k2', 'ADA')).toBe('name-conflict')
    expect(await meet('k2', 'ADA')).toBe('name-conflict')
    expect(await meet('k1', 'Ada')).toBe('known')
    expect(await trustOf('k2')).toBe('name-conflict')
  })

  test('is also one where it only looks the same', async () => {
    const { meet } = start()
    await meet('k1', 'Ada')
    expect(await meet('k2', 'Аda')).toBe('name-conflict')
  })

  test('once accepted stays so, until they take another name that somebody has', async () => {
    const { meet, people, changes } = start()
    await meet('k1', 'Ada')
    await meet('k3', 'Bo')
    await meet('k2', 'Ada')
    changes.length = 0
    await people.acceptSameName('id of k2')
    expect(changes).toEqual(['ada'])
    expect(await meet('k2', 'Ada')).toBe('known')
    expect(await meet('k2', 'Bo')).toBe('name-conflict')
  })

  test('is none for one who was verified, but is for whoever was there before and was not', async () => {
    const { meet, verify, trustOf } = start()
    await meet('k1', 'Ada')
    await meet('k2', 'Ada')
    await verify('k2')
    expect(await meet('k2', 'Ada')).toBe('verified')
    expect(await trustOf('k1')).toBe('name-conflict')
  })

  test('ends when the one who had the name takes another', async () => {
    const { meet, trustOf } = start()
    await meet('k1', 'Ada')
    await meet('k2', 'Ada')
    await meet('k1', 'Grace')
    expect(await trustOf('k2')).toBe('known')
  })
})

test('who renames themselves keeps key, mark and first sight, and has the new name only from then on', async () => {
  const { meet, verify, trustOf, database } = start()
  await meet('k1', 'Mallory')
  await meet('k2', 'Ada')
  // Older, but only now called Ada.
  expect(await meet('k1', 'Ada')).toBe('name-conflict')
  expect(await trustOf('k2')).toBe('known')

  await meet('k3', 'Bo')
  await verify('k3')
  const before = await database.people.get('id of k3')
  expect(await meet('k3', 'Bob')).toBe('verified')
  expect(await database.people.get('id of k3')).toMatchObject({
    publicKey: 'k3',
    name: 'Bob',
    firstSeenMs: before?.firstSeenMs,
    verifiedAtMs: before?.verifiedAtMs,
  })
})

describe('a mark was given under a name', () => {
  test('and does not go into one that is somebody’s, until that is accepted or compared anew', async () => {
    const { meet, people, trustOf, verify } = start()
    await meet('k1', 'Mallory')
    await verify('k1')
    await meet('k2', 'Ada')
    expect(await meet('k1', 'Ada')).toBe('name-conflict')
    // Nor does it make the name theirs.
    expect(await trustOf('k2')).toBe('known')
    expect(await meet('k2', 'Ada')).toBe('known')
    await people.acceptSameName('id of k1')
    expect(await meet('k1', 'Ada')).toBe('verified')

    expect(await meet('k1', 'Mallory')).toBe('verified')
    expect(await meet('k1', 'Ada')).toBe('name-conflict')
    await verify('k1')
    expect(await meet('k1', 'Ada')).toBe('verified')
  })

  test('and does not go into our own', async () => {
    const { meet, verify } = start()
    await meet('k1', 'Mallory', 'Ada')
    await verify('k1')
    expect(await meet('k1', 'Ada', 'Ada')).toBe('own-name')
  })

  test('and goes with the key into a name that nobody has, and into each room', async () => {
    const { meet, people, verify } = start()
    await meet('k1', 'Bo')
    await verify('k1')
    expect(await meet('k1', 'Bob')).toBe('verified')
    // In the first room they are still called so.
    expect(await people.trustOf({ peerId: 'id of k1', name: 'Bo' })).toBe('verified')
    await meet('k2', 'Bo')
    expect(await people.trustOf({ peerId: 'id of k1', name: 'Bo' })).toBe('name-conflict')
  })

  test('and holds for it also where the clock was put back', async () => {
    const { meet, verify, database } = start()
    await meet('k1', 'Ada')
    await meet('k2', 'Ada')
    await database.people.update('id of k2', { nameSinceMs: 9e15 })
    await verify('k2')
    expect(await meet('k2', 'Ada')).toBe('verified')
  })
})

test('a name that a key was used under and that is not theirs is taken only now, without mark', async () => {
  const { meet, verify, database } = start()
  await meet('k1', 'Bo')
  await verify('k1')
  const row = await database.people.get('id of k1')
  expect(claimTo('BO', 'id of k1', row)).toEqual(row)
  const claim = { peerId: 'id of k1', name: 'Ada', canonicalName: 'ada', nameSinceMs: Infinity }
  expect(claimTo('Ada', 'id of k1', row)).toEqual(claim)
  expect(claimTo('Ada', 'id of k1', undefined)).toEqual(claim)
})

test('the key of an id is never replaced', async () => {
  const { meet, verify, people, database } = start()
  await meet('k1', 'Ada')
  await verify('k1')
  expect(await people.meet({ peerId: 'id of k1', publicKey: 'another', name: 'Ada' })).toBe('name-conflict')
  expect(await database.people.get('id of k1')).toMatchObject({ publicKey: 'k1' })
})

test('a mark can be taken back, and nobody is made by judging them', async () => {
  const { meet, verify, people, trustOf, database } = start()
  await meet('k1', 'Ada')
  await verify('k1')
  await people.setVerified('id of k1', false)
  expect(await trustOf('k1')).toBe('known')
  await verify('nobody')
  expect(await database.people.count()).toBe(1)
  expect(await trustOf('nobody')).toBeUndefined()
})

test('a name whose letters only now look like another’s is a new claim to it', async () => {
  const { meet, trustOf } = start()
  await meet('k1', 'Lan')
  await meet('k2', 'Ian')
  expect(await meet('k1', 'Ian')).toBe('name-conflict')
  expect(await trustOf('k2')).toBe('known')
})

test('a name in other letters that look the same is a conflict, and one that only shares its key is none', async () => {
  const { meet } = start()
  await meet('k1', 'alice')
  expect(await meet('k2', 'AIice')).toBe('name-conflict')
  await meet('k3', 'Kai')
  expect(await meet('k4', 'Kal')).toBe('new')
})

test('people are met on as many days as they were, whatever how often a day', async () => {
  const { meet, database, clock } = start()
  const days = async () => (await database.people.get('id of k1'))?.daysMet
  await meet('k1', 'Ada')
  await meet('k1', 'Ada')
  expect(await days()).toBe(1)
  await clock.advance(86_400_000)
  await meet('k1', 'Ada')
  await meet('k1', 'Ada')
  expect(await days()).toBe(2)
})

test('people beyond the bound are forgotten: strangers, and not those met again or the one just met', async () => {
  const { meet, database, clock } = start()
  await meet('stranger', 'Old')
  await meet('friend', 'Ada')
  await clock.advance(86_400_000)
  await meet('friend', 'Ada')
  await clock.advance(2 * 86_400_000)
  await database.people.bulkPut(
    Array.from({ length: limits.maxPeople - 2 }, (_, n) => ({
      peerId: `other ${n}`,
      publicKey: `key ${n}`,
      name: `S${n}`,
      canonicalName: `s${n}`,
      firstSeenMs: clock.nowMs() - 86_400_000,
      nameSinceMs: clock.nowMs(),
      lastSeenMs: clock.nowMs(),
      daysMet: 1,
    })),
  )
  await meet('one more', 'New')
  expect(await database.people.count()).toBe(limits.maxPeople)
  expect(await database.people.get('id of stranger')).toBeUndefined()
  expect(await database.people.get('id of friend')).toBeDefined()
  expect(await database.people.get('id of one more')).toBeDefined()
})
