import type { Clock } from '../base/environment.ts'
import type { Logger } from '../base/log.ts'
import { limits } from '../base/limits.ts'
import type { OwnEntries } from './own-entries.ts'

/** Does ahead what else would be done while a person waits to see sent what they say. */
export function createPreparation(options: {
  readonly clock: Clock
  readonly logger: Logger
  readonly own: Pick<OwnEntries, 'readAhead' | 'reserve' | 'release'>
  /** Reads how long messages are kept. */
  readonly readSettings: () => void
}) {
  const { clock, logger, own, readSettings } = options
  let cancelReadAhead = () => {}
  let cancelRelease = () => {}

  /** Where that fails it stays reserved, and is skipped after the next start. */
  async function release() {
    await own.release().catch((error: unknown) => logger.caught('not-released', error))
  }

  return {
    /** Something was written: once nothing was for a moment, what the next entry names is read. */
    readSoon() {
      cancelReadAhead()
      cancelReadAhead = clock.after(limits.readAheadDelayMs, () => {
        own.readAhead()
        readSettings()
      })
    },

    /** Something may be said soon; after a while without, it no longer may. What fails here is done when it's said. */
    async prepare() {
      readSettings()
      cancelRelease()
      cancelRelease = clock.after(limits.reservedNumberMs, () => void release())
      await own.reserve().catch((error: unknown) => logger.caught('not-reserved', error))
    },

    close() {
      cancelReadAhead()
      cancelRelease()
    },
  }
}
