import * as v from 'valibot'
import { answerSchema, type Found, type SearchQuestion, type SearchState } from './protocol.ts'

/** What is used of a `Worker`. */
export type SearchWorker = Pick<Worker, 'addEventListener' | 'postMessage' | 'terminate'>

export interface SearchClientOptions {
  readonly openWorker: () => SearchWorker
  readonly onState: (state: SearchState) => void
  readonly onFound: (found: Found) => void
  /** The worker could not be started, or ended by a fault. */
  readonly onFailed: (reason: unknown) => void
}

/** The panel's end of the worker that searches. One question at a time is under way; of those that wait, the last. */
export function createSearchClient(options: SearchClientOptions) {
  const worker = options.openWorker()
  let lastId = 0
  let underWay: number | undefined
  let next: Omit<SearchQuestion, 'id'> | undefined

  function ask(question: Omit<SearchQuestion, 'id'>) {
    if (underWay !== undefined) {
      next = question
      return
    }
    underWay = ++lastId
    worker.postMessage({ ...question, id: underWay })
  }

  function handle({ data }: MessageEvent<unknown>) {
    const answer = v.safeParse(answerSchema, data)
    if (!answer.success) return options.onFailed(answer.issues)
    if (answer.output.type === 'state') return options.onState(answer.output)
    if (answer.output.id !== underWay) return
    underWay = undefined
    // What was typed since is asked at once, and this answer is to something else.
    if (!next)
      return answer.output.type === 'found' ? options.onFound(answer.output) : options.onFailed('disk')
    const question = next
    next = undefined
    ask(question)
  }

  worker.addEventListener('message', handle)
  worker.addEventListener('error', ({ message }) => options.onFailed(message))
  return {
    ask,
    close: () => worker.terminate(),
  }
}
