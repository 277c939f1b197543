import { expect, onTestFinished } from 'vitest'
import type { ChromiumBrowser } from '../testing/browsers/chromium.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { composes } from './support/messages.ts'
import { workerOf } from './support/notifications.ts'
import { servePage } from './support/serve-page.ts'
import { test } from './support/test.ts'

/** Where things are on the page, each below the other. */
const paragraph = { x: 60, y: 20 }
const link = { x: 60, y: 120 }
const image = { x: 60, y: 220 }
const nothing = { x: 60, y: 400 }

async function startSite() {
  const at = (top: number) => `style="position: absolute; left: 10px; top: ${top}px; margin: 0"`
  const site = await servePage(`
    <p ${at(10)}>Stars are far away.</p>
    <a ${at(110)} href="/moons?of=mars#two">Moons</a>
    <img ${at(200)} src="/pictures/phobos.svg" alt="Phobos" width="120" height="60">`)
  onTestFinished(site.close)
  return site
}

/** Sends what stands in the composer: that is left to the person. */
async function sendIt(person: Person, text: string) {
  await person.panel().focus('textbox', 'Message')
  await person.panel().press('Enter')
  await person.sees(text)
  await composes(person, '')
}

async function joinLobby(person: Person, relayUrl: string) {
  await person.join({ relayUrl })
  await person.status(/^Waiting for others in lobby\.$/)
}

test('Firefox: the page’s menu puts selection, link, image and page into the composer', async ({
  relay,
  start,
}) => {
  const { origin } = await startSite()
  const ada = await start.firefox('Ada')
  const { page } = ada.browser
  await joinLobby(ada, relay.url)
  await page.open(`${origin}/stars`)
  const choose = (place: { x: number; y: number }) => page.choose('Send to Sidetone', place)

  await choose(link)
  await composes(ada, `${origin}/moons?of=mars#two`)
  // What comes next goes below it.
  await choose(image)
  await composes(ada, `${origin}/moons?of=mars#two\n${origin}/pictures/phobos.svg`)
  await sendIt(ada, `${origin}/pictures/phobos.svg`)
  await choose(nothing)
  await composes(ada, `${origin}/stars`)
  await sendIt(ada, `${origin}/stars`)

  // With the sidebar closed it opens for it.
  await ada.closePanel()
  await page.selectParagraph(paragraph)
  await choose(paragraph)
  await ada.seesPanelOpen()
  await composes(ada, `> Stars are far away.\n${origin}/stars`)
})

/**
 * What Chromium tells the extension of a press in the page's menu. The menu itself is the browser's, and no test reaches
 * into it (e2e/page-room.test.ts does by keys, on a real desktop), so the press is simulated: it is no gesture, and
 * the panel has to be open already.
 */
async function pressInMenu(person: Person<ChromiumBrowser>, info: Partial<chrome.contextMenus.OnClickData>) {
  const worker = await workerOf(person)
  await worker.evaluate(async (clicked) => {
    const [tab] = await chrome.tabs.query({ active: true })
    const { onClicked } = chrome.contextMenus
    const dispatch: unknown = Reflect.get(onClicked, 'dispatch')
    if (typeof dispatch !== 'function') throw new Error('Chromium’s events cannot be told of any more.')
    Reflect.apply(dispatch, onClicked, [{ menuItemId: 'share', editable: false, ...clicked }, tab])
  }, info)
}

test('Chromium: what its menu tells of selection, link, image and page goes into the composer', async ({
  relay,
  start,
}) => {
  const { origin } = await startSite()
  const pageUrl = `${origin}/stars`
  const ada = await start.chromium('Ada', { page: pageUrl })
  await joinLobby(ada, relay.url)

  await pressInMenu(ada, { pageUrl, linkUrl: `${origin}/moons` })
  await composes(ada, `${origin}/moons`)
  await pressInMenu(ada, { pageUrl, mediaType: 'image', srcUrl: `${origin}/pictures/phobos.svg` })
  await composes(ada, `${origin}/moons\n${origin}/pictures/phobos.svg`)
  await sendIt(ada, `${origin}/pictures/phobos.svg`)
  await pressInMenu(ada, { pageUrl, selectionText: 'Stars are far away.\n\nVery far.' })
  await composes(ada, `> Stars are far away.\n>\n> Very far.\n${pageUrl}`)
  await sendIt(ada, 'Very far.')
  await pressInMenu(ada, { pageUrl })
  await composes(ada, pageUrl)
  await sendIt(ada, pageUrl)

  // A link that is dragged in from the page, by the browser's own events. On the composer it goes where it is dropped.
  const { mouse } = ada.browser.panelPage()
  const url = `${origin}/comets`
  const data = { items: [{ mimeType: 'text/uri-list', data: url }], dragOperationsMask: 1 }
  await mouse.dragEnter({ x: 100, y: 200 }, data)
  await mouse.dragOver({ x: 100, y: 200 }, data)
  await mouse.drop({ x: 100, y: 200 }, data)
  await composes(ada, url)
})

test('Firefox: a link or a text that is dropped on the sidebar goes into the composer, a file does not', async ({
  relay,
  start,
}) => {
  const ada = await start.firefox('Ada')
  await joinLobby(ada, relay.url)
  /** No driver drags between a page and the sidebar: the events are made up, with the data as Firefox gives it. */
  const drop = (kinds: Record<string, string>, fileName = '') =>
    ada.panel().evaluate(
      (given, file) => {
        const dataTransfer = new DataTransfer()
        for (const [kind, data] of Object.entries(given)) dataTransfer.setData(kind, data)
        if (file !== '') dataTransfer.items.add(new File(['x'], file))
        const log = document.querySelector('[role=log]')
        const fire = (type: string) =>
          log?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
        // Nobody can drop where nobody takes it.
        return fire('dragover') === false && fire('drop') === false
      },
      kinds,
      fileName,
    )
  expect(await drop({ 'text/uri-list': '# stars\r\nhttps://stars.example/\r\nhttps://moons.example/' })).toBe(
    true,
  )
  await composes(ada, 'https://stars.example/\nhttps://moons.example/')
  expect(await drop({}, 'stars.txt')).toBe(false)
  expect(await drop({ 'text/plain': 'and comets' })).toBe(true)
  await until(
    'both, and no file',
    () => ada.panel().value('Message'),
    (text) => text === 'https://stars.example/\nhttps://moons.example/\nand comets',
  )
})
