import type { Panel } from '../../testing/browsers/panel.ts'
import { actInHost } from './act-in-host.ts'

/** Sets for how long messages are kept, also for a time that the panel doesn't offer. */
export const setLifetime = (panel: Panel, afterS: number) => actInHost(panel, 'disappear', { afterS })

/** All that is in the extension's database, as one text. */
export const dumpDatabase = (panel: Panel): Promise<string> =>
  panel.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('The database failed.'))
      })
    const database = await done(indexedDB.open('sidetone'))
    const names = [...database.objectStoreNames]
    const transaction = database.transaction(names)
    const tables = await Promise.all(names.map((name) => done(transaction.objectStore(name).getAll())))
    database.close()
    return JSON.stringify(tables)
  })
