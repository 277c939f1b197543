import { chrome } from './chrome.ts'
import { firefox } from './firefox.ts'
import type { Platform } from './platform.ts'

/** One comparison each, which a build decides: what it isn't for is left out. */
function platformHere(): Platform {
  if (import.meta.env.BROWSER === 'chrome') return chrome
  if (import.meta.env.BROWSER === 'firefox') return firefox
  throw new Error(`There is no platform for ${import.meta.env.BROWSER}.`)
}

/** Where this runs. */
export const platform: Platform = platformHere()
