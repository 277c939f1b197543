import { browser } from 'wxt/browser'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { canonicalPageAddress, type PageScope } from '@/engine/wire/page-address.ts'
import { platform } from './current.ts'
import { hasApi } from './has-api.ts'
import { loadChosenWords, onLanguageChange } from './language.ts'
import { shareMenuItem } from './page-shares.ts'
import { t } from '@/words/words.ts'

/** The menu items and the keyboard commands (wxt.config.ts) carry the same names. */
const scopes: Readonly<Record<string, PageScope>> = { 'join-page': 'page', 'join-site': 'site' }

/** What the browser tells of a tab, with `activeTab` also its address. */
interface AskingTab {
  readonly windowId: number
  readonly url?: string | undefined
}

/**
 * Takes a person's wish to join the room of the page in sight, from the context menu or the keyboard: both grant
 * `activeTab`, and with it the page's address, until the tab goes elsewhere. The panel of that window does the rest,
 * since it may have to ask for a name and has to say what went wrong.
 *
 * Call it in the first turn: a listener that is there later misses what woke the background.
 */
export function listenForPageRequests() {
  const database = new SidetoneDatabase()

  function ask(scope: PageScope, tab: AskingTab | undefined, pageUrl: string | undefined) {
    if (!tab) return
    // First: the gesture does not outlive an `await`.
    platform.openPanel(tab.windowId)
    const { windowId } = tab
    const page = canonicalPageAddress(pageUrl ?? tab.url ?? '', scope)
    // A panel may never come for it: nothing lies on disk that the room's name does not say. A page without a room has
    // no address, and the panel says that it has none.
    const url = 'address' in page ? page.address : ''
    const request = { windowId, url, scope, atMs: Date.now() }
    void database.pageRequests.put(request).catch((error: unknown) => {
      console.error('The wish to join a page’s room could not be passed on', error)
    })
  }

  if (hasApi('commands')) {
    browser.commands.onCommand.addListener((command, tab) => {
      const scope = scopes[command]
      if (scope) ask(scope, tab, undefined)
    })
  }
  if (!hasApi('contextMenus')) return
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const scope = scopes[String(info.menuItemId)]
    if (scope) ask(scope, tab, info.pageUrl)
  })
  // Browsers keep the items; made again, they follow the language.
  const remake = () => makeMenu(database)
  browser.runtime.onInstalled.addListener(remake)
  browser.runtime.onStartup.addListener(remake)
  onLanguageChange(remake)
}

/** One after the other: two at once would make the items twice. */
let making = Promise.resolve()

function makeMenu(database: SidetoneDatabase) {
  making = making
    .then(() => remakeMenu(database))
    .catch((error: unknown) => console.error('The menu could not be made', error))
}

async function remakeMenu(database: SidetoneDatabase) {
  await loadChosenWords(database)
  await browser.contextMenus.removeAll()
  const titles = { 'join-page': t('manifest-join-page'), 'join-site': t('manifest-join-site') }
  for (const [id, title] of Object.entries(titles)) {
    browser.contextMenus.create({ id, title, contexts: ['page', 'frame', 'selection', 'action'] })
  }
  const { id, title, contexts } = shareMenuItem
  browser.contextMenus.create({ id, title: title(), contexts: [...contexts] })
}
