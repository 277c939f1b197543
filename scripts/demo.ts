import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { launchChromium } from '../testing/browsers/chromium.ts'
import { createPerson } from '../testing/browsers/person.ts'
import { builds, buildExtensions } from '../testing/builds.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { serveDemoPage } from './demo-page.ts'
import { hasDisplay, startVirtualDisplay } from '../testing/browsers/display.ts'
import { ensureBrowsers, ensureVirtualDisplay } from './ensure-browsers.ts'

/**
 * `npm run demo`: Sidetone without a second person. Two browsers side by side, already talking in one room.
 * Without a display it happens on an invisible one and leaves pictures in artifacts/demo/.
 */
const window = { width: 960, height: 760 }
const pictures = 'artifacts/demo'

ensureBrowsers(['chromium'])
console.log('Building the extension…')
if (!(await buildExtensions())) process.exit(1)

const relay = await startRelay()
const page = await serveDemoPage()
const isShown = hasDisplay()
const invisible =
  !isShown && ensureVirtualDisplay()
    ? await startVirtualDisplay({ ...window, width: window.width * 2 })
    : undefined
const display = isShown ? {} : invisible && { display: invisible.display }

async function openPerson(name: string, index: number) {
  const left = index * window.width
  const browser = await launchChromium({
    extension: path.resolve(builds.chromium),
    headless: display === undefined,
    page: page.url,
    args: [`--window-position=${left},0`, `--window-size=${window.width},${window.height}`],
    ...display,
  })
  const person = createPerson(name, browser)
  await person.openPanel()
  return person
}

const [ada, bob] = await Promise.all([openPerson('Ada', 0), openPerson('Bob', 1)])
await ada.join({ relayUrl: relay.url, room: 'stargazers' })
await ada.status(/^Waiting for others/)
await bob.join({ relayUrl: relay.url, room: 'stargazers' })
await Promise.all([ada.status(/^Connected to Bob/), bob.status(/^Connected to Ada/)])

for (const [from, to, text] of [
  [ada, bob, 'Have you read this? Orion is up by eleven.'],
  [bob, ada, 'Reading it right now. I count seven Pleiades ✨'],
  [ada, bob, 'Seven! I only ever get six.'],
  [bob, ada, 'Give your eyes twenty minutes, it says.'],
  [ada, bob, 'Twenty minutes, then. Tea first?'],
  [bob, ada, 'Tea first.'],
  [bob, ada, 'The roof at eleven? I’ll bring blankets.'],
  [ada, bob, 'And I the telescope 🔭'],
] as const) {
  await from.say(text)
  await to.sees(text)
}

if (isShown) {
  console.log('Ada and Bob are on your screen, in one room. Ctrl-C ends the demo.')
  process.once('SIGINT', () => void end().then(() => process.exit(0)))
} else {
  mkdirSync(pictures, { recursive: true })
  await ada.panel().screenshot(`${pictures}/ada.png`)
  await bob.panel().screenshot(`${pictures}/bob.png`)
  const hasWindow = await invisible?.screenshot(`${pictures}/windows.png`)
  await end()
  console.log(
    `Ada and Bob talked in one room, without a display. Both panels: ${pictures}/ada.png and bob.png`,
  )
  if (hasWindow) console.log(`Both windows, side by side: ${pictures}/windows.png`)
  else
    console.log('A picture of a whole window needs Xvfb and ffmpeg (on Debian: apt-get install xvfb ffmpeg).')
}

async function end() {
  await Promise.all([ada.browser.quit(), bob.browser.quit()])
  invisible?.stop()
  page.close()
  await relay.stop()
}
