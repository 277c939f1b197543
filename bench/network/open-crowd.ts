import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import puppeteer, { type Page } from 'puppeteer-core'
import { build } from 'vite'
import { requireBrowser } from '../../testing/browsers/find-browser.ts'
import type { Crowd } from './crowd-page.ts'

/** Chromium allows 500 connections to a page; each of its engines has one to every other person, and a spare one. */
const enginesPerPage = 8

/** A page with engines in it and what drives them, as one script. */
async function bundle(entry: string): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'crowdPage' },
    },
  })
  const [bundled] = [built].flat()
  if (!bundled || !('output' in bundled)) throw new Error('Vite watched instead of building.')
  return bundled.output[0].code
}

/** A Chromium without the extension, and pages in it that hold engines. */
export async function openEngineBrowser(entry: string, args: readonly string[] = []) {
  const script = await bundle(entry)
  const server = createServer(({ url }, response) => {
    const [type, body] =
      url === '/crowd.js'
        ? ['text/javascript', script]
        : ['text/html', '<!doctype html><title>Crowd</title><script src="/crowd.js"></script>']
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser = await puppeteer.launch({
    executablePath: requireBrowser('chromium'),
    pipe: true,
    protocolTimeout: 600_000,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      // Tabs behind the one in front are slowed down otherwise.
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      // Names that stand for addresses cost each connection a round of multicast; an extension has none.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...args,
    ],
  })
  return {
    async openPage(): Promise<Page> {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${port}/`)
      return page
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

/** A Chromium with many engines in it: as many people in one room as one machine carries. */
export async function openCrowd() {
  const browser = await openEngineBrowser('bench/network/crowd-page.ts')
  const pages: Page[] = []
  let people = 0

  async function pageForNext(): Promise<Page> {
    const known = pages[Math.floor(people / enginesPerPage)]
    people += 1
    if (known) return known
    const page = await browser.openPage()
    pages.push(page)
    return page
  }

  return {
    /** One more joins; gives the milliseconds until it is linked to `others`. */
    async join(room: Parameters<Crowd['join']>[1]): Promise<number> {
      const page = await pageForNext()
      const name = `Person ${people}`
      await page.evaluate(`crowd.prepare(${JSON.stringify(name)})`)
      return Number(await page.evaluate(`crowd.join(${JSON.stringify(name)}, ${JSON.stringify(room)})`))
    },
    /** What all engines did to mend links since it was asked last. */
    async takeMended(): Promise<string[]> {
      const lists = await Promise.all(pages.map((page) => page.evaluate('crowd.takeMended()')))
      return lists.flat().map(String)
    },
    /** Everyone leaves; the next to join is the first again. */
    async empty() {
      for (const page of pages.splice(0)) await page.close()
      people = 0
    },
    close: browser.close,
  }
}
