import { describe, expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'

/** Sends a text as one message, whatever lines it has. */
async function send(person: Person, text: string): Promise<void> {
  await person.fill('Message', '')
  await person.panel().paste(text)
  await person.panel().press('Enter')
}

/** As `send`, without the minutes that an editor takes to insert ten thousands of lines as if they were typed. */
async function sendAtOnce(person: Person, text: string): Promise<void> {
  await person.panel().focus('textbox', 'Message')
  await person.panel().evaluate((value) => {
    const input = document.querySelector('textarea')
    if (!input) throw new Error('There is no composer.')
    input.value = value
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }, text)
  await person.panel().press('Enter')
}

/** Where the words stand in the panel: their box, and how far it is from either side of the message's text. */
const boxOf = (person: Person, words: string) =>
  person.panel().evaluate((wanted) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const start = node.nodeValue?.indexOf(wanted) ?? -1
      const message = node.parentElement?.closest('.message-text')?.getBoundingClientRect()
      if (start === -1 || !message) continue
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, start + wanted.length)
      const box = range.getBoundingClientRect()
      return { fromLeftPx: box.left - message.left, fromRightPx: message.right - box.right }
    }
    return undefined
  }, words)

const nodesIn = (person: Person) =>
  person.panel().evaluate(() => {
    const nodes = document.createNodeIterator(document.querySelector('[role=log]') ?? document.body)
    let count = 0
    while (nodes.nextNode()) count++
    return count
  })

describe('Markdown in messages', () => {
  test.for(['chromium', 'firefox'] as const)('%s', async (kind, { relay, start }) => {
    const [ada, bob] = await Promise.all([start.chromium('Ada'), start[kind]('Bob')])
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])

    await send(ada, '**strong** [here](https://x.example/a) javascript:alert(1) <b>typed</b>')
    await bob.sees('strong here javascript:alert(1) <b>typed</b>')
    const links = await bob.panel().evaluate(() =>
      [...document.querySelectorAll('[role=log] a')].map((link) => ({
        href: link.getAttribute('href'),
        target: link.getAttribute('target'),
        rel: link.getAttribute('rel'),
      })),
    )
    expect(links).toEqual([{ href: 'https://x.example/a', target: '_blank', rel: 'noreferrer noopener' }])

    // Each line by its own first letter, whatever the first line is.
    await send(ada, 'An English line, the longest of them all\nשורה בעברית\nEnglish')
    await bob.sees('שורה בעברית')
    const hebrew = await boxOf(bob, 'שורה בעברית')
    const english = await boxOf(bob, 'English line')
    expect(hebrew?.fromRightPx).toBeLessThan(3)
    expect(hebrew?.fromLeftPx).toBeGreaterThan(20)
    expect(english?.fromLeftPx).toBeLessThan(60)

    await send(ada, 'The end: ||it was the gardener||')
    await bob.sees('The end:')
    expect(await bob.panel().text('log', 'Messages')).not.toContain('gardener')
    await bob.panel().focus('button', 'Show spoiler')
    await bob.panel().press('Enter')
    await bob.sees('it was the gardener')

    await sendAtOnce(ada, Array.from({ length: 60 }, (_, line) => `line ${line} of sixty`).join('\n'))
    await bob.sees('line 0 of sixty')
    await bob.panel().focus('button', 'Show more')
    await bob.panel().press('Enter')
    await bob.sees('line 59 of sixty')
    await until(
      'the way back, with the focus',
      () => bob.panel().evaluate(() => document.activeElement?.textContent.trim()),
      (text) => text === 'Show less',
    )

    const before = await nodesIn(bob)
    await sendAtOnce(ada, `first\n${'\n'.repeat(30_000)}last`)
    await bob.sees('first')
    expect((await nodesIn(bob)) - before).toBeLessThan(100)
  })
})

test('a heap of marks stays in its line, and an own message is drawn as Markdown at once', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url })
  await ada.status(/^Waiting/)
  await send(ada, `one\nA${'\u0301'.repeat(36)}\n*three*`)
  await ada.sees('three')
  const seen = await ada.panel().evaluate(() => {
    const heap = document.querySelector('.md-stack')
    const line = heap?.parentElement ? Number.parseFloat(getComputedStyle(heap.parentElement).lineHeight) : 0
    return {
      lines: (heap?.getBoundingClientRect().height ?? Infinity) / line,
      clips: heap ? getComputedStyle(heap).overflowY : '',
      emphasised: document.querySelector('[role=log] em')?.textContent,
    }
  })
  expect(seen.lines).toBeLessThan(1.05)
  expect(seen).toMatchObject({ clips: 'clip', emphasised: 'three' })
})
