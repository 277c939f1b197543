import type { Logger } from '../base/log.ts'

/**
 * Asks the browser to keep what is stored even when the disk is short, and otherwise only if the person deletes it
 * (https://storage.spec.whatwg.org/#persistence). With `unlimitedStorage` in the manifest nobody is asked. Resolves to
 * whether it does; without it everything works as well, until the browser needs the room.
 */
export async function askForPersistence(
  storage: Pick<StorageManager, 'persist' | 'persisted'>,
  logger: Logger,
): Promise<boolean> {
  try {
    const isPersistent = (await storage.persisted()) || (await storage.persist())
    if (isPersistent) logger.info('storage-persistent')
    else logger.warn('storage-best-effort')
    return isPersistent
  } catch (error) {
    logger.caught('persist-failed', error)
    return false
  }
}
