import { mkdirSync } from 'node:fs'
import type { ChromiumBrowser, ChromiumOptions } from '../testing/browsers/chromium.ts'
import { until } from '../testing/browsers/panel.ts'
import { startInChromium, startInFirefox, type Person } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { pictureCalls } from './call-screenshots.ts'
import { ensureBrowsers } from './ensure-browsers.ts'
import { buildExtensions } from '../testing/builds.ts'

/**
 * `npm run screenshots`: every state of the panel that a person may see, from Firefox's narrowest sidebar to a wide one, light and dark, in
 * artifacts/screenshots/. Look at them after a change of the panel. (`npm run demo` pictures whole windows.)
 */
const folder = 'artifacts/screenshots'
const sizes = {
  narrowest: { width: 196, height: 600 },
  narrow: { width: 320, height: 600 },
  middle: { width: 560, height: 600 },
  wide: { width: 800, height: 600 },
}

async function picture(person: Person<ChromiumBrowser>, state: string) {
  const page = person.browser.panelPage()
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewport(viewport)
    for (const theme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
      await page.screenshot({ path: `${folder}/${state}-${size}-${theme}.png` })
    }
  }
}

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

await picture(ada, '1-first-run')
await ada.panel().click('button', 'Another relay or room')
await picture(ada, '1-another-relay-or-room')
await ada.fill('Relay URL', 'http://127.0.0.1:8080/ws')
await ada.panel().click('button', 'Join')
await ada.fill('Your name', 'Ada')
await ada.panel().click('button', 'Join')
await ada.alert(/begins with ws/)
await picture(ada, '2-refused')

await ada.join({ relayUrl: relay.url, room: 'stargazers' })
await ada.status(/^Waiting/)
await until('the invite', () => ada.panel().value('Invite link'), Boolean)
await picture(ada, '3-alone')

const room = 'stargazers'
await bob.join({ relayUrl: relay.url, room })
await eve.join({ relayUrl: relay.url, room })
await ada.status(/and/)
await eve.status(/and/)
for (const [speaker, text] of [
  [ada, 'Have you read this? Orion is up by eleven.'],
  [bob, 'Reading it right now. I count seven Pleiades ✨'],
  [bob, 'Seven is above average, they say.'],
  [eve, '今晚的天空很清楚，我看到了木星！'],
  [
    ada,
    'A line of its own:\n\n  <b>this is text</b>, and https://example.org/a/very/long/address/that/has/to/break/somewhere',
  ],
] as const) {
  await speaker.fill('Message', '')
  await speaker.panel().paste(text)
  await speaker.panel().press('Enter')
  await ada.sees(text.split('\n')[0] ?? text)
}
await picture(ada, '4-busy')
await bob.panel().screenshot(`${folder}/4-busy-firefox.png`)
await pictureMessages()
await ada.panel().click('button', 'People')
await until('the people', () => ada.panel().text('dialog', 'People'), Boolean)
await picture(ada, '5-people')
await ada.panel().press('Escape')
await ada.panel().click('button', 'Room menu')
await until('the menu', () => ada.panel().text('menuitem', 'Leave'), Boolean)
await picture(ada, '5-menu')
await ada.panel().press('Escape')
await ada.panel().click('button', 'Connection details')
await until('the log', () => ada.panel().text('list', 'Connection log'), Boolean)
await picture(ada, '5-details')
await ada.panel().press('Escape')

await ada.panel().click('button', 'Verify')
await bob.alert(/wants to compare/)
await bob.panel().screenshot(`${folder}/6-asked-to-compare-firefox.png`)
await bob.panel().click('button', 'Compare')
await until('the emoji', () => ada.panel().text('list', 'Emoji to compare'), Boolean)
await picture(ada, '6-emoji')
await ada.panel().click('tab', 'Number')
await until('the number', () => ada.panel().text('group', 'Safety number'), Boolean)
await picture(ada, '6-safety-number')
await ada.panel().click('tab', 'Emoji')
await ada.panel().click('button', 'They match')
await until('the mark', () => ada.panel().text('button', 'Done'), Boolean)
await picture(ada, '6-matched')
await Promise.all([ada.panel().press('Escape'), bob.panel().press('Escape')])
await picture(ada, '6-verified')

