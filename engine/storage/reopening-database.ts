import { Dexie, type DexieOptions, type PromiseExtended } from 'dexie'
import { createBackoff } from '../base/backoff.ts'
import { browserClock } from '../base/browser-environment.ts'
import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'

export interface ReopeningOptions {
  readonly clock?: Pick<Clock, 'after'>
  readonly logger?: Logger | undefined
}

/**
 * A Dexie database that heals. Dexie by itself opens again what the browser closed, but once: if that fails (the disk
 * is full, and Chromium closes every database on it), each later use is refused for ever, whatever room there is by
 * then. This one refuses for a moment only, and opens again, with a growing delay, until it works.
 */
export class ReopeningDatabase extends Dexie {
  readonly #clock: Pick<Clock, 'after'>
  readonly #logger: Logger | undefined
  readonly #backoff = createBackoff({ firstMs: limits.databaseReopenFirstMs, random: () => 1 })
  /** Set while it waits to be opened again; cancels that. */
  #cancelReopening: (() => void) | undefined
  #hasFailed = false
  /** Somebody closed it for good, and it was not opened since. */
  #isEnded = false

  constructor(name: string, dexieOptions: DexieOptions, options: ReopeningOptions = {}) {
    super(name, dexieOptions)
    this.#clock = options.clock ?? browserClock
    this.#logger = options.logger
    this.on('blocked', () => this.#logger?.warn('open-blocked'))
  }

  /** Opens it, as every use does that finds it closed. Rejects where that fails; it is tried again all the same. */
  override open(): PromiseExtended<Dexie> {
    this.#isEnded = false
    return super.open().then(
      (database) => {
        this.#handleOpened()
        return database
      },
      (error: unknown) => {
        this.#handleFailure(error)
        throw error
      },
    )
  }

  /** Dexie itself calls this, too, when the browser closed the database; then the next use opens it again. */
  override close(options?: { disableAutoOpen: boolean }) {
    if (options?.disableAutoOpen === false) {
      this.#logger?.warn('closed-by-browser')
      super.close(options)
      return
    }
    this.#isEnded = true
    this.#cancelReopening?.()
    this.#cancelReopening = undefined
    super.close(options)
  }

  #handleOpened() {
    if (!this.#hasFailed) return
    this.#hasFailed = false
    this.#backoff.reset()
    this.#logger?.info('reopened')
    this.handleReopened()
  }

  /** It failed to open, and is open now. */
  protected handleReopened() {}

  /** Opens at once what waits to be opened again: there is word that it may work now. */
  reopenNow() {
    if (!this.#cancelReopening) return
    this.#cancelReopening()
    this.#reopen()
  }

  #reopen() {
    this.#cancelReopening = undefined
    // Dexie forgets the failure, and opens again. Uses that come until then were refused at once, and not left to wait.
    super.close({ disableAutoOpen: false })
    void this.open().catch(() => {
      // `open` has noted why, and tries again.
    })
  }

  #handleFailure(error: unknown) {
    // Each use that waited for this attempt comes here.
    if (this.#isEnded || this.#cancelReopening) return
    this.#hasFailed = true
    this.#logger?.error('open-failed', error)
    const delayMs = this.#backoff.nextMs(limits.databaseReopenMaxMs)
    this.#cancelReopening = this.#clock.after(delayMs, () => this.#reopen())
  }
}
