import { mkdirSync } from 'node:fs'
import type { ChromiumOptions } from '../testing/browsers/chromium.ts'
import { until } from '../testing/browsers/panel.ts'
import { startInChromium, startInFirefox } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { buildExtensions } from '../testing/builds.ts'
import { ensureBrowsers } from './ensure-browsers.ts'
import { pictureCalls } from './screenshots/calls.ts'
import { renewDocuments } from './screenshots/documents.ts'
import { createPictures, folder } from './screenshots/looks.ts'
import { pictureMessages, talk } from './screenshots/messages.ts'

/**
 * `npm run screenshots`: every state of the panel that a person may see, from Firefox's narrowest sidebar to a wide
 * one, light and dark, in forced colors, from right to left, and without motion, in artifacts/screenshots/. Look at
 * them after a change of the panel. `npm run screenshots -- --documents` puts what the README shows of the panel into
 * docs/images/. (`npm run demo` pictures whole windows.)
 */
ensureBrowsers()
if (!(await buildExtensions())) process.exit(1)
mkdirSync(folder, { recursive: true })

const relay = await startRelay()
const withMicrophone: Partial<ChromiumOptions> = {
  args: ['--use-fake-device-for-media-stream'],
  microphone: 'granted',
}
const [ada, bob, eve] = await Promise.all([
  startInChromium('Ada', withMicrophone),
  startInFirefox('Bob'),
  startInChromium('小明', withMicrophone),
])

const picture = createPictures(ada.browser.panelPage())
await picture('1-first-run')
await ada.panel().click('button', 'Another relay or room')
await picture('1-another-relay-or-room')
await ada.fill('Relay URL', 'http://127.0.0.1:8080/ws')
await ada.panel().click('button', 'Join')
await ada.fill('Your name', 'Ada')
await ada.panel().click('button', 'Join')
await ada.alert(/begins with ws/)
await picture('2-refused')

await ada.join({ relayUrl: relay.url, room: 'stargazers' })
await ada.status(/^Waiting/)
await until('the invite', () => ada.panel().value('Invite link'), Boolean)
await picture('3-alone')

const room = 'stargazers'
await bob.join({ relayUrl: relay.url, room })
await eve.join({ relayUrl: relay.url, room })
await ada.status(/and/)
await eve.status(/and/)
await talk({ ada, bob, eve })
await picture('4-busy')
await bob.panel().screenshot(`${folder}/4-busy-firefox.png`)
await pictureMessages({ ada, bob, picture })
await ada.panel().click('button', 'People')
await until('the people', () => ada.panel().text('dialog', 'People'), Boolean)
await picture('5-people')
await ada.panel().press('Escape')
await ada.panel().click('button', 'Room menu')
await until('the menu', () => ada.panel().text('menuitem', 'Leave'), Boolean)
await picture('5-menu')
await ada.panel().press('Escape')
await ada.panel().click('button', 'Search')
await ada.fill('Search messages', 'ju')
await until(
  'what is found',
  () => ada.panel().text('list', 'Results'),
  (text) => /Jupiter/.test(text ?? ''),
)
await picture('5-search')
await ada.panel().press('Escape')
await ada.panel().click('button', 'Connection details')
await until('the log', () => ada.panel().text('list', 'Connection log'), Boolean)
await picture('5-details')
await ada.panel().press('Escape')

await ada.panel().click('button', 'Verify')
await bob.alert(/wants to compare/)
await bob.panel().screenshot(`${folder}/6-asked-to-compare-firefox.png`)
await bob.panel().click('button', 'Compare')
await until('the emoji', () => ada.panel().text('list', 'Emoji to compare'), Boolean)
await picture('6-emoji')
await ada.panel().click('tab', 'Number')
await until('the number', () => ada.panel().text('group', 'Safety number'), Boolean)
await picture('6-safety-number')
await ada.panel().click('tab', 'Emoji')
await ada.panel().click('button', 'They match')
await until('the mark', () => ada.panel().text('button', 'Done'), Boolean)
await picture('6-matched')
await Promise.all([ada.panel().press('Escape'), bob.panel().press('Escape')])
await picture('6-verified')

/** Presses a button, pictures the dialog that it opens, and closes that. */
async function pictureDialog(button: string, state: string, fill?: () => Promise<void>) {
  await ada.panel().click('button', button)
  await until('the dialog', () => ada.panel().text('dialog'), Boolean)
  await fill?.()
  await picture(state)
  await ada.panel().press('Escape')
  await until(
    'no dialog',
    () => ada.panel().text('dialog'),
    (text) => text === undefined,
  )
}

await ada.panel().click('button', 'New room')
await ada.fill('Room name', 'Kitchen')
await picture('7-new-room')
await ada.panel().click('button', 'Create')
await ada.status(/^Waiting for others in Kitchen/)
let invite = ''
await pictureDialog('Copy invite', '7-invite', async () => {
  invite = (await ada.panel().value('Invite')) ?? ''
})
await pictureDialog('Join room', '7-join-room', async () => {
  await ada.panel().focus('textbox', 'Invite')
  await ada.panel().paste(invite)
})
await pictureDialog('Rename', '7-rename')
await pictureDialog('Notifications', '7-notifications')
await pictureDialog('Disappearing messages', '7-disappearing')
await pictureDialog('Forget room', '7-forget')
await bob.say('Anyone still up?')
await until(
  'the count',
  () => ada.panel().text('navigation', 'Rooms'),
  (text) => /1 new message/.test(text ?? ''),
)
await picture('7-unread')
await ada.panel().click('button', 'Rooms')
await picture('7-rooms')
await ada.panel().press('Escape')
await pictureDialog('Settings', '7-settings')
await ada.panel().click('button', 'stargazers')
await ada.status(/Bob/)

await pictureCalls({ ada, eve, picture })

await ada.panel().focus('textbox', 'Message')
await ada.panel().paste('All that anyone ever wrote. '.repeat(2_000))
await ada.alert(/limit is 32 KB/)
await picture('8-too-long')
await ada.panel().press('Control+a')
await ada.panel().press('Delete')

await relay.kill()
await ada.status(/Can’t reach the relay/)
await picture('9-relay-away')
await Promise.all([bob.leave(), eve.leave()])
await ada.alert(/^Lost the relay/)
await picture('9-they-left')

if (process.argv.includes('--documents')) await renewDocuments(ada.browser.panelPage())
await Promise.all([ada, bob, eve].map((person) => person.browser.quit()))
console.log(`The pictures are in ${folder}.`)
