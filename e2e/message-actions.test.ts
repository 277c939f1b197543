import { describe, expect, test } from 'vitest'
import { writeLongHistory } from '../testing/browsers/long-history.ts'
import { until } from '../testing/browsers/panel.ts'
import { startCompany } from './support/company.ts'
import {
  act,
  choose,
  composes,
  focused,
  focusMessage,
  hover,
  log,
  openMenu,
  placeOf,
  sees,
  seesNo,
  seesNoThing,
  seesThing,
  type Way,
} from './support/messages.ts'

describe.each(['chromium', 'firefox'] as const)('in %s, a person', (kind) => {
  const company = startCompany(kind)

  test.each<Way>(['mouse', 'keyboard', 'contextMenu', 'touch'])('answers by %s', async (way) => {
    const { ada, bob } = company()
    await bob.say(`Tea, ${way}?`)
    await ada.sees(`Tea, ${way}?`)
    await act(ada, `Tea, ${way}?`, 'Reply', way)
    await until(
      'the composer with the focus',
      () => focused(ada),
      (name) => name === 'Message',
    )
    await ada.panel().type(`Sure, ${way}`)
    await ada.panel().press('Enter')
    await sees(bob, new RegExp(`Bob\\s*Tea, ${way}\\?\\s*Sure, ${way}`))
  })

  test('reacts by the mouse, by the keyboard and by the picker; three react, and it says who', async () => {
    const { ada, bob, join } = company()
    const eve = await join('Eve')
    await ada.status(/^Connected to/)
    await bob.say('Who comes along?')
    await Promise.all([ada.sees('Who comes along?'), eve.sees('Who comes along?')])
    await act(ada, 'Who comes along?', '👍', 'mouse')
    await act(eve, 'Who comes along?', '👍', 'keyboard')
    await sees(bob, /Who comes along\?[^]*👍\s*2/)
    const names = await bob.panel().evaluate(() => {
      const reactions = [...document.querySelectorAll('.reactions button')]
      return reactions.findLast((one) => one.textContent.includes('👍'))?.getAttribute('aria-label') ?? ''
    })
    expect(names).toMatch(/^Add your 👍\. Reacted: (Ada, Eve|Eve, Ada)$/)
    await bob.panel().click('button', names)
    await sees(ada, /Who comes along\?[^]*👍\s*3/)

    await act(ada, 'Who comes along?', 'More emoji', 'keyboard')
    await seesThing(ada, 'dialog', 'React')
    await ada.panel().focus('searchbox', 'Search emoji')
    await ada.panel().type('parrot')
    await until(
      'the parrot',
      () => ada.panel().text('button', 'parrot'),
      (text) => text !== undefined,
    )
    await ada.panel().press('Enter')
    await sees(bob, /🦜/)
    await seesNoThing(ada, 'dialog', 'React')
    expect(await focused(ada)).toMatch(/Who comes along/)

    await act(bob, 'Who comes along?', 'Details', 'keyboard')
    const details = await seesThing(bob, 'dialog', 'Details')
    for (const name of ['Ada', 'Bob', 'Eve']) expect(details).toContain(name)
    await bob.panel().press('Escape')
    await seesNoThing(bob, 'dialog', 'Details')

    // The same again takes it back.
    await act(ada, 'Who comes along?', '👍', 'keyboard')
    await sees(bob, /Who comes along\?[^]*👍\s*2/)
  })

  test('edits by the mouse and by the keyboard, keeps what was being written, and sees the versions', async () => {
    const { ada, bob } = company()
    await ada.say('Dinner at sicks')
    await bob.sees('Dinner at sicks')
    await ada.panel().type('a half-written thou')
    await act(ada, 'Dinner at sicks', 'Edit', 'mouse')
    await composes(ada, 'Dinner at sicks')
    await ada.panel().press('Escape')
    await composes(ada, 'a half-written thou')
    await act(ada, 'Dinner at sicks', 'Reply', 'keyboard')
    await composes(ada, 'a half-written thou')
    await ada.panel().press('Escape')
    await composes(ada, 'a half-written thou')

    await act(ada, 'Dinner at sicks', 'Edit', 'keyboard')
    await composes(ada, 'Dinner at sicks')
    await ada.fill('Message', 'Dinner at six')
    await ada.panel().press('Enter')
    await sees(bob, /Dinner at six\s*edited/)
    await composes(ada, 'a half-written thou')
    await ada.fill('Message', 'x')
    await ada.panel().press('Backspace')

    await ada.panel().press('ArrowUp')
    await composes(ada, 'Dinner at six')
    await ada.fill('Message', 'Dinner at seven')
    await ada.panel().click('button', 'Save')
    await sees(bob, /Dinner at seven\s*edited/)
    await seesNo(bob, /sicks|at six/)
    await act(bob, 'Dinner at seven', 'Details', 'mouse')
    const versions = await until(
      'the earlier versions',
      () => bob.panel().text('dialog', 'Details'),
      (text) => text?.includes('at six') === true,
    )
    expect(versions).toMatch(/at six[^]*at sicks/)
    await bob.panel().press('Escape')
    // Nobody edits what is somebody else's.
    await openMenu(bob, 'Dinner at seven', 'contextMenu')
    expect(await bob.panel().text('menuitem', 'Edit')).toBeUndefined()
    expect(await bob.panel().text('menuitem', 'Delete')).toBeUndefined()
    await bob.panel().press('Escape')
  })

  test('deletes by the mouse and by the keyboard, and the focus stays where it was', async () => {
    const { ada, bob } = company()
    for (const way of ['mouse', 'keyboard'] as const) {
      await ada.say(`a secret by ${way}`)
      await bob.sees(`a secret by ${way}`)
      await act(ada, `a secret by ${way}`, 'Delete', way)
      await seesThing(ada, 'dialog', 'Delete this message?')
      await ada.panel().press('Escape')
      await seesNoThing(ada, 'dialog', 'Delete this message?')
      await bob.sees(`a secret by ${way}`)
      await act(ada, `a secret by ${way}`, 'Delete', way)
      if (way === 'mouse') await ada.panel().click('button', 'Delete')
      else {
        await seesThing(ada, 'dialog', 'Delete this message?')
        while ((await focused(ada)) !== 'Delete') await ada.panel().press('Tab')
        await ada.panel().press('Enter')
      }
      await seesNo(bob, new RegExp(`by ${way}`))
      await seesNo(ada, new RegExp(`a secret by ${way}`))
      await sees(bob, /Ada deleted this message\./)
      if (way === 'keyboard') {
        await until(
          'the focus on what is left',
          () => focused(ada),
          (text) => text.startsWith('You deleted this message.'),
        )
      }
    }
  })

  test('pins and unpins, is led to what is pinned, and a pinned message that is deleted goes', async () => {
    const { ada, bob } = company()
    await bob.say('The address: 12 Rose Lane')
    await ada.sees('12 Rose Lane')
    await act(ada, 'Rose Lane', 'Pin', 'mouse')
    const pinned = () =>
      bob.panel().evaluate(() => document.querySelector('.pinned')?.textContent.trim() ?? '')
    await until('the pin', pinned, (text) => text.startsWith('Bob: The address: 12 Rose Lane'))
    await act(ada, 'Rose Lane', 'Unpin', 'keyboard')
    await until('no pin', pinned, (text) => text === '')
    await act(ada, 'Rose Lane', 'Pin', 'keyboard')
    await until('the pin', pinned, (text) => text.includes('Rose Lane'))
    await bob.panel().click('button', 'Bob: The address: 12 Rose Lane')
    await until(
      'the pinned message with the focus',
      () => focused(bob),
      (text) => text.includes('Rose Lane'),
    )
    await act(bob, 'Rose Lane', 'Delete', 'mouse')
    await bob.panel().click('button', 'Delete')
    await until('no pin', pinned, (text) => text === '')
    await until(
      'no pin of Ada’s',
      () => ada.panel().evaluate(() => document.querySelector('.pinned') === null),
      Boolean,
    )
  })

  test('names people by the keyboard and by the mouse', async () => {
    const { ada, bob } = company()
    const { panel } = ada
    await ada.fill('Message', '@bo')
    await until(
      'the names',
      () => panel().evaluate(() => document.querySelector('[role=listbox]')?.textContent.trim()),
      (text) => text?.includes('Bob') === true,
    )
    await panel().press('Enter')
    await composes(ada, '@Bob ')
    await panel().type('look, by key')
    await panel().press('Enter')
    await sees(bob, /Mentions you\s*@Bob look, by key/)

    await ada.fill('Message', '@b')
    const place = await until(
      'Bob',
      () =>
        panel().evaluate(() => {
          const box = document.querySelector('[role=option]')?.getBoundingClientRect()
          return box && { x: Math.round(box.left + 20), y: Math.round(box.top + 8) }
        }),
      (found) => found !== undefined,
    )
    await panel().point([{ type: 'move', ...(place ?? { x: 0, y: 0 }) }, { type: 'down' }, { type: 'up' }])
    await composes(ada, '@Bob ')
    await panel().type('by mouse')
    await panel().press('Enter')
    await sees(bob, /Mentions you\s*@Bob by mouse/)
  })

  test('copies several messages as their words with names, by the mouse', async () => {
    const { ada, bob } = company()
    await ada.say('the first to copy')
    await bob.sees('the first to copy')
    await bob.say('the **second** to copy')
    await ada.sees('the second to copy')
    await ada.say('the third to copy')
    await bob.sees('the third to copy')
    // What the mouse is over, and how far a message got, moves things.
    await ada.panel().point([{ type: 'move', x: 2, y: 2 }])
    await sees(ada, /the first to copy[^]*Seen by[^]*the third to copy\s+\S+ [AP]M\s+Seen by/)
    await placeOf(ada, 'the third to copy')
    const { from, to } = await ada.panel().evaluate(() => {
      // Of the words themselves: around them Firefox has boxes of no height, lower than the line.
      const boxOf = (text: string) => {
        const walker = document.createTreeWalker(document.querySelector('[role=log]') ?? document.body, 4)
        const range = document.createRange()
        while (walker.nextNode()) {
          if (walker.currentNode.nodeValue?.includes(text)) range.selectNodeContents(walker.currentNode)
        }
        return range.getBoundingClientRect()
      }
      const [first, last] = [boxOf('the first to copy'), boxOf('the third to copy')]
      return {
        from: { x: Math.ceil(first.left), y: Math.round(first.top + first.height / 2) },
        to: { x: Math.ceil(last.right) + 10, y: Math.round(last.top + last.height / 2) },
      }
    })
    await ada.panel().evaluate(() => {
      document.addEventListener('copy', ({ clipboardData }) => {
        document.body.dataset['copied'] = clipboardData?.getData('text/plain') ?? ''
      })
    })
    await ada
      .panel()
      .point([
        { type: 'move', ...from },
        { type: 'down' },
        { type: 'move', x: to.x, y: to.y - 10 },
        { type: 'move', ...to },
        { type: 'up' },
      ])
    await ada.panel().press('Control+c')
    expect(await ada.panel().evaluate(() => document.body.dataset['copied'])).toBe(
      'Ada: the first to copy\nBob: the **second** to copy\nAda: the third to copy',
    )
    await ada.panel().evaluate(() => getSelection()?.removeAllRanges())
  })

  test('is led by a quote to a message far above the page in sight', async () => {
    const { ada, bob } = company()
    await bob.say('A question from long ago')
    await ada.sees('A question from long ago')
    await writeLongHistory(ada.panel(), 300, {}, { firstMs: Date.now(), stepMs: 1 })
    // The panel looks again when Sidetone itself writes.
    await bob.say('Where were we?')
    await until(
      'the page of now',
      () => log(ada),
      (text) => text?.includes('Where were we?') === true && !text.includes('from long ago'),
    )
    await act(bob, 'A question from long ago', 'Reply', 'mouse')
    await bob.panel().type('An answer of today')
    await bob.panel().press('Enter')
    await sees(ada, /A question from long ago\s*An answer of today/)
    expect(await log(ada)).toMatch(/Old message 290/)
    await ada.panel().evaluate(() => {
      const quote = [...document.querySelectorAll<HTMLElement>('.quote')].at(-1)
      quote?.focus()
    })
    await ada.panel().press('Enter')
    await until(
      'the question with the focus, in sight',
      () => focused(ada),
      (text) => text.includes('A question from long ago') && !text.includes('An answer'),
    )
    await ada.panel().click('button', 'Jump to newest')
    await sees(ada, /An answer of today/)
  })

  test('what is done while the other is away, or comes late, ends the same for all', async () => {
    const { ada, bob, join } = company()
    await bob.say('Bob’s words before')
    await ada.sees('Bob’s words before')
    await bob.leave()
    await act(ada, 'Bob’s words before', '🎉', 'keyboard')
    await ada.say('for later')
    await ada.say('never for Bob')
    await sees(ada, /for later[^]*never for Bob/)
    await act(ada, 'for later', 'Edit', 'mouse')
    await composes(ada, 'for later')
    await ada.fill('Message', 'for Bob')
    await ada.panel().press('Enter')
    await sees(ada, /for Bob\s*edited/)
    await act(ada, 'never for Bob', 'Delete', 'keyboard')
    await ada.panel().click('button', 'Delete')
    await seesNo(ada, /never for Bob/)
    await act(ada, 'for Bob', 'Pin', 'mouse')
    await bob.join({ relayUrl: company().relay.url })
    const [late] = await Promise.all([join('Late'), bob.status(/^Connected to/)])
    for (const person of [bob, late]) {
      await sees(person, /Bob’s words before[^]*🎉[^]*for Bob\s*edited/)
      expect(await log(person)).not.toMatch(/never for Bob|for later/)
      await until(
        'the pin',
        () => person.panel().evaluate(() => document.querySelector('.pinned')?.textContent ?? ''),
        (text) => text.includes('Ada: for Bob'),
      )
    }
  })

  test('loses no word of an answer to what is deleted meanwhile, and sees none of that', async () => {
    const { ada, bob } = company()
    await bob.say('short-lived words')
    await ada.sees('short-lived words')
    await act(ada, 'short-lived words', 'Reply', 'mouse')
    await ada.panel().type('half an answer')
    await act(bob, 'short-lived words', 'Delete', 'mouse')
    await bob.panel().click('button', 'Delete')
    await seesNo(ada, /short-lived words/)
    await until(
      'nothing of it above the composer',
      () => ada.panel().evaluate(() => document.querySelector('.context')?.textContent ?? ''),
      (text) => text.includes('That message isn’t there anymore.') && !text.includes('short-lived'),
    )
    await ada.panel().press('Enter')
    await ada.alert(/^That message isn’t there anymore\./)
    await composes(ada, 'half an answer')
    await ada.panel().press('Enter')
    await bob.sees('half an answer')
  })

  test('finds the actions of the message that is pointed at, and of the one with the focus', async () => {
    const { ada, bob } = company()
    await bob.say('pointed at')
    await ada.sees('pointed at')
    await hover(ada, 'pointed at')
    await ada.panel().click('button', 'Reply')
    await composes(ada, '')
    await until(
      'the composer with the focus',
      () => focused(ada),
      (name) => name === 'Message',
    )
    await ada.panel().press('Escape')
    await focusMessage(ada, 'pointed at')
    await ada.panel().press('Tab')
    await until(
      'its first action',
      () => focused(ada),
      (name) => name === 'React',
    )
    await ada.panel().press('Escape')
    await until(
      'the message',
      () => focused(ada),
      (name) => name.includes('pointed at'),
    )
  })

  test('forwards into another room', async () => {
    const { ada, bob, relay } = company()
    await bob.say('to be passed on')
    await ada.sees('to be passed on')
    await openMenu(ada, 'to be passed on', 'mouse')
    await choose(ada, 'Forward', 'mouse')
    await until(
      'that there is no other room',
      () => ada.panel().text('dialog', 'Forward message'),
      (text) => text?.includes('You’re in no other room.') === true,
    )
    await ada.panel().press('Escape')
    await seesNoThing(ada, 'dialog', 'Forward message')
    await ada.panel().click('button', 'New room')
    await until(
      'the relay, filled in',
      () => ada.panel().value('Relay URL'),
      (value) => Boolean(value),
    )
    await ada.fill('Room name', 'Second')
    await ada.fill('Relay URL', relay.url)
    await ada.panel().click('button', 'Create')
    await ada.status(/^Waiting for others in Second\.$/)
    await ada.panel().click('button', 'lobby')
    await ada.sees('to be passed on')
    await act(ada, 'to be passed on', 'Forward', 'keyboard')
    await seesThing(ada, 'dialog', 'Forward message')
    while ((await focused(ada)) !== 'Second') await ada.panel().press('Tab')
    await ada.panel().press('Enter')
    await seesNoThing(ada, 'dialog', 'Forward message')
    await ada.panel().click('button', 'Second')
    await ada.status(/Second/)
    await ada.sees('to be passed on')
    expect(await log(ada)).not.toContain('Who comes along')
  })
})
