import type { Panel } from '../../../testing/browsers/panel.ts'

/** One message as it stands in a browser's database. */
export interface StoredMessage {
  readonly authorId: string
  readonly seq: number
  readonly text: string
}

/** Every message in a browser's database, straight from IndexedDB: what is on disk, not what is shown. */
export async function readHistory(panel: Panel): Promise<StoredMessage[]> {
  return panel.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('The database cannot be read.'))
      })
    const database = await done(indexedDB.open('sidetone'))
    try {
      const rows: unknown[] = await done(database.transaction('entries').objectStore('entries').getAll())
      return rows.map((row) => {
        const read = (name: string): unknown => Reflect.get(Object(row), name)
        return { authorId: String(read('authorId')), seq: Number(read('seq')), text: String(read('text')) }
      })
    } finally {
      database.close()
    }
  })
}

/** The texts of the messages that the panel shows, from top to bottom. */
export async function readShown(panel: Panel): Promise<string> {
  return (await panel.text('log', 'Messages')) ?? ''
}
