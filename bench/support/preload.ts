import type { Browser, CDPSession, Page } from 'puppeteer-core'

const resultName = 'benchPreload'

/**
 * Runs a function in every page that opens from now on, before the page's own scripts: a panel that is looked at
 * only when the driver has found it was often usable before. Gives back what ends this.
 */
export async function preload<Args extends unknown[]>(
  browser: Browser,
  run: (...args: Args) => unknown,
  ...args: Args
): Promise<() => Promise<void>> {
  const source = `globalThis.${resultName} = (${run.toString()})(...${JSON.stringify(args)})`
  const session = await browser.target().createCDPSession()
  async function instrument(page: CDPSession) {
    try {
      await page.send('Page.enable')
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source })
    } catch {
      // A worker has no pages.
    }
    await page.send('Runtime.runIfWaitingForDebugger')
  }
  session.on('sessionattached', (page: CDPSession) => {
    // It was closed meanwhile.
    void instrument(page).catch(() => undefined)
  })
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  })
  return () => session.detach()
}

/** What the preloaded function gave in a page. */
export async function readPreload<Result>(page: Page): Promise<Result> {
  return (await page.evaluate(resultName)) as Result
}
