import type { Panel } from './panel.ts'

/*
 * These run in the panel's page and write to its database as it is: nobody says thousands of things in a test. What is
 * written so is older than all that is said by hand, unless its times say otherwise.
 */

/** Writes old messages of Bo's into the room that was joined last: the n-th says `texts[n]`, or that it is the n-th. */
export function writeLongHistory(
  panel: Panel,
  count: number,
  texts: Readonly<Record<number, string>>,
  times: { readonly firstMs?: number; readonly stepMs?: number } = {},
) {
  // A minute apart, and the last of them a day ago, unless told.
  const { stepMs = 60_000, firstMs = Date.now() - 86_400_000 - count * stepMs } = times
  return panel.evaluate(
    async (total, special, startMs, apartMs) => {
      const done = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error ?? new Error('The database failed.'))
        })
      const database = await done(indexedDB.open('sidetone'))
      const transaction = database.transaction(['rooms', 'entries'], 'readwrite')
      const rooms = (await done(transaction.objectStore('rooms').getAll())) as {
        roomId: string
        joinedAtMs: number
      }[]
      const room = rooms.sort((a, b) => b.joinedAtMs - a.joinedAtMs)[0]
      const entries = transaction.objectStore('entries')
      for (let n = 1; n <= total; n++) {
        const text = special[n] ?? `Old message ${n}`
        const atMs = startMs + n * apartMs
        entries.add({
          roomId: room?.roomId,
          authorId: 'b'.repeat(43),
          authorName: 'Bo',
          seq: n,
          atMs,
          kind: 'text',
          isShown: 1,
          prev: null,
          digest: '',
          signedText: '',
          text,
          sortKey: atMs,
          receivedAtMs: atMs,
          authorKey: '',
          signature: '',
        })
      }
      await new Promise((resolve) => (transaction.oncomplete = resolve))
      database.close()
    },
    count,
    texts,
    firstMs,
    stepMs,
  )
}

/** Takes one of them away again, as a room does that forgets. */
export function deleteFromHistory(panel: Panel, text: string) {
  return panel.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('sidetone')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('The database failed.'))
    })
    const transaction = database.transaction('entries', 'readwrite')
    const cursor = transaction.objectStore('entries').openCursor()
    cursor.onsuccess = () => {
      if (!cursor.result) return
      if ((cursor.result.value as { text?: string }).text === wanted) cursor.result.delete()
      cursor.result.continue()
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    database.close()
  }, text)
}
