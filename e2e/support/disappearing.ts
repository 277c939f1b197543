import type { Panel } from '../../testing/browsers/panel.ts'

/** Has the host set for how long messages are kept, as a panel does, also for a time that ours doesn't offer. */
export const setLifetime = (panel: Panel, afterS: number): Promise<boolean> =>
  panel.evaluate(
    (seconds) =>
      new Promise<boolean>((resolve) => {
        const port = chrome.runtime.connect({ name: 'sidetone-panel' })
        port.onMessage.addListener((update: unknown) => {
          const told = update as {
            type: string
            rooms?: { roomId: string }[]
            outcome?: { ok: boolean }
          }
          if (told.type === 'snapshot') {
            const input = {
              roomId: told.rooms?.[0]?.roomId,
              feature: 'chat',
              action: 'disappear',
              input: { afterS: seconds },
            }
            port.postMessage({ requestId: 1, name: 'act', input })
          } else if (told.type === 'outcome') {
            port.disconnect()
            resolve(told.outcome?.ok === true)
          }
        })
      }),
    afterS,
  )

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
