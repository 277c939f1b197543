import type { Logger } from '../base/log.ts'

/**
 * What is read before it's needed, since somebody waits by then. It holds as long as `revision` gives the same number;
 * where it doesn't, or where reading it failed, it's read when it's needed.
 */
export function createReadAhead<Value>(options: {
  readonly read: () => Promise<Value>
  readonly revision: () => number
  readonly logger: Logger
}) {
  const { logger, read, revision } = options
  let ahead: { readonly revision: number; readonly value: Promise<Value> } | undefined

  return {
    start() {
      if (ahead?.revision === revision()) return
      const value = read()
      ahead = { revision: revision(), value }
      value.catch((error: unknown) => {
        // It's read again when it's needed, and what fails then is said.
        logger.caught('not-read-ahead', error)
        if (ahead?.value === value) ahead = undefined
      })
    },
    /** Of what was read the last; what is read for several is theirs. */
    get: (): Promise<Value> => (ahead?.revision === revision() ? ahead.value : read()),
    /** What was read may be so no longer. */
    drop() {
      ahead = undefined
    },
  }
}
