import { ProblemError, storageProblem, type Problem } from '../base/problem.ts'
import { ensureIdentity, type Identity } from '../identity/identity.ts'
import type { SettingsRow, SidetoneDatabase } from '../storage/database.ts'
import type { Settings } from '../settings/own-settings.ts'
import type { Logger } from '../base/log.ts'

/** Who we are and what we want, as it is on disk. */
export interface Own {
  readonly identity: Identity
  readonly settings: SettingsRow
}

/** Reads who we are once, and the settings as they are. */
export function createOwn(options: {
  readonly database: SidetoneDatabase
  readonly settings: Settings
  readonly log: Logger
}) {
  const { database, log, settings } = options
  let identity: Promise<Identity> | undefined

  /** What was once read stays; after a failure it is tried again. */
  function readIdentity(): Promise<Identity> {
    identity ??= ensureIdentity(database).catch((error: unknown) => {
      identity = undefined
      throw error
    })
    return identity
  }

  async function read(): Promise<Own | Problem> {
    try {
      const [known, saved] = await Promise.all([readIdentity(), settings.read()])
      return { identity: known, settings: saved }
    } catch (error) {
      log.caught('own-unread', error)
      return error instanceof ProblemError ? error.problem : storageProblem(error)
    }
  }

  // Ahead of the first join, which would wait for it.
  void read()
  return {
    read,
    /** The key was deleted: the next join makes another. */
    forgetIdentity: () => (identity = undefined),
  }
}
