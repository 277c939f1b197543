import { TargetType } from 'puppeteer-core'
import { describe, expect } from 'vitest'
import type { ChromiumBrowser, ChromiumOptions } from '../testing/browsers/chromium.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { test } from './support/test.ts'
import { violations } from './support/violations.ts'

/** A microphone that beeps, allowed on every visit. */
const withMicrophone: Partial<ChromiumOptions> = {
  args: ['--use-fake-device-for-media-stream'],
  microphone: 'granted',
}

const shows = (person: Person, role: 'button' | 'list' | 'status', name: string) =>
  until(
    `the ${role} "${name}"`,
    () => person.panel().text(role, name),
    (text) => text !== undefined,
  )

async function toolbar(person: Person<ChromiumBrowser>) {
  const target = await person.browser.browser.waitForTarget((one) => one.type() === TargetType.SERVICE_WORKER)
  const worker = await target.worker()
  return worker?.evaluate(async () => ({
    badge: await chrome.action.getBadgeText({}),
    title: await chrome.action.getTitle({}),
  }))
}

const meter = (person: Person) =>
  person
    .panel()
    .evaluate(() => Number(document.querySelector('[role="meter"]')?.getAttribute('aria-valuenow')))

describe('a call in the panel', () => {
  test('is seen by all, joined, shown in every room, and axe finds nothing', async ({ relay, start }) => {
    const [ada, bob] = await Promise.all([
      start.chromium('Ada', withMicrophone),
      start.chromium('Bob', withMicrophone),
    ])
    await ada.browser.panelPage().setViewport({ width: 320, height: 640 })
    await ada.join({ relayUrl: relay.url })
    await bob.join({ relayUrl: relay.url })
    await ada.status(/^Connected to Bob\.$/)

    await bob.panel().click('button', 'Start call')
    await shows(bob, 'button', 'Hang up')
    await until(
      'the word of the call',
      () => ada.panel().text('status', 'Call'),
      (text) => text === 'Bob is in a call',
    )
    await until(
      'the toolbar',
      () => toolbar(ada),
      (seen) => seen?.badge === '1' && seen.title === 'Sidetone\nBob is in a call in lobby',
    )
    expect(await violations(ada)).toEqual([])

    await ada.panel().click('button', 'Join call')
    await shows(ada, 'button', 'Mute')
    await until(
      'the toolbar',
      () => toolbar(ada),
      (seen) => seen?.badge === '2',
    )
    await ada.panel().click('button', 'People in the call')
    await until(
      'Bob in the call',
      () => ada.panel().text('list', 'People in the call'),
      (text) => text?.includes('Bob') === true,
    )
    expect(await violations(ada)).toEqual([])
    await bob.panel().click('button', 'Mute')
    await shows(bob, 'button', 'Unmute')
    await until(
      'that Bob is muted',
      () => ada.panel().text('list', 'People in the call'),
      (text) => text?.includes('muted') === true,
    )
    await ada.panel().click('button', 'Call settings')
    await shows(ada, 'button', 'Close')
    // Heard and played back, while the call goes on.
    await ada.panel().click('button', 'Test microphone')
    await until(
      'a level',
      () => meter(ada),
      (level) => level > 0,
    )
    // It is said for two seconds, in which a busy machine may not look.
    await ada.panel().evaluate(() => {
      const note = () => {
        const text = document.querySelector('[role="group"].test [role="status"]')?.textContent ?? ''
        document.body.dataset['said'] = `${document.body.dataset['said'] ?? ''}${text} `
      }
      new MutationObserver(note).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      })
    })
    await ada.panel().click('button', 'Record two seconds')
    await until(
      'the recording',
      () => ada.panel().evaluate(() => document.body.dataset['said'] ?? ''),
      (text) => text.includes('Playing'),
    )
    expect(await violations(ada)).toEqual([])
    await ada.panel().press('Escape')
    await ada.panel().click('button', 'Hang up')
    await shows(ada, 'button', 'Join call')
    await bob.panel().click('button', 'Hang up')
    await shows(ada, 'button', 'Start call')
    await until(
      'the toolbar',
      () => toolbar(ada),
      (seen) => seen?.badge === '',
    )
  })
})
