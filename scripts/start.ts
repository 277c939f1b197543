import path from 'node:path'
import { parseArgs } from 'node:util'
import { findBrowser } from '../e2e/support/browsers.ts'
import { launchChromium } from '../e2e/support/chromium.ts'
import { launchFirefox } from '../e2e/support/firefox.ts'
import { startRelay } from '../e2e/support/relay.ts'
import { hasDisplay } from '../e2e/support/display.ts'
import { buildExtensions } from './build-extensions.ts'

/** `npm start`: builds both extensions, runs the relay, and opens a browser with the panel where there is a display. */
const help = `npm start -- [--no-browser] [--port N] [--host H]

  --no-browser   do not open a browser
  --port N       the relay's port (8080)
  --host H       the address that the relay listens on (127.0.0.1)
`

const options = readOptions()

function readOptions() {
  try {
    return parseArgs({
      options: {
        'no-browser': { type: 'boolean', default: false },
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: '127.0.0.1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
    process.exit(2)
  }
}

if (options.help) {
  console.log(help)
  process.exit(0)
}

// Before the build: a taken port is known at once, and the relay says it in a sentence.
const relay = await startRelay({ port: options.port, host: options.host }).catch(() => process.exit(1))
process.once('exit', () => void relay.stop())

console.log('Building the extension for Chrome and Firefox…')
if (!(await buildExtensions())) {
  console.error('The extension could not be built; the reason stands above.')
  process.exit(1)
}

const builds = { chromium: path.resolve('.output/chrome-mv3'), firefox: path.resolve('.output/firefox-mv3') }
console.log(`
Relay     ${relay.url}
Chrome    ${builds.chromium}
          chrome://extensions → Developer mode → Load unpacked → that folder; then click the Sidetone icon.
Firefox   ${builds.firefox}
          about:debugging → This Firefox → Load Temporary Add-on → manifest.json in that folder.
`)

if (!options['no-browser']) await openBrowser()
console.log('Ctrl-C stops everything.')

async function openBrowser() {
  if (!hasDisplay()) return console.log('No display was found, so no browser is opened.')
  const kind = findBrowser('chromium') ? 'chromium' : findBrowser('firefox') ? 'firefox' : undefined
  if (!kind) return console.log('No Chromium and no Firefox was found, so none is opened.')
  try {
    // A profile of its own that stays, so that name and history do.
    const profile = path.resolve(`.profiles/${kind}`)
    const launch = kind === 'chromium' ? launchChromium : launchFirefox
    const browser = await launch({ extension: builds[kind], headless: false, profile })
    await browser.openPanel()
    console.log(`A ${kind === 'chromium' ? 'Chromium' : 'Firefox'} with the panel open is on your screen.`)
  } catch (error) {
    console.log(`A browser could not be opened (${String(error)}). Load the extension by hand, as above.`)
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The relay says goodbye to its clients; the browser ends with us.
    void relay.stop().then(() => process.exit(0))
  })
}
