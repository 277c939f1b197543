import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { isSaved } from './support/saved-settings.ts'
import { test } from './support/test.ts'
import { violations } from './support/violations.ts'

/** Makes a private room, and gives its invite. */
async function createRoom(person: Person, relayUrl: string, roomName: string): Promise<string> {
  await person.panel().click('button', 'New room')
  await until(
    'the dialog "New room"',
    () => person.panel().text('dialog', 'New room'),
    (text) => text !== undefined,
  )
  await until(
    'the relay, filled in',
    () => person.panel().value('Relay URL'),
    (value) => Boolean(value),
  )
  if ((await person.panel().value('Your name')) !== undefined) await person.fill('Your name', person.name)
  await person.fill('Room name', roomName)
  await person.fill('Relay URL', relayUrl)
  await person.panel().click('button', 'Create')
  await person.status(new RegExp(`^Waiting for others in ${roomName}\\.$`))
  return copyInvite(person)
}

async function copyInvite(person: Person): Promise<string> {
  await person.panel().click('button', 'Copy invite')
  const dialog = await until(
    'the dialog "Invite"',
    () => person.panel().text('dialog', 'Invite'),
    (text) => text !== undefined,
  )
  expect(dialog).toContain('Anyone with this invite can join.')
  const invite = (await person.panel().value('Invite')) ?? ''
  expect(invite).toMatch(/^sidetone-invite1\.[\w-]+$/)
  await person.panel().press('Escape')
  await closed(person, 'Invite')
  return invite
}

const closed = (person: Person, dialog: string) =>
  until(
    `no dialog "${dialog}"`,
    () => person.panel().text('dialog', dialog),
    (text) => text === undefined,
  )

async function pasteInvite(person: Person, invite: string) {
  await person.panel().click('button', 'Join room')
  await person.panel().focus('textbox', 'Invite')
  await person.panel().paste(invite)
}

const listed = (person: Person, pattern: RegExp) =>
  until(
    `rooms ${String(pattern)}`,
    () => person.panel().text('navigation', 'Rooms'),
    (text) => pattern.test(text ?? ''),
  )

describe('a private room', () => {
  test.for([
    ['chromium', 'firefox'],
    ['firefox', 'chromium'],
  ] as const)('%s makes it, %s comes in by its invite', async ([first, second], { relay, start }) => {
    const [ada, bob] = await Promise.all([start[first]('Ada'), start[second]('Bob')])
    const invite = await createRoom(ada, relay.url, 'Kitchen')

    // A part of it was not copied.
    await pasteInvite(bob, invite.slice(0, -5))
    await bob.alert(/incomplete or mistyped/)
    await bob.panel().press('Control+a')
    await bob.panel().paste(`Come in: ${invite}`)
    await until(
      'the offer',
      () => bob.panel().text('dialog', 'Join room'),
      (text) => text?.includes(`Room “Kitchen” on relay ${relay.url}`) === true,
    )
    await bob.fill('Your name', 'Bob')
    await bob.panel().click('button', 'Join')
    await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
    await ada.say('Hello Bob')
    await bob.sees('Hello Bob')
    await bob.say('Hello Ada')
    await ada.sees('Hello Ada')
    // Who came by an invite can invite.
    expect(await copyInvite(bob)).toBe(invite)
  })
})

/** The event that a browser makes of a paste: no driver can press it in both. Firefox fills it in by other words. */
const pasteByEvent = (person: Person, text: string) =>
  person.panel().evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const filledIn = { clipboardData, data: pasted, dataType: 'text/plain' }
    const paste = new ClipboardEvent('paste', { ...filledIn, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(paste)
  }, text)

test('a pasted invite anywhere offers to join, or to send it on', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  const invite = await createRoom(ada, relay.url, 'Kitchen')
  await bob.join({ relayUrl: relay.url })
  await bob.status(/^Waiting/)
  await bob.panel().focus('textbox', 'Message')
  const link = `https://relay.example/#${invite}`
  await pasteByEvent(bob, link)
  await bob.panel().click('button', 'Paste as text')
  await closed(bob, 'Join room')
  await until(
    'the link in the composer',
    () => bob.panel().value('Message'),
    (text) => text === link,
  )
  await bob.panel().press('Enter')
  await bob.sees(link)
  await pasteByEvent(bob, link)
  await until(
    'the offer',
    () => bob.panel().text('dialog', 'Join room'),
    (text) => text?.includes('Kitchen') === true,
  )
  await bob.panel().click('button', 'Join')
  await bob.status(/^Connected to Ada\.$/)
  expect(await bob.panel().value('Message')).toBe('')
})

