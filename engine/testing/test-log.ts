import { createLog } from '../base/log.ts'

/** A logger that nobody reads: for tests of something else. */
export const testLog = createLog({ nowMs: () => Date.now() }).logger('test')
