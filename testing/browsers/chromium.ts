import puppeteer, {
  type ElementHandle,
  type KeyInput,
  type Page,
  type Target,
  type TouchHandle,
} from 'puppeteer-core'
import { requireBrowser } from './find-browser.ts'
import { launcherIn, processIdOf } from './launcher.ts'
import { asExpression, until, type Browser, type Panel, type PointerStep, type Role } from './panel.ts'
import { changeMicrophonePermission, type MicrophonePermission } from '../sound/chromium-permission.ts'

export interface ChromiumOptions {
  /** The unpacked build. */
  readonly extension: string
  readonly headless?: boolean
  readonly language?: string
  readonly args?: string[]
  /** A profile folder that stays; without one, the profile ends with the browser. */
  readonly profile?: string
  /** An X display other than the one we are on. */
  readonly display?: string
  /** Opened in the tab beside the panel. */
  readonly page?: string
  /** A network namespace to run in. */
  readonly namespace?: string
  /** The microphones and speakers it has, and no others (`startSound`). Without it, it has those of this machine, muted. */
  readonly sound?: { readonly env: Readonly<Record<string, string>> }
  /** What the person decided before; `prompt` unless told. */
  readonly microphone?: MicrophonePermission
}

/** For the broken case only: four browsers that start at once on two busy cores take long. */
const startTimeoutMs = 120_000
const findTimeoutMs = 90_000

