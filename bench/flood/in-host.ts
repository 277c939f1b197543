/*
 * What runs inside the receiver's pages. Puppeteer sends these functions as text, so each stands alone and uses nothing
 * from outside itself.
 */

/** Notes when each text that begins so is shown first, in `globalThis.shownAtMs`, milliseconds since 1970. */
export function noteShown(beginning: string) {
  const shownAtMs: Record<string, number> = {}
  Object.assign(globalThis, { shownAtMs })
  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (!(node instanceof Element) || !node.textContent.includes(beginning)) continue
      for (const [text] of node.textContent.matchAll(new RegExp(`${beginning} \\d+\\.`, 'g'))) {
        shownAtMs[text] ??= performance.timeOrigin + performance.now()
      }
    }
  })
  observer.observe(document, { subtree: true, childList: true })
}

/** Notes the longest that the page's thread stood still, in `globalThis.longestStallMs`. */
export function noteStalls() {
  const intervalMs = 10
  let lastMs = performance.now()
  Object.assign(globalThis, { longestStallMs: 0 })
  setInterval(() => {
    const nowMs = performance.now()
    const longestMs = Number(Reflect.get(globalThis, 'longestStallMs'))
    Object.assign(globalThis, { longestStallMs: Math.max(longestMs, nowMs - lastMs - intervalMs) })
    lastMs = nowMs
  }, intervalMs)
}

/** How many numbered texts that begin so are on disk, wherever the database has them. */
export async function countKept(beginning: string): Promise<number> {
  const done = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('The database cannot be read.'))
    })
  const database = await done(indexedDB.open('sidetone'))
  try {
    const names = [...database.objectStoreNames]
    const stores = names.map((name) => done(database.transaction(name).objectStore(name).getAll()))
    const text = JSON.stringify(await Promise.all(stores))
    return new Set(text.match(new RegExp(`${beginning} \\d+\\.`, 'g'))).size
  } finally {
    database.close()
  }
}
