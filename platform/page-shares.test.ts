import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { browser } from 'wxt/browser'
import { eventually } from '@/engine/testing/eventually.ts'
import { listenForPageShares, onPageShare } from './page-shares.ts'

vi.mock('./current.ts', () => ({ platform: { openPanel: () => undefined } }))
let ownWindow = 7
vi.mock('./panel-window.ts', () => ({ windowOfPanel: () => Promise.resolve(ownWindow) }))

/** As the browser's own, of which happy-dom has none: one after the other, in all documents. */
let turn: Promise<unknown> = Promise.resolve()
vi.stubGlobal('navigator', {
  locks: { request: (_: string, act: () => Promise<void>) => (turn = turn.then(act)) },
})

type Click = (info: object, tab?: object) => void
let click: Click

beforeEach(async () => {
  ownWindow = 7
  await browser.storage.session.clear()
  Object.assign(browser, {
    contextMenus: { onClicked: { addListener: (listener: Click) => (click = listener) } },
  })
  listenForPageShares()
})

/** Chooses "Send to Sidetone" on a page of that window. */
const send = (pageUrl: string, windowId = 7, menuItemId = 'share') =>
  click({ menuItemId, pageUrl }, { windowId })

function openPanel() {
  const taken: string[] = []
  onTestFinished(onPageShare((text) => taken.push(text)))
  return taken
}

const waiting = async () => Object.values(await browser.storage.session.get(null))

test('what was sent before the panel opened is there when it does, in order and once', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  send('https://example.org/one')
  vi.advanceTimersByTime(1)
  send('https://example.org/two')
  await eventually(async () => expect(await waiting()).toHaveLength(2))
  const [taken, other] = [openPanel(), openPanel()]
  await eventually(() => expect(taken).toEqual(['https://example.org/one', 'https://example.org/two']))
  await eventually(async () => expect(await waiting()).toEqual([]))
  expect(other).toEqual([])
})

test('what is sent to an open panel reaches it', async () => {
  const taken = openPanel()
  send('https://example.org/one')
  await eventually(() => expect(taken).toEqual(['https://example.org/one']))
})

test('a panel takes nothing that was sent in another window, and nothing of other menu items', async () => {
  const taken = openPanel()
  send('https://example.org/other', 8)
  send('https://example.org/join', 7, 'join-page')
  send('https://example.org/one')
  await eventually(() => expect(taken).toEqual(['https://example.org/one']))
  expect(await waiting()).toEqual([expect.objectContaining({ windowId: 8 })])
})

test('what no panel came for is taken away unread', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  send('https://example.org/secret', 8)
  await eventually(async () => expect(await waiting()).toHaveLength(1))
  vi.advanceTimersByTime(61_000)
  const taken = openPanel()
  await eventually(async () => expect(await waiting()).toEqual([]))
  expect(taken).toEqual([])
})
