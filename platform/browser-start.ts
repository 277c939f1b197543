import { browser } from 'wxt/browser'
import { answerIsBrowserStart } from './browser-start-message.ts'
import { watchForBrowserStart } from './watch-for-browser-start.ts'

let take: (() => Promise<boolean>) | undefined

/** Call it in the background's first turn: the events that tell come in the next. */
export function listenForBrowserStart() {
  const watch = watchForBrowserStart({
    session: browser.storage.session,
    onStartup: (listener) => browser.runtime.onStartup.addListener(listener),
    onInstalled: (listener) => browser.runtime.onInstalled.addListener(({ reason }) => listener(reason)),
    after: (delayMs, act) => void setTimeout(act, delayMs),
  })
  take = watch.take
  answerIsBrowserStart(watch.take)
}

/** For a host in the background: whether the browser has just started. Yes once at most. */
export async function takeBrowserStart(): Promise<boolean> {
  return take ? take() : false
}