/** Chooses from the menu of the newest message. */
async function choose(person: Person, item: string) {
  await person.panel().focus('log', 'Messages')
  await person.panel().press('ArrowUp')
  await person.panel().press('Enter')
  await until('the menu', () => person.panel().text('menuitem', item), Boolean)
  await person.panel().click('menuitem', item)
}

/** What can be done to messages: the menu, and then a reaction, an answer, a pin, an edit and a deletion. */
async function pictureMessages() {
  await ada.panel().focus('log', 'Messages')
  await ada.panel().press('ArrowUp')
  await ada.panel().press('Enter')
  await until('the menu', () => ada.panel().text('menuitem', 'Reply'), Boolean)
  await picture(ada, '4-message-menu')
  await ada.panel().press('Escape')
  await choose(ada, '👍')
  await choose(ada, 'Pin')
  await choose(ada, 'Reply')
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().type('Half of an answer')
  await picture(ada, '4-answering')
  await ada.panel().press('Enter')
  await ada.sees('Half of an answer')
  await choose(bob, '❤️')
  await choose(ada, 'Edit')
  await until(
    'the words to edit',
    () => ada.panel().value('Message'),
    (text) => text === 'Half of an answer',
  )
  await ada.panel().focus('textbox', 'Message')
  await ada.panel().press('End')
  await ada.panel().type(', and the **other** half')
  await ada.panel().press('Enter')
  await ada.sees('the other half')
  await ada.say('A slip of the tongue')
  await choose(ada, 'Delete')
  await until('the question', () => ada.panel().text('dialog'), Boolean)
  await picture(ada, '4-delete')
  await ada.panel().click('button', 'Delete')
  await ada.sees('You deleted this message.')
  await bob.panel().focus('textbox', 'Message')
  await bob.panel().type('Wait')
  await until(
    'who is typing',
    () => ada.panel().evaluate(() => document.body.innerText),
    (text) => text.includes('Bob is typing'),
  )
  await picture(ada, '4-done-to-messages')
  await bob.say('Wait, I see it too!')
}

/** Presses a button, pictures the dialog that it opens, and closes that. */
async function pictureDialog(button: string, state: string, fill?: () => Promise<void>) {
  await ada.panel().click('button', button)
  await until('the dialog', () => ada.panel().text('dialog'), Boolean)
  await fill?.()
  await picture(ada, state)
  await ada.panel().press('Escape')
  await until(
    'no dialog',
    () => ada.panel().text('dialog'),
    (text) => text === undefined,
  )
}

await ada.panel().click('button', 'New room')
await ada.fill('Room name', 'Kitchen')
await picture(ada, '7-new-room')
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
await pictureDialog('Disappearing messages', '7-disappearing')
await pictureDialog('Forget room', '7-forget')
await bob.say('Anyone still up?')
await until(
  'the count',
  () => ada.panel().text('navigation', 'Rooms'),
  (text) => /1 new message/.test(text ?? ''),
)
await picture(ada, '7-unread')
await pictureDialog('Settings', '7-settings')
await ada.panel().click('button', 'stargazers')
await ada.status(/Bob/)

await pictureCalls({ ada, eve, picture: (state) => picture(ada, state) })

await ada.panel().focus('textbox', 'Message')
await ada.panel().paste('All that anyone ever wrote. '.repeat(2_000))
await ada.alert(/at most 32 KB/)
await picture(ada, '8-too-long')
await ada.panel().press('Control+a')
await ada.panel().press('Delete')

await relay.kill()
await ada.status(/Can’t reach the relay/)
await picture(ada, '9-relay-away')
await Promise.all([bob.leave(), eve.leave()])
await ada.alert(/^Lost the relay/)
await picture(ada, '9-they-left')

await Promise.all([ada, bob, eve].map((person) => person.browser.quit()))
console.log(`The pictures are in ${folder}.`)
