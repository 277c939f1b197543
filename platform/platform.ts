import type { Outcome } from '@/engine/base/outcome.ts'
import type { Port } from '@/ipc/port.ts'

/** What differs between the places that Sidetone runs in. One file for each; current.ts says which one this is. */
export interface Platform {
  readonly has: PlatformFeatures
  /**
   * Whether the host is the background itself, with the toolbar, the keys and the notifications in reach (Firefox's
   * event page). Otherwise it knows messages only, and hands the background what needs those (Chrome's offscreen
   * document).
   */
  readonly isHostInBackground: boolean
  /** Makes sure that the host runs, and opens a panel's port to it. */
  openHostPort(): Promise<Port>
  /** Keeps the host from being suspended, or no longer. */
  keepAwake(isNeeded: boolean): void
  /** For a host that starts: whether the browser has just started, rather than the host alone. Yes once at most. */
  isBrowserStart(): Promise<boolean>

  /** Opens the panel of a window, where it is closed. Only within a person's gesture, before any `await`. */
  openPanel(windowId: number): void
  /** Has the toolbar's button open the panel. Call it in the background's first turn. */
  openPanelByToolbar(): void

  /** Where the browser asks for the microphone: in the panel that wants it, or in a tab, since it cannot in a panel. */
  readonly asksForMicrophone: 'here' | 'in-tab'
  /** Opens that tab; afterwards the room's call starts, where one is named. */
  openPermissionPage(roomId: string | undefined): void
  /** Opens the browser's page on what we may do. Undefined where the browser lets nobody open it. */
  readonly openBrowserSettings: (() => void) | undefined
  /** Joins a call in this panel, where panels hold calls. Undefined where the host holds them. */
  readonly joinCallHere: ((roomId: string) => Promise<Outcome>) | undefined
}

/** What a platform may lack, so that nothing of it is offered there. */
export interface PlatformFeatures {
  /** The room of the page in sight, by the browser's menu or its keys. */
  readonly pageRooms: boolean
  /** Notifications of the system. */
  readonly notifications: boolean
  /** The browser's keyboard commands. */
  readonly keys: boolean
  /** A mode in which the browser opens only encrypted connections, ours as well. */
  readonly httpsOnlyMode: boolean
  /** Whether a page may choose where sound comes out. */
  readonly pickSpeaker: boolean
}
