import { mkdirSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import axe from 'axe-core'
import { expect, onTestFinished } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

const invite = `sidetone-invite1.${'aB3_-x9'.repeat(40)}`

/** Stands before the relay and keeps every byte that a browser sends. */
async function recordBefore(relayUrl: string) {
  const sent: Buffer[] = []
  const { hostname, port } = new URL(relayUrl)
  const server = createServer((browser) => {
    const relay = connect(Number(port), hostname)
    browser.on('data', (bytes: Buffer) => sent.push(bytes))
    browser.pipe(relay).pipe(browser)
    for (const socket of [browser, relay]) {
      socket.on('error', () => {
        browser.destroy()
        relay.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  return { url, sent: () => Buffer.concat(sent).toString('latin1') }
}

test('the relay’s page takes an invite that the relay never sees, and copies it', async ({
  relay,
  start,
}) => {
  const { url, sent } = await recordBefore(relay.url)
  const ada = await start.chromium('Ada')
  const { tab } = ada.browser
  const visible = () => tab.evaluate(() => document.querySelector('main:not([hidden])')?.textContent ?? '')
  const words = () => tab.evaluate(() => document.body.innerText)
  const permissions = ['clipboard-read', 'clipboard-write'].map(
    (name) => ({ permission: { name }, state: 'granted' }) as const,
  )
  await ada.browser.browser.defaultBrowserContext().setPermission(new URL(url).origin, ...permissions)
  const problems: string[] = []
  tab.on('console', (message) => problems.push(message.text()))
  tab.on('pageerror', (error) => problems.push(String(error)))

  await tab.goto(url)
  expect(await words()).toContain('introduces browsers to each other')
  expect(await words()).not.toContain('Copy invite')

  // Only the fragment changes: no request, and the page follows.
  await tab.goto(`${url}#${invite}`)
  await until('the invite', words, (text) => text.includes(invite))
  expect(await words()).not.toContain('introduces browsers to each other')
  await (await tab.waitForSelector('::-p-aria([name="Copy invite"][role="button"])'))?.click()
  await until('the word that it is copied', words, (text) => text.includes('Copied.'))
  expect(await tab.evaluate(() => navigator.clipboard.readText())).toBe(invite)

  // A page without TLS has no clipboard.
  await tab.evaluate(() => navigator.clipboard.writeText('something else'))
  await tab.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: undefined }))
  await tab.focus('main:not([hidden]) .copy')
  await tab.keyboard.press('Enter')
  await until(
    'the invite on the clipboard',
    () => tab.evaluate(() => navigator.clipboard.readText()),
    (text) => text === invite,
  )

  // Loaded with the fragment from the start.
  await tab.reload()
  await until('the invite', words, (text) => text.includes(invite))
  for (const theme of ['light', 'dark']) {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
    mkdirSync('artifacts/landing', { recursive: true })
    for (const width of [320, 900]) {
      await tab.setViewport({ width, height: 700 })
      await tab.screenshot({ path: `artifacts/landing/${width}-${theme}.png` })
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
        0,
      )
      const cdp = await tab.createCDPSession()
      await cdp.send('Page.setBypassCSP', { enabled: true })
      const broken = await tab.evaluate(
        `(async () => { ${axe.source}; const { violations } = await axe.run(); return violations.map(({ id }) => id) })()`,
      )
      expect(broken).toEqual([])
    }
  }

  await tab.goto(`${url}#${invite.slice(0, 17)}`)
  await until('the word that it is cut off', words, (text) => text.includes('incomplete'))
  // Markup in a fragment is nothing at all.
  await tab.goto(`${url}#<img src=x onerror=alert(1)>`)
  await until('the word on what this is', words, (text) => text.includes('introduces browsers'))
  expect(await words()).toContain(`${url.replace('http', 'ws')}ws`)
  await tab.goto(`${url}#${invite}%3Cb%3E`)
  await until('the word that it is broken', words, (text) => text.includes('incomplete'))
  expect(await visible()).not.toContain(invite)

  expect(problems.filter((text) => !/favicon|404/.test(text))).toEqual([])
  expect(sent()).toMatch(/^GET \/ HTTP/)
  expect(sent()).not.toMatch(/sidetone-invite|aB3_-x9|onerror/)
})

test('in Chinese the page is Chinese', async ({ relay, start }) => {
  const ada = await start.chromium('小明', { language: 'zh-CN', args: ['--accept-lang=zh-CN'] })
  const { tab } = ada.browser
  await tab.goto(`${relay.url.replace('ws', 'http').replace(/\/ws$/, '/')}#${invite}`)
  const words = () => tab.evaluate(() => document.body.innerText)
  await until('Chinese', words, (text) => text.includes('复制邀请') && !text.includes('Copy'))
  expect(await tab.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
})
