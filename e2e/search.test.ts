import { describe, expect } from 'vitest'
import { until, type Panel } from '../testing/browsers/panel.ts'
import { deleteFromHistory, writeLongHistory } from '../testing/browsers/long-history.ts'
import { test } from './support/test.ts'

const browsers = ['chromium', 'firefox'] as const

/** What has the focus, what it says, and whether it is in sight. */
const focused = (panel: Panel) =>
  panel.evaluate(() => {
    const element = document.activeElement
    const { top = -1, bottom = -1 } = element?.getBoundingClientRect() ?? {}
    const log = document.querySelector('.scroller')?.getBoundingClientRect()
    const isInSight = log !== undefined && top >= log.top && bottom <= log.bottom
    return { tag: element?.tagName, text: element?.textContent ?? '', isInSight }
  })

async function openSearch(panel: Panel) {
  await panel.press('Control+f')
  await until(
    'the field of the search, with the focus',
    () => panel.evaluate(() => document.activeElement?.getAttribute('aria-label')),
    (label) => label === 'Search messages',
  )
}

const results = (panel: Panel) =>
  panel.evaluate(() => [...document.querySelectorAll('.excerpt')].map(({ textContent }) => textContent))

const finds = (panel: Panel, ...texts: string[]) =>
  until(
    `${texts.join(', ')} among the results`,
    () => results(panel),
    (found) => JSON.stringify(found) === JSON.stringify(texts),
  )

const ledTo = (panel: Panel, text: string) =>
  until(
    `the message "${text}" in sight, with the focus`,
    () => focused(panel),
    (found) => found.tag === 'ARTICLE' && found.text.includes(text) && found.isInSight,
  )

const rowCount = (panel: Panel) =>
  panel.evaluate(() => document.querySelectorAll('[role=log] article').length)

describe.each(browsers)('search in %s', (kind) => {
  test('finds by keyboard and by mouse what was said thousands of messages ago, and leads there', async ({
    relay,
    start,
  }) => {
    const ada = await start[kind]('Ada')
    const panel = ada.panel()
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    await writeLongHistory(panel, 6_000, {
      900: '我们明天在东京见面',
      1_000: 'Das Café in der Straße',
      1_100: 'พรุ่งนี้กินข้าวที่บ้าน',
      1_200: 'a secret that is deleted',
    })
    await ada.say('The newest words')
    await ada.sees('The newest words')

    await openSearch(panel)
    await panel.type('CAFE')
    await finds(panel, 'Das Café in der Straße')
    expect(await panel.evaluate(() => document.querySelector('mark')?.textContent)).toBe('Café')
    await panel.press('ArrowDown')
    await panel.press('Enter')
    await ledTo(panel, 'Das Café in der Straße')
    expect(await rowCount(panel)).toBeLessThanOrEqual(200)

    await panel.click('button', 'Jump to newest')
    await until(
      'the newest message',
      () => panel.evaluate(() => [...document.querySelectorAll('article')].at(-1)?.textContent ?? ''),
      (text) => text.includes('The newest words'),
    )

    await openSearch(panel)
    await panel.type('东京')
    await finds(panel, '我们明天在东京见面')
    await panel.click('button', '我们明天在东京见面')
    await ledTo(panel, '我们明天在东京见面')

    await openSearch(panel)
    await panel.type('ข้าว')
    await finds(panel, 'พรุ่งนี้กินข้าวที่บ้าน')
    await panel.press('Control+a')
    await panel.type('secret')
    await finds(panel, 'a secret that is deleted')
    await deleteFromHistory(panel, 'a secret that is deleted')
    await panel.type(' ')
    await panel.press('Backspace')
    await finds(panel)
    await until(
      'that nothing was found',
      () => panel.evaluate(() => document.querySelector('[role=dialog] [role=status]')?.textContent),
      (text) => text === 'No messages found.',
    )

    await panel.press('Escape')
    await until(
      'no search',
      () => panel.evaluate(() => document.querySelector('[role=dialog]') === null),
      (isGone) => isGone,
    )
  })

  test('looks into all rooms, and leads into one that was left', async ({ relay, start }) => {
    const ada = await start[kind]('Ada')
    const panel = ada.panel()
    await ada.join({ relayUrl: relay.url, room: 'kitchen' })
    await ada.status(/^Waiting/)
    await ada.say('Tea is ready')
    await ada.sees('Tea is ready')
    await ada.leave()
    await ada.join({ relayUrl: relay.url, room: 'garden' })
    await ada.status(/^Waiting for others in garden/)
    await ada.say('No tea here')
    await ada.sees('No tea here')

    await openSearch(panel)
    await panel.type('tea')
    await finds(panel, 'No tea here')
    await panel.click('radio', 'All rooms')
    await finds(panel, 'No tea here', 'Tea is ready')
    await panel.click('button', 'Tea is ready')
    await ledTo(panel, 'Tea is ready')
    await ada.status(/^Waiting for others in kitchen/)
  })
})
