/** In memory for as long as the browser runs; gone, too, when the extension is updated or switched off. */
const key = 'host-started'

/** Where neither event comes (the extension was switched on by hand), this is long enough to know. */
const eventsWithinMs = 1_000

export interface BrowserStartSources {
  readonly session: {
    get(key: string): Promise<Record<string, unknown>>
    set(items: Record<string, unknown>): Promise<void>
  }
  readonly onStartup: (listener: () => void) => void
  readonly onInstalled: (listener: (reason: string) => void) => void
  readonly after: (delayMs: number, act: () => void) => void
}

/**
 * Tells the first host of a browser's life from those that come after a crash or an update: `take` gives yes to the
 * first who asks after the browser has started, and no to all others.
 */
export function watchForBrowserStart({ session, onStartup, onInstalled, after }: BrowserStartSources) {
  let wasUpdated = false
  const started = Promise.withResolvers<'started'>()
  onStartup(() => started.resolve('started'))
  onInstalled((reason) => {
    // An update of the browser is a start like any other, and what was just installed has no rooms.
    if (reason === 'update') wasUpdated = true
  })

  /** Without a mark, the browser has just started, unless the mark went with an update. */
  async function isStart(): Promise<boolean> {
    const found = await session.get(key)
    if (found[key] === true) return false
    await session.set({ [key]: true })
    const waited = new Promise<'waited'>((resolve) => after(eventsWithinMs, () => resolve('waited')))
    const seen = await Promise.race([started.promise, waited])
    return seen === 'started' || !wasUpdated
  }

  return {
    async take(): Promise<boolean> {
      try {
        return await isStart()
      } catch (error) {
        console.error('Whether the browser has just started is not known', error)
        return true
      }
    },
  }
}