/** Starts a Chromium of its own with the extension loaded. */
export async function launchChromium(options: ChromiumOptions) {
  const launcher = launcherIn(options.namespace, requireBrowser('chromium'))
  const launching = puppeteer.launch({
    timeout: startTimeoutMs,
    executablePath: launcher.file,
    pipe: true,
    enableExtensions: [options.extension],
    headless: options.headless ?? true,
    defaultViewport: null,
    ...(options.profile && { userDataDir: options.profile }),
    // Without the bar that says so: it is in the way of people who try it, and of pictures.
    // Puppeteer mutes what has no window, and then nothing reaches the speaker.
    ignoreDefaultArgs: ['--enable-automation', ...(options.sound ? ['--mute-audio'] : [])],
    args: [
      // Chromium refuses its sandbox to root; `--test-type` keeps it from a bar about that.
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(options.language ? [`--lang=${options.language}`] : []),
      ...(options.args ?? []),
    ],
    env: {
      ...process.env,
      ...(options.language && { LANGUAGE: options.language }),
      // Without the desktop's own notification center, Chromium shows notifications itself.
      ...(options.display && { DISPLAY: options.display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
      ...options.sound?.env,
    },
  })
  const browser = await launching.finally(() => launcher.remove())
  const console: string[] = []
  let panelTarget: Target | undefined
  let panelPage: Page | undefined

  const find = async () => ({
    tab: (await browser.pages())[0],
    extension: [...(await browser.extensions()).values()][0],
  })
  const { tab, extension } = await until('the extension and a tab', find, (found) =>
    Boolean(found.tab && found.extension),
  )
  if (!tab || !extension) throw new Error('Chromium started without a tab or without the extension.')
  if (options.page) await tab.goto(options.page)
  // The worker makes the action open the panel, and then the host: once that is there, a click does what it should.
  const host = await browser.waitForTarget((target) => target.url().endsWith('/offscreen.html'), {
    timeout: startTimeoutMs,
  })
  const hostPage = await host.asPage()
  listen(hostPage, 'host')
  const setMicrophone = (permission: MicrophonePermission) =>
    changeMicrophonePermission(browser, hostPage, permission)
  /**
   * Has Chromium look for devices. It hears of changes from udev, which knows nothing of a test's devices, but listing
   * them makes it notice what is new and what is gone: pages get `devicechange`, and tracks end.
   */
  const noticeDevices = () =>
    hostPage.evaluate(async () => {
      await navigator.mediaDevices.enumerateDevices()
    })
  // What it never saw is not new to it.
  if (options.sound) await noticeDevices()
  if (options.microphone) await setMicrophone(options.microphone)

  function listen(page: Page, source: string) {
    page.on('console', (message) => console.push(`${source}: ${message.text()}`))
    page.on('pageerror', (error) => console.push(`${source}: ${String(error)}`))
  }

  async function openedPanel() {
    panelTarget = await browser.waitForTarget((target) => target.url().endsWith('/sidepanel.html'), {
      timeout: startTimeoutMs,
    })
    panelPage = await panelTarget.asPage()
    panelPage.setDefaultTimeout(findTimeoutMs)
    listen(panelPage, 'panel')
    return chromiumPanel(panelPage)
  }

  return {
    kind: 'chromium',
    console,
    tab,
    /** The open panel as puppeteer has it, for what only Chromium can do. */
    panelPage() {
      if (!panelPage) throw new Error('The panel is closed.')
      return panelPage
    },
    /** The offscreen document, in which the engine runs. */
    hostPage,
    browser,
    /** Changes the extension's permission as a person does in Chromium's settings, at any time. */
    setMicrophone,
    noticeDevices,
    /** Keeps an accessibility tree of the open panel from now on, as with a screen reader. */
    async keepAccessibilityTree() {
      const session = await panelPage?.createCDPSession()
      await session?.send('Accessibility.enable')
    },
    processId: processIdOf(browser),
    async openPanel() {
      await tab.triggerExtensionAction(extension)
      return openedPanel()
    },
    openedPanel,
    async resizePanel({ width, height, zoom = 1 }) {
      if (!panelPage) throw new Error('The panel is closed.')
      // The page sees a zoom as this: fewer pixels, each of more of the screen's.
      const [pageWidth, pageHeight] = [Math.round(width / zoom), Math.round(height / zoom)]
      await panelPage.setViewport({ width: pageWidth, height: pageHeight, deviceScaleFactor: zoom })
    },
    async closePanel() {
      await tab.triggerExtensionAction(extension)
      while (panelTarget && browser.targets().includes(panelTarget)) {
        await new Promise((resolve) => browser.once('targetdestroyed', resolve))
      }
      panelTarget = panelPage = undefined
    },
    quit: () => browser.close(),
  } satisfies Browser & Record<string, unknown>
}

function chromiumPanel(page: Page): Panel {
  const selector = (role: Role, name?: string) =>
    name === undefined ? `::-p-aria([role="${role}"])` : `::-p-aria([name="${name}"][role="${role}"])`

  async function find(role: Role, name: string): Promise<ElementHandle> {
    const element = await page.waitForSelector(selector(role, name))
    if (!element) throw new Error(`The panel has no ${role} "${name}".`)
    return element
  }

  return {
    // It waits until the thing stands still: what comes above it moves it away from under the pointer.
    click: (role, name) => page.locator(selector(role, name)).setTimeout(findTimeoutMs).click(),
    point: (steps, pointer = 'mouse') => (pointer === 'mouse' ? pointMouse(page, steps) : touch(page, steps)),
    async focus(role, name) {
      await (await find(role, name)).focus()
    },
    async text(role, name) {
      const element = await page.$(selector(role, name))
      return (
        (await element?.evaluate((node) => (node instanceof HTMLElement ? node.innerText : ''))) ?? undefined
      )
    },
    async value(name) {
      const element = await page.$(selector('textbox', name))
      return element?.evaluate((node) =>
        node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement ? node.value : '',
      )
    },
    async press(keys) {
      const all = keys.split('+') as KeyInput[]
      for (const key of all) await page.keyboard.down(key)
      for (const key of all.reverse()) await page.keyboard.up(key)
    },
    type: (text) => page.keyboard.type(text),
    paste: (text) => page.keyboard.sendCharacter(text),
    async evaluate(run, ...args) {
      return JSON.parse(String(await page.evaluate(asExpression(run, args)))) as Awaited<
        ReturnType<typeof run>
      >
    },
    async screenshot(file) {
      await page.screenshot({ path: file })
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function pointMouse({ mouse }: Page, steps: readonly PointerStep[]) {
  for (const step of steps) {
    if (step.type === 'hold') await pause(step.ms)
    else if (step.type === 'move') await mouse.move(step.x, step.y)
    else await mouse[step.type]({ button: step.button === 2 ? 'right' : 'left' })
  }
}

/** A finger that is held down long enough opens a menu, as on a touch screen. */
async function touch({ touchscreen }: Page, steps: readonly PointerStep[]) {
  let place = { x: 0, y: 0 }
  let finger: TouchHandle | undefined
  for (const step of steps) {
    if (step.type === 'hold') await pause(step.ms)
    else if (step.type === 'move') {
      place = { x: step.x, y: step.y }
      await finger?.move(step.x, step.y)
    } else if (step.type === 'down') finger = await touchscreen.touchStart(place.x, place.y)
    else await finger?.end()
  }
}

export type ChromiumBrowser = Awaited<ReturnType<typeof launchChromium>>
