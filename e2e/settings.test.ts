import { mkdirSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { isChecked } from './support/is-checked.ts'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { isSaved } from './support/saved-settings.ts'
import { hasCoturn, startTurnServer, type TurnServer } from '../testing/servers/turn-server.ts'
import { test as base } from './support/test.ts'
import { violations } from './support/violations.ts'

const test = base.extend<{ turn: TurnServer }>({
  turn: async ({ task: _ }, use) => {
    const turn = await startTurnServer()
    await use(turn)
    await turn.stop()
  },
})

/** Firefox asks no server on loopback unless it is told to. */
const firefox = { prefs: { 'media.peerconnection.ice.loopback': true } }

/** Waits until the dialog's words match. */
async function reads(person: Person, dialog: string, pattern: RegExp): Promise<string> {
  const read = () => person.panel().text('dialog', dialog)
  return (await until(`${String(pattern)} in ${dialog}`, read, (text) => pattern.test(text ?? ''))) ?? ''
}

async function addServer(person: Person, url: string, username = '', password = '') {
  await person.fill('Server address', url)
  if (username !== '') {
    await person.fill('Username', username)
    // A password field has no role of its own.
    await person.panel().press('Tab')
    await person.panel().type(password)
  }
  await person.panel().click('button', 'Add server')
  const read = () => person.panel().value('Server address')
  await until('the form, empty again', read, (value) => value === '')
}

describe.skipIf(!hasCoturn)('with a real coturn (skipped where turnserver is not installed)', () => {
  for (const kind of ['chromium', 'firefox'] as const) {
    test(`${kind}: servers are tested, kept over a closed panel, and part of the connection check`, async ({
      relay,
      turn,
      start,
    }) => {
      const ada = kind === 'chromium' ? await start.chromium('Ada') : await start.firefox('Ada', firefox)
      await ada.fill('Relay URL', relay.url)
      await ada.panel().click('button', 'Settings')
      await reads(ada, 'Settings', /STUN and TURN servers/)
      // Before the servers: what comes later tells that these are kept.
      await ada.panel().click('checkbox', 'Rejoin my rooms when the browser starts')
      await isSaved(ada, 'rejoinsAtStart')
      await ada.fill('Relay for new rooms', relay.url)
      await ada.panel().press('Tab')
      await addServer(ada, turn.stunUrl)
      await addServer(ada, turn.turnUrl, turn.username, 'the-wrong-one')
      await addServer(ada, `${turn.turnUrl}?transport=tcp`, turn.username, turn.credential)
      await ada.panel().click('button', `Test ${turn.stunUrl}`)
      await reads(ada, 'Settings', /Works\. Others see you/)
      await ada.panel().click('button', `Test ${turn.turnUrl}`)
      await reads(ada, 'Settings', /The server rejected the username or password/)
      await ada.panel().click('button', `Test ${turn.turnUrl}?transport=tcp`)
      await reads(ada, 'Settings', /The password was accepted, and traffic goes through 127\.0\.…/)
      await ada.closePanel()
      await ada.openPanel()
      await until(
        'the new relay in the form',
        () => ada.panel().value('Relay URL'),
        (value) => value === relay.url,
      )
      await ada.panel().click('button', 'Settings')
      await reads(ada, 'Settings', /turn:127\.0\.0\.1:\d+\?transport=tcp/)
      expect(await isChecked(ada, 'Rejoin my rooms when the browser starts')).toBe(true)
      expect(await isChecked(ada, 'Hide my IP address from others')).toBe(false)
      await ada.panel().click('button', `Remove ${turn.turnUrl}`)
      // What stands below moves up then.
      await until(
        'the server, gone',
        () => ada.panel().text('button', `Remove ${turn.turnUrl}`),
        (text) => text === undefined,
      )

      await ada.panel().click('button', 'Check connection')
      const report = await reads(ada, 'Connection check', /Offered to others/)
      expect(report).toMatch(/Relay ws:\/\/127\.0\.0\.1:\d+\/ws\s+Connected in [\d,]+ ms\. Round trip:/)
      expect(report).toMatch(/stun:127\.0\.0\.1:\d+\s+Works/)
      expect(report).toMatch(/transport=tcp\s+Works\. The password was accepted/)
      expect(report).toMatch(/The relay’s TURN server\s+The relay doesn’t provide one/)
      expect(report).toMatch(/Offered to others: .*the TURN server’s address/)
      expect(report).not.toContain(turn.credential)
    })
  }

  test('hidden addresses: two meet through TURN alone', async ({ relay, turn, start }) => {
    const [ada, bob] = await Promise.all([start.chromium('Ada'), start.chromium('Bob')])
    for (const person of [ada, bob]) {
      await person.panel().click('button', 'Settings')
      await addServer(person, turn.turnUrl, turn.username, turn.credential)
      await person.panel().click('checkbox', 'Hide my IP address from others')
      await isSaved(person, 'isRelayOnly')
      await person.panel().press('Escape')
      await person.join({ relayUrl: relay.url })
    }
    await ada.status(/^Connected to Bob\.$/)
    await ada.say('Hidden')
    await bob.sees('Hidden')
    await ada.details((log) => log.includes('udp relay') && !/host|srflx/.test(log))
  })
})

test('an invalid server is reported at its field, by keyboard alone, and nothing is saved', async ({
  start,
}) => {
  const ada = await start.chromium('Ada')
  const { panel } = ada
  const focused = () =>
    panel().evaluate(() => {
      const element = document.activeElement
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined
      const outline = element ? getComputedStyle(element).outlineStyle : 'none'
      return `${label ?? element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? ''}|${outline}`
    })
  await panel().focus('button', 'Settings')
  await panel().press('Enter')
  await reads(ada, 'Settings', /STUN and TURN servers/)
  // Everything in the dialog can be reached, and the focus stays in it.
  const passed: string[] = []
  while (passed.length < 2 || passed[0] !== passed.at(-1)) {
    await panel().press('Tab')
    passed.push(await focused())
    // A guard against going round for ever; what is there is counted nowhere.
    expect(passed.length).toBeLessThan(100)
  }
  const names = passed.map((one) => one.split('|')[0])
  for (const name of ['Server address', 'Add server', 'Test', 'Hide my IP address from others']) {
    expect(names).toContain(name)
  }
  for (const one of passed) expect(one).not.toMatch(/\|none$/)
  expect(names).not.toContain('Join')

  await ada.fill('Server address', 'http://what')
  await panel().press('Enter')
  await reads(ada, 'Settings', /That isn’t a STUN or TURN server address/)
  await ada.fill('Server address', 'turn:turn.example.org')
  await panel().press('Enter')
  await reads(ada, 'Settings', /A TURN server needs a username and a password/)
  await until('the focus on what is missing', focused, (name) => name.startsWith('Username|'))
  await panel().press('Escape')
  // The list that the button stands in has closed for the dialog.
  await until('the focus on what leads back there', focused, (name) => name.startsWith('Rooms|'))
  await panel().focus('button', 'Settings')
  await panel().press('Enter')
  await reads(ada, 'Settings', /STUN and TURN servers/)
  expect(await panel().text('button', 'Remove turn:turn.example.org')).toBeUndefined()
})

test('hiding addresses without a TURN server is said before joining, and nobody joins', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  await ada.panel().click('button', 'Settings')
  await ada.panel().click('checkbox', 'Hide my IP address from others')
  await reads(ada, 'Settings', /neither you nor the relay has a TURN server/)
  await ada.panel().press('Escape')
  await ada.alert(/neither you nor the relay has a TURN server/)
  await ada.join({ relayUrl: relay.url })
  await ada.alert(/neither you nor the relay has a TURN server/)
  expect(await ada.panel().text('button', 'Join')).toBe('Join')
})

