import * as v from 'valibot'
import { until } from './panel.ts'

export const treeSchema = v.object({
  contexts: v.tupleWithRest([v.object({ context: v.string() })], v.unknown()),
})

/** In CSS pixels from the page's corner. */
interface Place {
  readonly x: number
  readonly y: number
}

/** Runs an expression in the browser's own window and gives its value as text. */
type InChrome = (expression: string) => Promise<string | undefined>

/** The page in Firefox's tab, and what a person does there with the browser itself: its keys and its menu. */
export function createFirefoxPage(
  inChrome: InChrome,
  send: (method: string, params: object) => Promise<unknown>,
  extensionId: string,
) {
  /** Events of the window's own input, which it takes for the person's. */
  const typing = (keys: string) => `(() => {
    const typist = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor)
    typist.beginInputTransactionForTests(window)
    const keys = ${keys}.map(([key, code, keyCode]) => new KeyboardEvent('', { key, code, keyCode }))
    for (const key of keys) typist.keydown(key)
    for (const key of keys.reverse()) typist.keyup(key)
  })()`

  /** Moves the mouse somewhere on the page, and presses these buttons one after the other. */
  async function point({ x, y }: Place, buttons: readonly number[]) {
    const tree = v.parse(treeSchema, await send('browsingContext.getTree', {}))
    const actions = [
      { type: 'pointerMove', x, y },
      ...buttons.flatMap((button) => [
        { type: 'pointerDown', button },
        { type: 'pointerUp', button },
      ]),
    ]
    const mouse = { type: 'pointer', id: 'mouse', actions }
    await send('input.performActions', { context: tree.contexts[0].context, actions: [mouse] })
  }

  return {
    /** Shows a page in the tab, and gives it the focus. */
    async open(url: string) {
      await inChrome(`gBrowser.selectedBrowser.fixupAndLoadURIString(${JSON.stringify(url)}, {
        triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
      })`)
      await until(
        `the page ${url}`,
        () => inChrome('gBrowser.currentURI.spec + " " + gBrowser.selectedTab.hasAttribute("busy")'),
        (shown) => shown === `${url} false`,
      )
      await inChrome('gBrowser.selectedBrowser.focus()')
    },

    /** Presses Alt+Shift+J. */
    pressJoinKey: () =>
      inChrome(typing(`[['Alt', 'AltLeft', 18], ['Shift', 'ShiftLeft', 16], ['J', 'KeyJ', 74]]`)),

    /** Selects the paragraph there, by three clicks. */
    async selectParagraph(place: Place) {
      await point(place, [0, 0, 0])
    },

    /** Opens the menu of what is there on the page by a click, and chooses an item of the extension's by its words. */
    async choose(label: string, place: Place = { x: 200, y: 200 }) {
      await point(place, [2])
      const menu = `document.getElementById('contentAreaContextMenu')`
      const isOpen = (popup: string) => () => inChrome(`${popup}?.state`)
      await until('the page’s menu', isOpen(menu), (state) => state === 'open')
      const own = `[...${menu}.querySelectorAll('menu, menuitem')].find((entry) => entry.id.startsWith('${extensionId.replace(/\W/g, '_')}'))`
      await until(
        'the extension’s menu',
        () => inChrome(`Boolean(${own})`),
        (isThere) => isThere === 'true',
      )
      // Two items of one extension are in a menu of their own.
      if ((await inChrome(`${own}.localName`)) === 'menuitem') {
        await inChrome(`(() => {
          if (${own}.label !== ${JSON.stringify(label)}) throw new Error('There is only ' + ${own}.label)
          ${menu}.activateItem(${own})
        })()`)
        return
      }
      await inChrome(`${own}.openMenu(true)`)
      await until('the open menu', isOpen(`${own}.menupopup`), (state) => state === 'open')
      await inChrome(`(() => {
        const popup = ${own}.menupopup
        popup.activateItem([...popup.children].find((item) => item.label === ${JSON.stringify(label)}))
      })()`)
    },
  }
}