test('two rooms at once: both go on, unread messages are counted, in a muted room too', async ({
  relay,
  start,
}) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await bob.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Connected to Bob\.$/)
  const invite = await createRoom(ada, relay.url, 'Second')
  await pasteInvite(bob, invite)
  await bob.panel().click('button', 'Join')
  await bob.status(/^Connected to Ada\.$/)

  // Ada looks at the second room, and Bob speaks in the first.
  await bob.panel().click('button', 'First')
  await bob.say('One')
  await bob.sees('One')
  await bob.say('Two')
  await listed(ada, /First[^]*2 new messages/)
  expect(await ada.panel().text('log', 'Messages')).not.toContain('One')
  await ada.say('In the second')
  await listed(bob, /Second[^]*1 new message/)

  await ada.panel().click('button', 'First')
  await ada.sees('Two')
  await ada.status(/^Connected to Bob\.$/)
  await listed(ada, /^(?![^]*new message)/)
  // Seen is seen, also by the next panel.
  await ada.panel().click('button', 'Mute room')
  await ada.panel().click('button', 'Second')
  await ada.status(/^Connected to Bob\.$/)
  await bob.say('Three')
  await listed(ada, /First[^]*muted[^]*1 new message/)

  // Leaving one shows the other.
  await ada.panel().click('button', 'Leave')
  await ada.sees('Three')
  await listed(ada, /not joined/)
})

test('a forgotten room is gone with its messages, when that was asked', async ({ relay, start }) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Waiting/)
  await ada.say('Forget me')
  await ada.sees('Forget me')
  await ada.panel().click('button', 'Forget room')
  await ada.panel().click('button', 'Cancel')
  await closed(ada, 'Forget “First”?')
  await ada.sees('Forget me')
  await ada.panel().click('button', 'Forget room')
  await ada.panel().click('button', 'Forget')
  await until(
    'the form',
    () => ada.panel().text('button', 'Join'),
    (text) => text !== undefined,
  )
  await listed(ada, /^(?![^]*First)/)
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Waiting/)
  expect(await ada.panel().text('log', 'Messages')).not.toContain('Forget me')
})

test('a private room moves to another relay with all its members, by its new invite', async ({
  relay,
  start,
}) => {
  const otherRelay = await startRelay()
  onTestFinished(() => otherRelay.kill())
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  const invite = await createRoom(ada, relay.url, 'Kitchen')
  await pasteInvite(bob, invite)
  await bob.fill('Your name', 'Bob')
  await bob.panel().click('button', 'Join')
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await ada.say('Over there')
  await bob.sees('Over there')
  await relay.kill()

  await ada.panel().click('button', 'Change relay')
  await ada.fill('Relay URL', otherRelay.url)
  await ada.panel().click('button', 'Change')
  await ada.status(/^Waiting for others in Kitchen\.$/)
  const newInvite = await until(
    'the new invite',
    () => copyInvite(ada),
    (text) => text !== invite,
  )
  await pasteInvite(bob, newInvite)
  await bob.panel().click('button', 'Join')
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  await ada.sees('Over there')
})

test('a room that was left is forgotten without going back into it', async ({ relay, start }) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Waiting/)
  await ada.leave()
  await listed(ada, /First[^]*not joined/)
  await ada.panel().focus('button', 'Forget room')
  await ada.panel().press('Enter')
  await ada.panel().click('button', 'Forget')
  await listed(ada, /^(?![^]*First)/)
})

test('a renamed room has its new name here, and its own with the others', async ({ relay, start }) => {
  const ada = await start.chromium('Ada')
  await ada.join({ relayUrl: relay.url, room: 'First' })
  await ada.status(/^Waiting/)
  await ada.panel().click('button', 'Rename')
  await ada.fill('Room nickname', 'My room')
  await ada.panel().click('button', 'Save')
  await listed(ada, /My room/)
  await ada.status(/^Waiting for others in My room\.$/)
  expect(await ada.panel().text('navigation', 'Rooms')).not.toContain('First')
})

