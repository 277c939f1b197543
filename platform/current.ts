import { chrome } from './chrome.ts'
import { firefox } from './firefox.ts'
import type { Platform } from './platform.ts'

/** Where this runs. Not `FIREFOX`, which is a text in unit tests, and so always true. */
export const platform: Platform = import.meta.env.BROWSER === 'firefox' ? firefox : chrome
