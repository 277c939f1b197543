import type { Person } from '../../testing/browsers/person.ts'
import { until } from '../../testing/browsers/panel.ts'

/**
 * Waits until a switch of the settings is on on disk, straight from IndexedDB: a checkbox looks switched as soon as it
 * is pressed.
 */
export const isSaved = (person: Person, name: 'rejoinsAtStart' | 'isRelayOnly') =>
  until(
    `${name} on disk`,
    () =>
      person.panel().evaluate(async (wanted) => {
        const done = <Result>(request: IDBRequest<Result>) =>
          new Promise<Result>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result)
            request.onerror = () => reject(request.error ?? new Error('The database cannot be read.'))
          })
        const database = await done(indexedDB.open('sidetone'))
        try {
          const row: unknown = await done(database.transaction('settings').objectStore('settings').get('own'))
          return Reflect.get(Object(row), wanted) === true
        } finally {
          database.close()
        }
      }, name),
    Boolean,
  )
