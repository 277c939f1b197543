import { describe, expect, test } from 'vitest'
import type { ChromiumBrowser } from '../testing/browsers/chromium.ts'
import type { FirefoxBrowser } from '../testing/browsers/firefox.ts'
import { until, type Panel } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { startCompany } from './support/company.ts'
import { act, composes, log, sees, seesNo } from './support/messages.ts'
import { turnAway, workerOf } from './support/notifications.ts'

/** Notes whatever any live region of the panel says from now on, but what stands in the list of messages. */
const listen = (panel: Panel) =>
  panel.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const live = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]'
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(live)
        if (!region || region.getAttribute('aria-live') === 'off') continue
        // What goes is not said.
        const isText = target.nodeType === Node.TEXT_NODE
        const text = isText ? target.textContent : [...addedNodes].map((node) => node.textContent).join('')
        if (text?.trim()) said.push(text.trim())
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
const said = (panel: Panel) => panel.evaluate(() => (window as unknown as { said: string[] }).said)

const badgeOf = async (person: Person) =>
  person.browser.kind === 'firefox'
    ? (person as Person<FirefoxBrowser>).browser.toolbarBadge()
    : (await workerOf(person as Person<ChromiumBrowser>)).evaluate(() => chrome.action.getBadgeText({}))

describe.each(['chromium', 'firefox'] as const)('in %s', (kind) => {
  const company = startCompany(kind)

  test('one new message is announced once; deliveries, reactions, edits, deletions and pins not at all', async () => {
    const { ada, bob } = company()
    await bob.say('to begin with')
    await ada.sees('to begin with')
    await until(
      'what is said to a screen reader',
      () => ada.panel().evaluate(() => document.querySelector('.history [aria-live=polite]') !== null),
      Boolean,
    )
    await listen(ada.panel())
    await bob.say('Good morning')
    await until(
      'the announcement',
      () => said(ada.panel()),
      (words) => words.length > 0,
    )
    await ada.say('Good morning, Bob')
    await sees(ada, /Good morning, Bob[^]*(✓✓|Seen by)/)
    await act(bob, 'Good morning, Bob', '🎉', 'mouse')
    await sees(ada, /🎉/)
    await act(bob, 'Good morning', 'Pin', 'keyboard')
    await until(
      'the pin',
      () => ada.panel().evaluate(() => document.querySelector('.pinned') !== null),
      Boolean,
    )
    await bob.say('a word to change')
    await ada.sees('a word to change')
    await act(bob, 'a word to change', 'Edit', 'mouse')
    await composes(bob, 'a word to change')
    await bob.fill('Message', 'a changed word')
    await bob.panel().press('Enter')
    await sees(ada, /a changed word\s*edited/)
    await act(bob, 'a changed word', 'Delete', 'mouse')
    await bob.panel().click('button', 'Delete')
    await seesNo(ada, /a changed word/)
    // What comes last tells that nothing more was to come before it.
    await bob.say('Good morning')
    const last = await until(
      'three announcements',
      () => said(ada.panel()),
      (words) => words.filter((one) => one === 'Bob: Good morning').length === 2,
    )
    // That may come once the announcer is there.
    expect(last.filter((one) => one !== 'Bob: to begin with')).toEqual([
      'Bob: Good morning',
      'Bob: a word to change',
      'Bob: Good morning',
    ])
  })

  test('turning to a room, and what it caught up with, is not announced', async () => {
    const { ada, bob, relay } = company()
    await turnAway(ada, relay.url)
    await listen(ada.panel())
    await bob.say('said while another room is shown')
    await ada.panel().click('button', 'lobby')
    await ada.sees('said while another room is shown')
    await bob.say('said to her face')
    const words = await until(
      'the announcement',
      () => said(ada.panel()),
      (all) => all.includes('Bob: said to her face'),
    )
    expect(words.filter((one) => one.startsWith('Bob: '))).toEqual(['Bob: said to her face'])
    expect(words.join()).not.toContain('another room is shown')
  })

  test('with the panel closed messages are counted, and reactions, edits, pins and deletions are not', async () => {
    const { ada, bob } = company()
    await ada.say('of mine')
    await bob.sees('of mine')
    await bob.say('old words of Bob’s')
    await ada.sees('old words of Bob’s')
    await bob.say('to be deleted later')
    await ada.sees('to be deleted later')
    await ada.panel().click('button', 'Second')
    await ada.status(/Second/)
    await until(
      'nothing unread',
      () => badgeOf(ada),
      (badge) => badge === '',
    )
    await ada.closePanel()
    await act(bob, 'of mine', '👍', 'mouse')
    await act(bob, 'of mine', 'Pin', 'keyboard')
    await act(bob, 'old words', 'Edit', 'mouse')
    await composes(bob, 'old words of Bob’s')
    await bob.fill('Message', 'new words of Bob’s')
    await bob.panel().press('Enter')
    await sees(bob, /new words of Bob’s\s*edited/)
    await act(bob, 'to be deleted later', 'Delete', 'mouse')
    await bob.panel().click('button', 'Delete')
    await bob.say('one to be counted')
    await until(
      'the badge',
      () => badgeOf(ada),
      (badge) => badge !== '',
    )
    expect(await badgeOf(ada)).toBe('1')
    await ada.openPanel()
    await ada.panel().click('button', 'lobby')
    await sees(ada, /of mine[^]*👍[^]*new words of Bob’s\s*edited[^]*one to be counted/)
    expect(await log(ada)).not.toMatch(/old words|to be deleted later/)
  })

  test('search finds what was edited by its new words, and nothing by the old or by deleted ones', async () => {
    const { ada } = company()
    const { panel } = ada
    await ada.say('an aardvark in the garden')
    await sees(ada, /aardvark/)
    await act(ada, 'aardvark', 'Edit', 'keyboard')
    await composes(ada, 'an aardvark in the garden')
    await ada.fill('Message', 'a badger in the garden')
    await panel().press('Enter')
    await sees(ada, /a badger in the garden\s*edited/)
    await ada.say('a capybara in the kitchen')
    await sees(ada, /capybara/)
    const results = () =>
      panel().evaluate(() => [...document.querySelectorAll('.excerpt')].map(({ textContent }) => textContent))
    const search = async (typed: string, found: readonly string[]) => {
      await panel().press('Control+f')
      await until(
        'the field of the search',
        () => panel().evaluate(() => document.activeElement?.getAttribute('aria-label')),
        (label) => label === 'Search messages',
      )
      await panel().type(typed)
      await until(
        `${typed}: ${found.length} found`,
        async () => [await results(), await panel().text('dialog')] as const,
        ([all, dialog]) =>
          JSON.stringify(all) === JSON.stringify(found) &&
          (found.length > 0 || dialog?.includes('No messages found.') === true),
      )
      await panel().press('Escape')
      await until(
        'no search',
        () => panel().evaluate(() => document.querySelector('[role=dialog]') === null),
        Boolean,
      )
    }
    await search('badger', ['a badger in the garden'])
    await search('aardvark', [])
    await search('capybara', ['a capybara in the kitchen'])
    await act(ada, 'capybara', 'Delete', 'keyboard')
    await panel().click('button', 'Delete')
    await seesNo(ada, /capybara/)
    await search('capybara', [])
  })

  test('a link that is dropped on the panel stands in the composer, below what was typed', async () => {
    const { ada } = company()
    await ada.fill('Message', 'Look at this')
    await until(
      'the draft on disk',
      () => ada.panel().value('Message'),
      (value) => value === 'Look at this',
    )
    const isTaken = await ada.panel().evaluate(() => {
      // As the browser does when something from elsewhere is dropped; no driver drags from one window into another.
      const data = new DataTransfer()
      data.setData('text/uri-list', 'https://example.org/a\r\n')
      data.setData('text/plain', 'https://example.org/a')
      const target = document.querySelector('[role=log]') ?? document.body
      const drag = (type: string) =>
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      return [drag('dragover'), drag('drop')].every((goesOn) => !goesOn)
    })
    expect(isTaken).toBe(true)
    await composes(ada, 'Look at this\nhttps://example.org/a')
    await ada.panel().focus('textbox', 'Message')
    await ada.panel().press('Control+a')
    await ada.panel().press('Backspace')
  })
})
