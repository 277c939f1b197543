import { expect, onTestFinished, test, vi } from 'vitest'
import { browser } from 'wxt/browser'
import { eventually } from '@/engine/testing/eventually.ts'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { listenForPageRequests } from './page-requests.ts'

vi.mock('./current.ts', () => ({ platform: { openPanel: () => undefined } }))

/** Presses the menu item on a page, as the browser tells it. */
function press(menuItemId: string, pageUrl: string) {
  const listeners: ((info: object, tab: object) => void)[] = []
  const ignored = { addListener: () => undefined }
  Object.assign(browser, {
    contextMenus: { onClicked: { addListener: (one: (typeof listeners)[number]) => listeners.push(one) } },
    commands: { onCommand: ignored },
  })
  listenForPageRequests()
  for (const listener of listeners) listener({ menuItemId, pageUrl }, { windowId: 7 })
}

test.each([
  ['join-page', 'https://Example.org/a?token=hush#there', 'https://example.org/a'],
  ['join-site', 'https://example.org/a?token=hush', 'https://example.org'],
  ['join-page', 'chrome://settings/?token=hush', ''],
])('%s at %s lies on disk as %j, without what may be a secret', async (item, pageUrl, url) => {
  const database = new SidetoneDatabase()
  onTestFinished(() => database.pageRequests.clear())
  press(item, pageUrl)
  await eventually(async () => expect(await database.pageRequests.get(7)).toMatchObject({ windowId: 7, url }))
})
