import type { Dexie } from 'dexie'
import * as v from 'valibot'

const rowSchema = v.record(v.string(), v.unknown())

/** A database as it was on disk when its schema landed. A key pair cannot be written down: see {@link restoreDatabase}. */
export const databaseFixtureSchema = v.object({
  /** As Dexie counts; IndexedDB's own number is ten times that. */
  version: v.number(),
  tables: v.array(
    v.object({
      name: v.string(),
      /** In Dexie's notation: the primary key, and the indices. */
      schema: v.string(),
      rows: v.array(rowSchema),
    }),
  ),
})
export type DatabaseFixture = v.InferOutput<typeof databaseFixtureSchema>

export type SampleRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Stands for a key pair in a fixture. */
export const someKeyPair = 'a key pair'

/** The schema of an open database, with these rows for its tables. */
export function dumpDatabase(database: Dexie, rows: SampleRows): DatabaseFixture {
  return {
    version: database.verno,
    tables: database.tables.map(({ name, schema }) => ({
      name,
      schema: [schema.primKey, ...schema.indexes].map(({ src }) => src).join(', '),
      rows: (rows[name] ?? []).map((row) => ({ ...row })),
    })),
  }
}

/** Fills a fresh database as the fixture says, a real key pair in place of {@link someKeyPair}. */
export async function restoreDatabase(
  empty: Dexie,
  { version, tables }: DatabaseFixture,
  keys: CryptoKeyPair,
): Promise<void> {
  empty.version(version).stores(Object.fromEntries(tables.map(({ name, schema }) => [name, schema])))
  for (const { name, rows } of tables) {
    const withKeys = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, value === someKeyPair ? keys : value]),
      ),
    )
    await empty.table(name).bulkAdd(withKeys)
  }
  empty.close()
}