test('axe finds nothing, in both themes at 320 px', async ({ relay, start }) => {
  const ada = await start.chromium('Ada')
  const page = ada.browser.panelPage()
  await page.setViewport({ width: 320, height: 640 })
  mkdirSync('artifacts', { recursive: true })
  await ada.fill('Relay URL', relay.url)
  await ada.panel().click('button', 'Settings')
  await addServer(ada, 'stun:127.0.0.1:40999')
  await ada.panel().click('checkbox', 'Hide my IP address from others')
  await ada.fill('Server address', 'turn:no one')
  await ada.panel().click('button', 'Add server')
  await reads(ada, 'Settings', /That isn’t a STUN or TURN server address/)
  expect(await violations(ada)).toEqual([])
  await ada.panel().click('button', 'Check connection')
  await reads(ada, 'Connection check', /No answer within 10 seconds/)
  expect(await violations(ada)).toEqual([])
  await ada.panel().click('button', 'Back to settings')
  await reads(ada, 'Settings', /STUN and TURN servers/)
})

test('in Chinese all of it is Chinese', async ({ start }) => {
  const ada = await start.chromium('小明', { language: 'zh-CN' })
  await ada.panel().click('button', '房间列表')
  await ada.panel().click('button', '设置')
  await reads(ada, '设置', /STUN 和 TURN 服务器/)
  // The key's fingerprint is hexadecimal, and each language stands under its own name.
  const terms = /\b(?:[0-9a-f]{4}|stun|turn|Sidetone|English|ws|example|org|IP|IPv\d|mDNS)\b/gi
  const words = () => ada.panel().text('dialog', '设置')
  expect((await words())?.replaceAll(terms, '').match(/[a-z]{2,}/gi)).toBeNull()
})

const chooseLanguage = (person: Person, language: string) =>
  person.panel().evaluate((value) => {
    const select = document.querySelector<HTMLSelectElement>('select:has(option[lang])')
    if (!select) throw new Error('There is no choice of a language.')
    select.value = value
    select.dispatchEvent(new Event('change'))
  }, language)

describe('another language than the browser’s', () => {
  test.for(['chromium', 'firefox'] as const)('%s: is there at once, and stays', async (kind, { start }) => {
    const ada = await start[kind]('Ada')
    await ada.panel().click('button', 'Settings')
    await reads(ada, 'Settings', /STUN and TURN servers/)
    await chooseLanguage(ada, 'zh-CN')
    await reads(ada, '设置', /STUN 和 TURN 服务器/)
    await ada.closePanel()
    await ada.openPanel()
    await ada.panel().click('button', '房间列表')
    await ada.panel().click('button', '设置')
    await reads(ada, '设置', /STUN 和 TURN 服务器/)
    await chooseLanguage(ada, '')
    await reads(ada, 'Settings', /STUN and TURN servers/)
  })
})
