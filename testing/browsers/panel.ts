/** The roles and names by which a person, a screen reader and these tests find things. */
export type Role =
  | 'textbox'
  | 'searchbox'
  | 'button'
  | 'log'
  | 'status'
  | 'list'
  | 'alert'
  | 'checkbox'
  | 'radio'
  | 'navigation'
  | 'dialog'
  | 'tab'
  | 'group'
  | 'menuitem'
  | 'menuitemcheckbox'

/** What a pointer does: a mouse with its main button (0) or the one that opens menus (2), or a finger. */
export type PointerStep =
  | { readonly type: 'move'; readonly x: number; readonly y: number }
  | { readonly type: 'down' | 'up'; readonly button?: 0 | 2 }
  | { readonly type: 'hold'; readonly ms: number }

/** An open panel, in whichever browser: the real side panel or sidebar, with real key presses and clicks. */
export interface Panel {
  click(role: Role, name: string): Promise<void>
  focus(role: Role, name: string): Promise<void>
  /** The visible text of an element, or undefined where there is none. A role without a name: the first of it. */
  text(role: Role, name?: string): Promise<string | undefined>
  /** What stands in a textbox. */
  value(name: string): Promise<string | undefined>
  /** Moves the mouse, or a finger, within the panel, in CSS pixels from its corner, and presses. */
  point(steps: readonly PointerStep[], pointer?: 'mouse' | 'touch'): Promise<void>
  /** Presses one key or a combination, such as `Enter` or `Shift+Enter`. */
  press(keys: string): Promise<void>
  /** Types a text key by key. */
  type(text: string): Promise<void>
  /** Puts a text into the focused textbox as a paste does: at once. */
  paste(text: string): Promise<void>
  /** Runs a function in the panel's page; arguments and result travel as JSON. */
  evaluate<Args extends unknown[], Result>(
    run: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>
  screenshot(file: string): Promise<void>
}

export interface PanelSize {
  readonly width: number
  readonly height: number
  /** 2 is 200 %. */
  readonly zoom?: number
}

/** One browser process with the extension in it. */
export interface Browser {
  readonly kind: 'chromium' | 'firefox'
  /** The browser's main process, which leads the group of all of its. */
  readonly processId: number
  /** Opens the panel by the toolbar action. */
  openPanel(): Promise<Panel>
  /** Waits for the panel that the extension opens by itself. */
  openedPanel(): Promise<Panel>
  closePanel(): Promise<void>
  /** Keeps an accessibility tree of the open panel from now on, as with a screen reader. */
  keepAccessibilityTree(): Promise<void>
  /** Gives the open panel a size in pixels of the screen, and a zoom, 1 unless told. */
  resizePanel(size: PanelSize): Promise<void>
  /** What the extension's pages wrote to their consoles. */
  readonly console: readonly string[]
  quit(): Promise<void>
}

/** A function call as an expression for another realm, which gives its result as JSON. */
export function asExpression(run: (...args: never[]) => unknown, args: unknown[]): string {
  return `(async () => JSON.stringify(await (${run.toString()})(...${JSON.stringify(args)})) ?? 'null')()`
}

/**
 * Waits until `read` gives something that `isIt` accepts, and gives it back. The time-out is for the broken case:
 * a test never waits for a time to pass.
 */
export async function until<Value>(
  what: string,
  read: () => Promise<Value>,
  isIt: (value: Value) => boolean,
  timeoutMs = 90_000,
): Promise<Value> {
  const deadlineMs = Date.now() + timeoutMs
  let last: Value
  for (;;) {
    // A machine that stood still while we slept gets one more look.
    const isLast = Date.now() >= deadlineMs
    last = await read()
    if (isIt(last)) return last
    if (isLast) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  const words = JSON.stringify([last]).slice(1, -1)
  throw new Error(
    `Waited ${timeoutMs} ms for ${what}; it was last: ${words.length > 900 ? `…${words.slice(-900)}` : words}`,
  )
}
