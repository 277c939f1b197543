import { describe, expect } from 'vitest'
import { until, type PanelSize, type Role } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { meet } from './support/meet.ts'
import { test } from './support/test.ts'
import { unreachable } from './support/unreachable.ts'

const narrow: PanelSize = { width: 320, height: 600 }

/** From Firefox's narrowest sidebar to a wide one, and what is left of them when they are enlarged. */
const sizes: PanelSize[] = [
  { width: 196, height: 600 },
  { width: 360, height: 600, zoom: 2 },
  { width: 800, height: 600 },
  { width: 800, height: 600, zoom: 2 },
  { width: 800, height: 600, zoom: 4 },
]

async function resize(person: Person, size: PanelSize) {
  await person.browser.resizePanel(size)
  const wanted = Math.round(size.width / (size.zoom ?? 1))
  await until(
    `a panel of ${wanted} px`,
    () => person.panel().evaluate(() => innerWidth),
    (width) => Math.abs(width - wanted) <= 1,
  )
}

/** What cannot be reached at each size, by the size. */
async function expectReachable(person: Person, state: string) {
  for (const size of sizes) {
    await resize(person, size)
    const { width, zoom = 1 } = size
    // Layout follows the size in its own time.
    await until(
      `everything of ${state} within reach at ${width} px and ${zoom * 100} %`,
      () => unreachable(person.panel()),
      (names) => names.length === 0,
      20_000,
    )
  }
}

/** How the panel's height and lines are used. */
const measure = (person: Person) =>
  person.panel().evaluate(() => {
    const rect = (selector: string) =>
      document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
    const scroller = rect('.scroller')
    const items = [...document.querySelectorAll('[role=log] .item')].map((item) =>
      item.getBoundingClientRect(),
    )
    const seen = items.filter(({ bottom, top }) => top >= scroller.top - 1 && bottom <= scroller.bottom + 1)
    const send = rect('.send')
    return {
      share: (rect('.history').height + rect('.composer').height) / innerHeight,
      headerPx: rect('main.room > header').height,
      inSight: seen.length,
      isAtEnd: seen.length > 0 && seen.at(-1) === items.at(-1),
      lowestPx: Math.min(...items.map(({ height }) => height)),
      sendPx: [send.width, send.height],
      ownNames: document.querySelectorAll('.own .author').length,
    }
  })

describe.each(['chromium', 'firefox'] as const)('panel in %s', (kind) => {
  test('at 320 × 600 the conversation has the room: 88 % of the height, and short messages a line each', async ({
    relay,
    start,
  }) => {
    const { ada, bob } = await meet(kind, start, relay.url)
    await resize(ada, narrow)
    // As people talk: a few lines each.
    const speakers = [ada, ada, ada, bob, bob, bob, bob]
    for (let count = 0; count < 3 * speakers.length; count += 1) {
      const panel = (speakers[count % speakers.length] ?? ada).panel()
      await panel.focus('textbox', 'Message')
      await panel.paste(`Short ${count}.`)
      await panel.press('Enter')
      await ada.sees(`Short ${count}.`)
    }
    await until(
      'the newest in sight',
      () => measure(ada),
      ({ isAtEnd }) => isAtEnd,
    )
    const found = await measure(ada)
    expect(found.share).toBeGreaterThanOrEqual(0.88)
    expect(found.headerPx).toBeLessThanOrEqual(48)
    expect(found.lowestPx).toBeLessThanOrEqual(32)
    expect(found.sendPx).toEqual([36, 36])
    expect(found.ownNames).toBe(0)
    expect(await ada.panel().text('button', 'Send')).toBeDefined()
    // With the names of those who speak.
    expect(found.inSight).toBeGreaterThanOrEqual(15)
  })

  test('the composer grows with what is written, up to a third of the panel, and shrinks again', async ({
    relay,
    start,
  }) => {
    const ada = await start[kind]('Ada')
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    await resize(ada, narrow)
    const heightPx = () => ada.panel().evaluate(() => document.querySelector('textarea')?.offsetHeight ?? 0)
    const emptyPx = await heightPx()
    await ada.panel().focus('textbox', 'Message')
    await ada.panel().paste('five\nlines\nof\nmany\nwords')
    await until('five lines', heightPx, (px) => px > emptyPx + 3 * 15)
    await ada.panel().paste('\nand more'.repeat(40))
    await until('the most', heightPx, (px) => px >= 600 * 0.3 && px <= 600 * 0.36)
    await ada.panel().press('Control+a')
    await ada.panel().press('Backspace')
    await until('one line', heightPx, (px) => px === emptyPx)
  })

  test('everything is within reach from 196 to 800 px and at 200 and 400 %', async ({ relay, start }) => {
    const ada = await start[kind]('Ada')
    await until('the form', () => ada.panel().text('button', 'Join'), Boolean)
    await expectReachable(ada, 'the form')
    await resize(ada, narrow)
    await ada.join({ relayUrl: relay.url, room: 'A room with a name of some length' })
    await ada.status(/^Waiting/)
    await ada.say('First '.repeat(40))
    await ada.sees('First')
    await expectReachable(ada, 'the room')
    for (const [button, role, name] of screens) {
      await resize(ada, narrow)
      await ada.panel().click('button', button)
      await until(name, () => ada.panel().text(role, name), Boolean)
      await expectReachable(ada, name)
      await resize(ada, narrow)
      await ada.panel().press('Escape')
      await until(
        `no ${name}`,
        () =>
          ada.panel().evaluate(() => document.querySelector('[role=dialog], [role=menu], nav.open') === null),
        Boolean,
      )
    }
  })
})

