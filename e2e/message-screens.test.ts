import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { startInChromium } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { act, openMenu, sees, seesNoThing, seesThing } from './support/messages.ts'
import { violations } from './support/violations.ts'

describe('axe finds nothing about what can be done to a message, in both themes', () => {
  test.each([196, 320])('at %i px', async (width) => {
    const relay = await startRelay()
    onTestFinished(() => relay.kill())
    const people = await Promise.all([startInChromium('Ada'), startInChromium('Bob')])
    onTestFinished(async () => {
      await Promise.allSettled(people.map(({ browser }) => browser.quit()))
    })
    const [ada, bob] = people
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)
    await ada.browser.panelPage().setViewport({ width, height: 640 })
    await bob.say(`A question with ${'a-long-word'.repeat(12)} and ||a spoiler||`)
    await ada.sees('A question')
    await ada.say('Another one')
    await bob.sees('Another one')
    const { panel } = ada
    const found: [what: string, broken: string[]][] = []
    const finds = async (what: string) => {
      const broken = await violations(ada)
      if (broken.length > 0) found.push([what, broken])
    }
    const escape = async (role: 'dialog' | 'menuitem', name: string) => {
      await panel().press('Escape')
      await seesNoThing(ada, role, name)
    }

    await openMenu(ada, 'A question', 'contextMenu')
    await finds('the menu')
    await escape('menuitem', 'Reply')
    await act(ada, 'A question', '👍', 'keyboard')
    await sees(ada, /👍/)
    await act(ada, 'A question', 'More emoji', 'keyboard')
    await until('the emoji', () => panel().text('button', 'grinning face'), Boolean)
    await finds('the picker')
    await escape('dialog', 'React')
    await act(ada, 'Another one', 'Edit', 'keyboard')
    await finds('an edit')
    await ada.fill('Message', 'Another one, edited')
    await panel().press('Enter')
    await sees(ada, /Another one, edited\s*edited/)
    await act(ada, 'Another one', 'Details', 'keyboard')
    await until(
      'the versions',
      () => panel().text('dialog', 'Details'),
      (text) => text?.includes('Earlier versions') === true,
    )
    await finds('the details')
    await escape('dialog', 'Details')
    await act(ada, 'A question', 'Forward', 'keyboard')
    await seesThing(ada, 'dialog', 'Forward message')
    await finds('forwarding')
    await escape('dialog', 'Forward message')
    for (const text of ['A question', 'Another one']) await act(ada, text, 'Pin', 'keyboard')
    await seesThing(ada, 'button', 'All 2 pinned messages')
    await finds('the pins')
    await panel().click('button', 'All 2 pinned messages')
    await seesThing(ada, 'dialog', 'Pinned messages')
    await finds('all pins')
    await escape('dialog', 'Pinned messages')
    await act(ada, 'A question', 'Reply', 'keyboard')
    await panel().type('Sure, @')
    await until(
      'the names',
      () => panel().evaluate(() => document.querySelector('[role=listbox]') !== null),
      Boolean,
    )
    await finds('an answer that names somebody')
    await panel().press('Escape')
    await panel().press('Enter')
    await sees(bob, /Sure, @/)
    await act(ada, 'Another one', 'Delete', 'keyboard')
    await seesThing(ada, 'dialog', 'Delete this message?')
    await finds('the question before a deletion')
    await panel().click('button', 'Delete')
    await sees(ada, /You deleted this message/)
    await finds('a thread with all of it')
    expect(found).toEqual([])
  })
})
