import { expect, test } from 'vitest'
import { watchForBrowserStart } from './watch-for-browser-start.ts'

/** A browser, as the background sees it: `session` lives as long as the browser runs with this version of us. */
function createBrowser(session = new Map<string, unknown>()) {
  const listeners = { startup: () => {}, installed: (_reason: string) => {} }
  const timers: (() => void)[] = []
  const { take } = watchForBrowserStart({
    session: {
      get: (key) => Promise.resolve(session.has(key) ? { [key]: session.get(key) } : {}),
      set(items) {
        for (const [key, value] of Object.entries(items)) session.set(key, value)
        return Promise.resolve()
      },
    },
    onStartup: (listener) => (listeners.startup = listener),
    onInstalled: (listener) => (listeners.installed = listener),
    after: (_, act) => timers.push(act),
  })
  return {
    take,
    session,
    listeners,
    /** So long that every event has come that was to come. */
    async waitLong() {
      await Promise.resolve()
      while (timers.length === 0) await new Promise((resolve) => setTimeout(resolve))
      for (const act of timers) act()
    },
  }
}

test('the first host after the browser started is told so, without a wait', async () => {
  const { take, listeners } = createBrowser()
  const taken = take()
  listeners.startup()
  expect(await taken).toBe(true)
})

test('a host that comes after it is not, be the background the same or another', async () => {
  const { take, listeners, session } = createBrowser()
  listeners.startup()
  await take()
  expect(await take()).toBe(false)
  expect(await createBrowser(session).take()).toBe(false)
})

test('a host that comes after an update of the extension is not', async () => {
  const { take, listeners, waitLong } = createBrowser()
  listeners.installed('update')
  const taken = take()
  await waitLong()
  expect(await taken).toBe(false)
})

test('an update that was put in as the browser started is a start, whichever is told first', async () => {
  const { take, listeners } = createBrowser()
  const taken = take()
  listeners.installed('update')
  listeners.startup()
  expect(await taken).toBe(true)
})

test.each(['chrome_update', 'browser_update', 'install'])('%s is a start like any other', async (reason) => {
  const { take, listeners, waitLong } = createBrowser()
  listeners.installed(reason)
  const taken = take()
  await waitLong()
  expect(await taken).toBe(true)
})

test('where nothing is told, it counts as a start: nobody is put into a room unasked', async () => {
  const { take, waitLong } = createBrowser()
  const taken = take()
  await waitLong()
  expect(await taken).toBe(true)
})

test('where the mark cannot be read, it counts as a start', async () => {
  const { take } = watchForBrowserStart({
    session: { get: () => Promise.reject(new Error('No storage.')), set: () => Promise.resolve() },
    onStartup: () => undefined,
    onInstalled: () => undefined,
    after: () => undefined,
  })
  expect(await take()).toBe(true)
})