const rejoinLabel = 'Rejoin my rooms when the browser starts'

test.for(['chromium', 'firefox'] as const)(
  'after a restart of %s rooms are joined again, the last one first, if that is wanted',
  async (kind, { relay, start }) => {
    const profile = await mkdtemp(path.join(tmpdir(), 'sidetone-'))
    onTestFinished(() => rm(profile, { recursive: true, force: true }))
    const before = await start[kind]('Ada', { profile })
    await before.join({ relayUrl: relay.url, room: 'First' })
    await before.status(/^Waiting for others in First/)
    await createRoom(before, relay.url, 'Second')
    await before.panel().click('button', 'First')
    await before.status(/^Waiting for others in First/)
    await before.browser.quit()

    // Nobody asked for it: the rooms are known, and not joined.
    const without = await start[kind]('Ada', { profile })
    await listed(without, /First[^]*not joined/)
    await without.panel().click('button', 'Second')
    await without.status(/^Waiting for others in Second/)
    await without.panel().click('button', 'First')
    await without.status(/^Waiting for others in First/)
    await without.panel().click('button', 'Settings')
    await without.panel().click('checkbox', rejoinLabel)
    await isSaved(without, 'rejoinsAtStart')
    await without.browser.quit()

    const after = await start[kind]('Ada', { profile })
    await after.status(/^Waiting for others in First/)
    await after.panel().click('button', 'Second')
    await after.status(/^Waiting for others in Second/)
  },
)

test('axe finds nothing in the dialogs, in both themes at 320 px, and Escape closes them', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  await createRoom(ada, relay.url, 'Kitchen')
  for (const [button, dialog] of [
    ['New room', 'New room'],
    ['Join room', 'Join room'],
    ['Copy invite', 'Invite'],
    ['Rename', 'Rename'],
    ['Change relay', 'Change relay'],
    ['Forget room', 'Forget'],
  ] as const) {
    await ada.panel().click('button', button)
    await until(
      `the dialog of ${button}`,
      () => ada.panel().evaluate(() => document.querySelector('[role=dialog]')?.textContent),
      (text) => text?.includes(dialog) === true,
    )
    expect([button, await violations(ada)]).toEqual([button, []])
    await ada.panel().press('Escape')
    await until(
      'no dialog',
      () => ada.panel().evaluate(() => document.querySelector('[role=dialog]') === null),
      Boolean,
    )
  }
})

/**
 * No driver presses a browser's own menu or its extension commands. What the background does then, besides opening the
 * panel, is to note the wish, which this does in its place.
 */
async function wishForPage(person: Person, url: string) {
  await person.panel().evaluate(
    (page) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('sidetone')
        opening.onerror = () => reject(new Error('The database does not open.'))
        opening.onsuccess = () => {
          void chrome.windows.getCurrent().then(({ id }) => {
            const requests = opening.result
              .transaction('pageRequests', 'readwrite')
              .objectStore('pageRequests')
            requests.put({ windowId: id, url: page, scope: 'page', atMs: Date.now() })
            requests.transaction.oncomplete = () => {
              opening.result.close()
              resolve()
            }
          })
        }
      }),
    url,
  )
  await person.closePanel()
  await person.openPanel()
}

test('two people on one page meet in its room, whatever follows the path; a page without a room says so', async ({
  relay,
  start,
}) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
  for (const person of [ada, bob]) {
    // So that the relay is this one, and a name is known.
    await person.join({ relayUrl: relay.url })
    await person.status(/^(Waiting|Connected)/)
    await person.leave()
  }
  await wishForPage(ada, 'https://news.example/stars?from=mail#comments')
  await ada.status(/^Waiting for others in .*news\.example\/stars/)
  await wishForPage(bob, 'https://NEWS.example/stars')
  await bob.status(/^Connected to Ada\.$/)
  await ada.say('You here, too?')
  await bob.sees('You here, too?')

  await wishForPage(bob, 'chrome://settings')
  await until(
    'a sentence about the page',
    () => bob.panel().evaluate(() => document.querySelector('[role=dialog]')?.textContent),
    (text) => Boolean(text),
  )
})
