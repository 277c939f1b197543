import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'
import { violations } from './support/violations.ts'

describe('axe finds nothing, in both themes at 320 px', () => {
  test('the form, a busy room and a broken relay', async ({ relay, start }) => {
    const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
    await ada.browser.panelPage().setViewport({ width: 320, height: 640 })
    await until('the form', () => ada.panel().text('button', 'Start a room of my own'), Boolean)
    expect(await violations(ada)).toEqual([])
    await ada.fill('Your name', ' ')
    await ada.panel().click('button', 'Join')
    await ada.alert(/^Enter your name/)
    expect(await violations(ada)).toEqual([])

    await ada.join({ relayUrl: relay.url, room: 'w'.repeat(100) })
    await bob.join({ relayUrl: relay.url, room: 'w'.repeat(100) })
    await ada.status(/^Connected to Bob/)
    await ada.say('x'.repeat(500))
    await bob.say('A word')
    await ada.sees('A word')
    expect(await violations(ada)).toEqual([])
    for (const [button, opened] of [
      ['Room menu', 'menu'],
      ['People', 'dialog'],
      ['Connection details', 'dialog'],
      ['Rooms', 'nav'],
    ] as const) {
      await ada.panel().click('button', button)
      const isOpen = () =>
        ada
          .panel()
          .evaluate((wanted) => document.querySelector(`[role=${wanted}], ${wanted}.open`) !== null, opened)
      await until(button, isOpen, Boolean)
      expect([button, await violations(ada)]).toEqual([button, []])
      await ada.panel().press('Escape')
      await until(`no ${button}`, isOpen, (is) => !is)
    }

    await bob.leave()
    await relay.kill()
    await ada.alert(/^Lost the relay at /)
    expect(await violations(ada)).toEqual([])
  })
})

test('everything works by keyboard alone, with a visible focus', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  await bob.join({ relayUrl: relay.url })
  const { press, type } = ada.panel()
  const focused = () =>
    ada.panel().evaluate(() => {
      const element = document.activeElement
      const outline = element ? getComputedStyle(element).outlineStyle : 'none'
      return `${element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? ''} ${outline}`
    })
  // The name has the focus when the panel opens.
  await until(
    'the focus',
    () => ada.panel().evaluate(() => document.activeElement?.tagName),
    (tag) => tag === 'INPUT',
  )
  // What is proposed there is written over.
  await type('Ada')
  expect(await ada.panel().value('Your name')).toBe('Ada')
  await press('Tab')
  await press('Tab')
  expect(await focused()).toMatch(/^Start a room of my own (?!none)/)
  await press('Tab')
  expect(await focused()).toMatch(/^Another relay or room (?!none)/)
  await press('Enter')
  await press('Tab')
  await press('Control+a')
  await type(relay.url)
  await press('Tab')
  expect(await focused()).toMatch(/^Test relay (?!none)/)
  await press('Tab')
  expect(await focused()).toMatch(/^No relay yet\? (?!none)/)
  await press('Tab')
  await press('Tab')
  expect(await focused()).toMatch(/^Join (?!none)/)
  await press('Enter')
  await ada.status(/^Connected to Bob\.$/)
  await until('the focus', focused, (name) => name.startsWith('Message'))
  await type('By keyboard')
  await press('Enter')
  await bob.sees('By keyboard')

  // Back from the composer to the list of rooms, and everything on the way can be seen.
  const passed: string[] = []
  while (!passed.at(-1)?.startsWith('Rooms')) {
    await press('Shift+Tab')
    passed.push(await focused())
    expect(passed.length).toBeLessThan(12)
  }
  expect(passed.map((one) => one.split(' ').slice(0, -1).join(' '))).toEqual([
    'Messages',
    'Room menu',
    'Start call',
    'People',
    'Rooms',
  ])
  for (const one of passed) expect(one).not.toMatch(/none$/)
  // Into the menu, and out of the room.
  for (const _ of ['People', 'Start call', 'Room menu']) await press('Tab')
  await press('Enter')
  await until('the menu', focused, (name) => name.startsWith('Copy invite'))
  await press('End')
  await until('the last item', focused, (name) => name.startsWith('Forget room'))
  await press('ArrowUp')
  await until('the item', focused, (name) => name.startsWith('Leave'))
  await press('Enter')
  await until(
    'the form',
    () => ada.panel().text('button', 'Join'),
    (text) => text === 'Join',
  )
})

test('in Chinese the whole panel is Chinese', async ({ relay, start }) => {
  const ada = await start.chromium('小明', { language: 'zh-CN' })
  const { panel } = ada
  await until(
    'the form',
    () => panel().text('button', '加入'),
    (text) => text === '加入',
  )
  await panel().focus('textbox', '你的名字')
  await panel().type('小明')
  await panel().focus('textbox', '中继地址')
  await panel().press('Control+a')
  await panel().type(relay.url)
  await panel().click('button', '加入')
  await until(
    'the status',
    () => panel().text('status', '连接'),
    (text) => text === '正在等待其他人加入“lobby”。',
  )
  await panel().click('button', '房间菜单')
  await panel().click('menuitem', '连接详情')
  await until('the log', () => panel().text('dialog', '连接详情'), Boolean)
  const words = await panel().evaluate(() => document.body.innerText)
  // Only the room's name is not, and in the log WebRTC's own terms and our protocol's, which have no other name.
  const terms = /\b(lobby|hello|offer|answer|ICE|udp|tcp|host|sidetone\.relay\.1)\b/g
  expect(words.replaceAll(terms, '').match(/[a-z]{2,}/gi)).toBeNull()
})
