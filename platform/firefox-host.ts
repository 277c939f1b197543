import { browser } from 'wxt/browser'
import { limits } from '@/engine/base/limits.ts'

/**
 * Firefox suspends the event page after 30 s without an extension event, whatever connections are open in it. A
 * call of an extension API counts as one (measured; no permission needed, where an alarm would need one).
 */
export function createKeepAwake() {
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    /** Awake while a room is joined; otherwise Firefox may suspend the page. */
    set(needed: boolean) {
      if (!needed) {
        clearInterval(timer)
        timer = undefined
        return
      }
      timer ??= setInterval(() => void browser.runtime.getPlatformInfo(), limits.keepAwakeIntervalMs)
    },
  }
}

/** What Firefox has and the types, which are Chrome's, do not know. */
interface SidebarApi {
  sidebarAction: { toggle(): Promise<void>; open(): Promise<void> }
}

function hasSidebar(api: object): api is SidebarApi {
  return 'sidebarAction' in api
}

/** Opens or closes the sidebar of the current window. Only within a person's gesture, before any `await`. */
export function toggleSidebar() {
  if (hasSidebar(browser)) void browser.sidebarAction.toggle()
}

/** Opens the sidebar of the current window, and leaves an open one as it is. Under the same condition. */
export function openSidebar() {
  if (!hasSidebar(browser)) return
  browser.sidebarAction.open().catch((error: unknown) => {
    console.error('The sidebar could not be opened', error)
  })
}
