/*
 * Runs in the panel's page: Puppeteer sends it as text, so it stands alone.
 */

export interface SearchTimes {
  /** From the start of the worker until all messages are in its index. */
  readonly readyMs: number
  /** Of each question, round by round. */
  readonly questions: readonly {
    readonly typed: string
    readonly found: number
    /** From the question to the answer with its first thirty results. */
    readonly workerMs: readonly number[]
    /** A loop over all texts, which are in memory already, in the same page. */
    readonly scanMs: readonly number[]
    /** The same, with the texts read from disk. */
    readonly diskScanMs: readonly number[]
  }[]
}

/** Asks the worker, and a plain scan of the same messages, in turns. */
export async function timeSearch(typedOnes: readonly string[], rounds: number): Promise<SearchTimes> {
  const startedMs = performance.now()
  const worker = new Worker('/search-worker.js')
  const answerTo = (isIt: (data: Record<string, unknown>) => boolean) =>
    new Promise<Record<string, unknown>>((resolve) => {
      function handle({ data }: MessageEvent<Record<string, unknown>>) {
        if (!isIt(data)) return
        worker.removeEventListener('message', handle)
        resolve(data)
      }
      worker.addEventListener('message', handle)
    })
  await answerTo((data) => data['isReady'] === true)
  const readyMs = performance.now() - startedMs

  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('sidetone')
    request.onsuccess = () => resolve(request.result)
  })
  const readTexts = () =>
    new Promise<string[]>((resolve) => {
      const request = database.transaction('entries').objectStore('entries').getAll()
      request.onsuccess = () => resolve((request.result as { text?: string }[]).map(({ text }) => text ?? ''))
    })
  /** Every word somewhere in the text, without case; no diacritics, no beginnings of words. */
  function scan(texts: readonly string[], typed: string) {
    const words = typed.toLowerCase().split(' ')
    return texts.filter((text) => {
      const lower = text.toLowerCase()
      return words.every((word) => lower.includes(word))
    }).length
  }

  const texts = await readTexts()
  let id = 0
  const questions = []
  for (const typed of typedOnes) {
    const [workerMs, scanMs, diskScanMs]: [number[], number[], number[]] = [[], [], []]
    for (let round = -1; round < rounds; round++) {
      const askedMs = performance.now()
      const wanted = ++id
      worker.postMessage({ id: wanted, typed, limit: 30 })
      await answerTo((data) => data['id'] === wanted)
      const answeredMs = performance.now()
      scan(texts, typed)
      const scannedMs = performance.now()
      scan(await readTexts(), typed)
      const readMs = performance.now()
      // The first round warms up.
      if (round < 0) continue
      workerMs.push(answeredMs - askedMs)
      scanMs.push(scannedMs - answeredMs)
      diskScanMs.push(readMs - scannedMs)
    }
    questions.push({ typed, found: scan(texts, typed), workerMs, scanMs, diskScanMs })
  }
  worker.terminate()
  database.close()
  return { readyMs, questions }
}
