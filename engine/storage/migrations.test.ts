import { Dexie } from 'dexie'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureIdentity } from '../identity/identity.ts'
import {
  databaseFixtureSchema,
  restoreDatabase,
  someKeyPair,
  type DatabaseFixture,
} from '../testing/database-fixture.ts'
import { SidetoneDatabase } from './database.ts'

/** Every schema that landed (scripts/write-database-fixture.ts). */
const fixtures = Object.values(
  import.meta.glob('./fixtures/v*.json', { eager: true, import: 'default' }),
).map((fixture) => v.parse(databaseFixtureSchema, fixture))

/**
 * Before anything was released the log began anew, once: of version 1 who we are, what we chose and whom we know stays.
 * From version 2 on nothing is ever lost.
 */
const keptOf = ({ version, tables }: DatabaseFixture) =>
  tables.filter(({ name }) => version > 1 || ['identity', 'settings', 'people'].includes(name))

let last = 0

/** Opens a fixture's database with today's schema. */
async function upgrade(fixture: DatabaseFixture) {
  const name = `migrated-${(last += 1)}`
  const keys = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  await restoreDatabase(new Dexie(name), fixture, keys)
  const database = new SidetoneDatabase(name)
  onTestFinished(() => database.delete())
  await database.open()
  return { database, keys }
}

describe.each(fixtures)('a database of version $version', (fixture) => {
  test('opens with today’s schema, with nothing lost', async () => {
    const { database } = await upgrade(fixture)
    for (const { name, rows } of keptOf(fixture)) {
      const found = JSON.stringify(await database.table(name).toArray())
      expect(await database.table(name).count()).toBe(rows.length)
      for (const row of rows) {
        for (const value of Object.values(row)) {
          if (value !== someKeyPair) expect(found).toContain(JSON.stringify(value))
        }
      }
    }
  })

  test('still has its identity, whose private key signs and is not extractable', async () => {
    const { database, keys } = await upgrade(fixture)
    const identity = await ensureIdentity(database)
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
    expect(identity.publicKey).toBe(Buffer.from(raw).toString('base64url'))
    expect(await identity.sign('link', 'text')).toHaveLength(86)
    const row = await database.identity.get('own')
    expect(row?.keys.privateKey.extractable).toBe(false)
  })

  test('can be written to', async () => {
    const { database } = await upgrade(fixture)
    await database.drafts.put({ roomId: 'another', text: 'kept' })
    expect(await database.drafts.get('another')).toMatchObject({ text: 'kept' })
  })
})

test('of each version up to today’s there is a fixture', () => {
  const versions = fixtures.map(({ version }) => version).sort((a, b) => a - b)
  expect(versions).toEqual(Array.from({ length: new SidetoneDatabase().verno }, (_, index) => index + 1))
})
