import * as v from 'valibot'
import { browser } from 'wxt/browser'

/** From Chrome's offscreen document, which has no storage but its own, to the service worker. */
const question = { type: 'is-browser-start' } as const
const questionSchema = v.object({ type: v.literal(question.type) })
const answerSchema = v.boolean()

/** Asks the background whether the browser has just started. */
export async function askIsBrowserStart(): Promise<boolean> {
  try {
    return v.parse(answerSchema, await browser.runtime.sendMessage(question))
  } catch (error) {
    // As the person wants it at a start: nobody is put into a room unasked.
    console.error('Whether the browser has just started is not known', error)
    return true
  }
}

/** Answers {@link askIsBrowserStart}. */
export function answerIsBrowserStart(take: () => Promise<boolean>) {
  browser.runtime.onMessage.addListener((message: unknown, _sender, answer: (is: boolean) => void) => {
    if (!v.is(questionSchema, message)) return false
    void take().then(answer)
    // The answer comes later.
    return true
  })
}
