import type { Logger } from '../base/log.ts'

/**
 * Asks the browser to keep what is stored even when the disk is short, and otherwise only if the person deletes it
 * (https://storage.spec.whatwg.org/#persistence). With `unlimitedStorage` in the manifest nobody is asked. Resolves to
 * whether it says so: Firefox does; Chromium does not, and exempts an extension with that permission all the same
 * (https://developer.chrome.com/docs/extensions/develop/concepts/storage-and-cookies#data_persistence).
 */
export async function askForPersistence(
  storage: Pick<StorageManager, 'persist' | 'persisted'>,
  logger: Logger,
): Promise<boolean> {
  try {
    const isPersistent = (await storage.persisted()) || (await storage.persist())
    logger.info('persistence', { isPersistent })
    return isPersistent
  } catch (error) {
    logger.caught('persist-failed', error)
    return false
  }
}
