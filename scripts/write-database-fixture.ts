/**
 * Writes engine/storage/fixtures/v<version>.json: the present schema of the database with a row or more in each table.
 * Run it when a schema lands that others will have on their disks, and never again for that version:
 *
 *     node scripts/write-database-fixture.ts
 *
 * engine/storage/migrations.test.ts opens every fixture with the schema of its day.
 */
import 'fake-indexeddb/auto'
import { dumpDatabase } from '../engine/testing/database-fixture.ts'
import { writeJson } from './write-json.ts'

const { SidetoneDatabase } = await import('../engine/storage/database.ts')
const { sampleRows } = await import('../engine/testing/sample-rows.ts')

const database = new SidetoneDatabase('fixture')
await database.open()
const fixture = dumpDatabase(database, sampleRows)
const missing = fixture.tables.filter(({ rows }) => rows.length === 0).map(({ name }) => name)
if (missing.length > 0)
  throw new Error(`engine/testing/sample-rows.ts has no rows for ${missing.join(', ')}.`)
const file = new URL(`../engine/storage/fixtures/v${fixture.version}.json`, import.meta.url)
await writeJson(file, fixture)
console.log(`Wrote ${file.pathname}`)
database.close()
