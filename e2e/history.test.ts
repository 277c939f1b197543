import { describe, expect } from 'vitest'
import { until, type Panel } from '../testing/browsers/panel.ts'
import { writeLongHistory } from '../testing/browsers/long-history.ts'
import { test } from './support/test.ts'

const browsers = ['chromium', 'firefox'] as const

/** Scrolls the messages to a place, as a wheel would: 0 is the beginning of what is loaded, 1 its end. */
const scrollTo = (panel: Panel, part: number) =>
  panel.evaluate((share) => {
    const scroller = document.querySelector('.scroller')
    if (scroller) scroller.scrollTop = share * scroller.scrollHeight
  }, part)

/** The first message that is wholly in sight, and where. */
const firstInSight = (panel: Panel) =>
  panel.evaluate(() => {
    const topOfAll = document.querySelector('.scroller')?.getBoundingClientRect().top ?? 0
    const row = [...document.querySelectorAll('[role=log] article')].find(
      (one) => one.getBoundingClientRect().top >= topOfAll,
    )
    const text = /Old message \d+(?= |\n|\d\d?:)/.exec(row?.textContent ?? '')?.[0]
    return {
      text: text ?? row?.textContent ?? '',
      topPx: Math.round((row?.getBoundingClientRect().top ?? 0) - topOfAll),
    }
  })

const messages = (panel: Panel) =>
  panel.evaluate(() =>
    [...document.querySelectorAll('[role=log] article .message-text')].map((one) => one.textContent),
  )

/** Collects what is said to a screen reader from now on. */
const listen = (panel: Panel) =>
  panel.evaluate(() => {
    const region = document.querySelector('.history [aria-live=polite]')
    const said: string[] = []
    Object.assign(window, { said })
    if (!region) return
    new MutationObserver(() => said.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
const said = (panel: Panel) =>
  panel.evaluate(() => (window as unknown as { said: string[] }).said.filter((text) => text !== ''))

describe.each(browsers)('a long history in %s', (kind) => {
  test('is read by scrolling to its beginning and back, a page at a time, and stays where it is read', async ({
    relay,
    start,
  }) => {
    const [ada, bob] = await Promise.all([start[kind]('Ada'), start.chromium('Bob')])
    const panel = ada.panel()
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    await writeLongHistory(panel, 450, {})
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await bob.say('Now')
    await ada.sees('Now')
    await until(
      'a page',
      () => messages(panel),
      (shown) => shown.length === 100 && shown.at(-1) === 'Now',
    )
    await until(
      'what is said to a screen reader',
      () => panel.evaluate(() => document.querySelector('.history [aria-live=polite]') !== null),
      (isThere) => isThere,
    )
    await listen(panel)

    await until(
      'the first message',
      async () => {
        await scrollTo(panel, 0)
        const shown = await messages(panel)
        expect(shown.length).toBeLessThanOrEqual(200)
        return shown
      },
      (shown) => shown[0] === 'Old message 1',
    )
    // Days do not come twice, and each has its messages.
    const days = await panel.evaluate(() =>
      [...document.querySelectorAll('.day')].map((day) => [
        day.textContent,
        day.nextElementSibling?.querySelector('article') ? 'a message' : 'none',
      ]),
    )
    expect(new Set(days.map(([day]) => day)).size).toBe(days.length)
    expect(days.map(([, next]) => next)).toEqual(days.map(() => 'a message'))
    expect(await panel.text('button', 'Show earlier messages')).toBeUndefined()

    // Somewhere in the middle of what is loaded, so that nothing more has to be.
    await scrollTo(panel, 0.4)
    const before = await firstInSight(panel)
    expect(before.text).toMatch(/^Old message \d+$/)
    for (let n = 1; n <= 5; n++) await bob.say(`News ${n}`)
    await until(
      'the button that counts five',
      () => panel.text('button', '5 new messages'),
      (text) => text !== undefined,
    )
    expect(await firstInSight(panel)).toEqual(before)
    // Pages of history and what is counted say nothing by themselves.
    expect(await said(panel)).toEqual([])

    await panel.click('button', '5 new messages')
    await ada.sees('News 5')
    expect((await messages(panel)).slice(-6)).toEqual([
      'Now',
      'News 1',
      'News 2',
      'News 3',
      'News 4',
      'News 5',
    ])
    // The line stands where reading stopped.
    expect(
      await panel.evaluate(
        () => document.querySelector('[role=log] .unread')?.nextElementSibling?.textContent,
      ),
    ).toContain('News 1')
    await until(
      'no button at the end',
      () => panel.evaluate(() => document.querySelector('.jump') === null),
      (isGone) => isGone,
    )

    await bob.say('And one more')
    await ada.sees('And one more')
    await until(
      'that it is said once',
      () => said(panel),
      (all) => all.includes('Bob: And one more'),
    )
    await ada.say('Thanks')
    await ada.sees('Thanks')
    expect(await panel.evaluate(() => document.querySelector('[role=log] .unread'))).toBeNull()
    expect(await said(panel)).toEqual(['Bob: And one more'])
  })
})