test('in a call at 320 × 600 the conversation has 80 % of the height', async ({ relay, start }) => {
  const ada = await start.chromium('Ada', {
    args: ['--use-fake-device-for-media-stream'],
    microphone: 'granted',
  })
  await ada.join({ relayUrl: relay.url })
  await ada.status(/^Waiting/)
  await resize(ada, narrow)
  await ada.panel().click('button', 'Start call')
  await until(
    'the call',
    () => ada.panel().text('button', 'Hang up'),
    (text) => text !== undefined,
  )
  await until(
    'the call in one line',
    async () => (await measure(ada)).share,
    (share) => share >= 0.8 && share < 0.92,
  )
})

// Firefox up to 152 has none, and the manifest allows 140.
test('without field-sizing the composer grows, too', async ({ relay, start }) => {
  const ada = await start.chromium('Ada')
  const page = ada.browser.panelPage()
  await page.evaluateOnNewDocument(() => {
    const supports = CSS.supports.bind(CSS)
    CSS.supports = (...words: [string]) => words[0] !== 'field-sizing' && supports(...words)
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('textarea { field-sizing: fixed !important }')
      document.adoptedStyleSheets.push(sheet)
    })
  })
  await page.reload()
  await ada.join({ relayUrl: relay.url })
  await ada.status(/^Waiting/)
  const heightPx = () => ada.panel().evaluate(() => document.querySelector('textarea')?.offsetHeight ?? 0)
  const emptyPx = await heightPx()
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().paste('five\nlines\nof\nmany\nwords')
  await until('five lines', heightPx, (px) => px > emptyPx + 3 * 15)
  await ada.panel().press('Control+a')
  await ada.panel().press('Backspace')
  await until('one line', heightPx, (px) => px === emptyPx)
})

/** What a button opens: its name, and what is to be seen then. */
const screens: [button: string, role: Role, name: string][] = [
  ['Rooms', 'button', 'New room'],
  ['Room menu', 'menuitem', 'Leave'],
  ['People', 'dialog', 'People'],
  ['Copy invite', 'button', 'Close'],
  ['Rename', 'button', 'Close'],
  ['Change relay', 'button', 'Close'],
  ['Connection details', 'button', 'Close'],
  ['Forget room', 'button', 'Close'],
  ['New room', 'button', 'Close'],
  ['Join room', 'button', 'Close'],
  ['Settings', 'button', 'Close'],
]
