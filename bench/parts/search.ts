import { writeLongHistory } from '../../testing/browsers/long-history.ts'
import { startInChromium } from '../../testing/browsers/person.ts'
import { startRelay } from '../../testing/servers/relay.ts'
import type { Progress } from '../progress.ts'
import { timesTable, type Report } from '../report.ts'
import { summarise } from '../statistics.ts'
import { timeSearch, type SearchTimes } from '../support/time-search.ts'

const defaultRounds = 15
const messageCount = 50_000
const vocabularySize = 4_000
const wordsPerMessage = 12

/** The same in every run. */
function createRandom() {
  let state = 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** Texts as long as people's, with few words that are frequent and many that are rare; each twentieth is Chinese. */
function makeTexts(): Record<number, string> {
  const random = createRandom()
  const letter = () => String.fromCharCode(97 + Math.floor(random() * 26))
  const vocabulary = Array.from({ length: vocabularySize }, () =>
    Array.from({ length: 3 + Math.floor(random() * 6) }, letter).join(''),
  )
  const word = () => vocabulary[Math.floor(random() ** 3 * vocabularySize)] ?? ''
  const character = () => String.fromCodePoint(0x4e00 + Math.floor(random() ** 2 * 3_000))
  const texts: Record<number, string> = {}
  for (let n = 1; n <= messageCount; n++) {
    const said =
      n % 20 === 0
        ? Array.from({ length: 25 }, character).join('')
        : Array.from({ length: wordsPerMessage }, word).join(' ')
    texts[n] = `${n % 2 === 0 ? 'Message' : 'Answer'} ${n}: ${said}`
  }
  texts[777] = 'We meet at the old lighthouse. 我们明天在东京见面。'
  return texts
}

/** What half of all have, one letter, two words, a rare word, and Chinese. */
const questions = ['message', 'm', 'message an', 'lighthouse', '东京见面']

async function measure(rounds: number, progress: Progress): Promise<SearchTimes> {
  progress('opening a browser')
  const relay = await startRelay({ flags: ['--allowed-origins', '*'] })
  const ada = await startInChromium('Ada', { language: 'en-US' })
  try {
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    progress(`writing ${messageCount} messages`)
    await writeLongHistory(ada.panel(), messageCount, makeTexts())
    progress('searching')
    return await ada.panel().evaluate(timeSearch, questions, rounds)
  } finally {
    await ada.browser.quit()
    await relay.stop()
  }
}

/** From a question to its first thirty results among 50,000 messages, beside a plain scan of the same texts. */
export async function measureSearch(rounds = defaultRounds, progress: Progress): Promise<Report> {
  const times = await measure(rounds, progress)
  const ratio = (one: SearchTimes['questions'][number]) =>
    summarise(one.workerMs).median / summarise(one.scanMs).median
  return {
    title: `Search among ${messageCount} messages (Chromium)`,
    tables: [
      timesTable(
        'worker',
        times.questions.map((one) => [`“${one.typed}”, ${one.found} found`, summarise(one.workerMs)]),
      ),
      timesTable(
        'scan of texts in memory',
        times.questions.map((one) => [`“${one.typed}”`, summarise(one.scanMs)]),
      ),
      timesTable(
        'scan of texts on disk',
        times.questions.map((one) => [`“${one.typed}”`, summarise(one.diskScanMs)]),
      ),
    ],
    notes: [
      `${rounds} rounds each after one that does not count, in turns in one page.`,
      `The worker read and indexed everything in ${times.readyMs.toFixed(0)} ms.`,
      `Worker against the scan in memory: ${times.questions.map((one) => `“${one.typed}” ${ratio(one).toFixed(2)}×`).join(', ')}.`,
      'The worker folds case, width and diacritics, and reads its results from disk; the scans only fold case.',
    ],
    data: times,
  }
}
