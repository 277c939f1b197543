import { writeFile } from 'node:fs/promises'
import puppeteer from 'puppeteer-core'
import * as v from 'valibot'
import { requireBrowser } from './find-browser.ts'
import { createFirefoxNotifications } from './firefox-notifications.ts'
import { createFirefoxPage, treeSchema } from './firefox-page.ts'
import { createFirefoxToolbar } from './firefox-toolbar.ts'
import { launcherIn, processIdOf, reachLoopback } from './launcher.ts'
import { asExpression, until, type Browser, type Panel, type Role } from './panel.ts'
import type { MicrophonePermission } from '../sound/chromium-permission.ts'
import { createFirefoxMicrophone } from '../sound/firefox-permission.ts'

export interface FirefoxOptions {
  /** The unpacked build. */
  readonly extension: string
  readonly headless?: boolean
  /** A profile folder that stays; without one, the profile ends with the browser. */
  readonly profile?: string
  readonly prefs?: Record<string, unknown>
  /** A network namespace to run in. */
  readonly namespace?: string
  /** The microphones and speakers it has, and no others (`startSound`). */
  readonly sound?: { readonly env: Readonly<Record<string, string>> }
  /** What the person decided before, and for good; `prompt` unless told. */
  readonly microphone?: MicrophonePermission
}

const extensionId = 'sidetone@sidetone.example'
const extensionUuid = 'd1c2b8a4-53f0-4e6b-9a0e-51de70e00001'
const sidebarId = `${extensionId.replace(/\W/g, '_')}-sidebar-action`

/** The keys that WebDriver names by a private code point (https://w3c.github.io/webdriver/#keyboard-actions). */
const keyCodes: Record<string, string> = {
  Enter: '\uE007',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
  Backspace: '\uE003',
  Shift: '\uE008',
  Control: '\uE009',
  Tab: '\uE004',
  Home: '\uE011',
  Escape: '\uE00C',
}

const evaluationSchema = v.variant('type', [
  v.object({ type: v.literal('success'), result: v.object({ value: v.optional(v.string()) }) }),
  v.object({ type: v.literal('exception'), exceptionDetails: v.object({ text: v.string() }) }),
])
const nodesSchema = v.object({ nodes: v.array(v.object({ sharedId: v.string() })) })

/** The part of puppeteer's browser that carries raw WebDriver BiDi commands; its types hide it. */
interface CarriesBidi {
  connection: { send(method: string, params: object): Promise<unknown> }
}
function carriesBidi(browser: object): browser is CarriesBidi {
  return 'connection' in browser
}

/**
 * Starts a Firefox of its own with the extension loaded. The panel is the real sidebar: puppeteer does not see it,
 * so this speaks WebDriver BiDi, and in the browser's own scope, which `--remote-allow-system-access` opens.
 */
export async function launchFirefox(options: FirefoxOptions) {
  const launcher = launcherIn(options.namespace, requireBrowser('firefox'))
  const debugging = options.namespace ? await reachLoopback(options.namespace) : undefined
  const launching = puppeteer.launch({
    browser: 'firefox',
    timeout: 120_000,
    executablePath: launcher.file,
    ...(debugging && { debuggingPort: debugging.port }),
    headless: options.headless ?? true,
    ...(options.profile && { userDataDir: options.profile }),
    args: ['--remote-allow-system-access'],
    ...(options.sound && { env: { ...process.env, ...options.sound.env } }),
    extraPrefsFirefox: {
      // The same at every start, and with its data: an extension that is loaded for testing is new each time otherwise.
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: extensionUuid }),
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      // Its own windows, not the desktop's notification center.
      'alerts.useSystemBackend': false,
      'ui.prefersReducedMotion': 0,
      ...options.prefs,
    },
  })
  const browser = await launching.finally(() => launcher.remove())
  browser.once('disconnected', () => debugging?.close())
  if (!carriesBidi(browser)) throw new Error('This puppeteer hides its BiDi connection.')
  const { connection } = browser
  const console: string[] = []

  async function send(method: string, params: object): Promise<unknown> {
    return v.parse(v.object({ result: v.unknown() }), await connection.send(method, params)).result
  }

  /** Runs an expression and gives back its value, which must be a string. */
  async function evaluateIn(context: string, expression: string): Promise<string | undefined> {
    const params = { expression, target: { context }, awaitPromise: true, userActivation: true }
    const outcome = v.parse(evaluationSchema, await send('script.evaluate', params))
    if (outcome.type === 'exception') throw new Error(outcome.exceptionDetails.text)
    return outcome.result.value
  }

  await browser.installExtension(options.extension)
  const tree = v.parse(treeSchema, await send('browsingContext.getTree', { 'moz:scope': 'chrome' }))
  const chrome = tree.contexts[0].context
  const inChrome = (expression: string) => evaluateIn(chrome, `(async () => String(await (${expression})))()`)

  const sidebarIsOpen = async () =>
    (await inChrome(`SidebarController.isOpen && SidebarController.currentID === '${sidebarId}'`)) === 'true'

  const toolbar = createFirefoxToolbar(extensionId, inChrome)
  const microphone = createFirefoxMicrophone(extensionId, inChrome)
  if (options.microphone) await microphone.setPermission(options.microphone)

  // It opens by itself when it is installed; tests open it themselves.
  await until('the sidebar that opens at install', sidebarIsOpen, Boolean)
  await inChrome('SidebarController.hide()')

  async function closePanel() {
    await toolbar.press()
    await until('the closed sidebar', sidebarIsOpen, (isOpen) => !isOpen)
  }

  async function openedPanel() {
    await until('the open sidebar', sidebarIsOpen, Boolean)
    // WebDriver knows tabs only; this tells it of the sidebar's page too.
    const context = await until(
      'the page in the sidebar',
      () =>
        inChrome(`(() => {
          const page = document.getElementById('sidebar').contentDocument?.getElementById('webext-panels-browser')
          if (!page?.currentURI?.spec.endsWith('/sidepanel.html')) return ''
          const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
          page.permanentKey ??= {}
          const getBrowserById = Object.getPrototypeOf(NavigableManager).getBrowserById
          NavigableManager.getBrowserById = (id) =>
            NavigableManager.getIdForBrowser(page) === id ? page : getBrowserById.call(NavigableManager, id)
          return NavigableManager.getIdForBrowser(page)
        })()`),
      (id) => id !== '',
    )
    // As a click in it does: buttons take no keys in what hasn't the window's focus.
    await inChrome(
      `document.getElementById('sidebar').contentDocument.getElementById('webext-panels-browser').focus()`,
    )
    return firefoxPanel(context ?? '', send, evaluateIn)
  }

  return {
    kind: 'firefox',
    console,
    async openPanel() {
      await toolbar.press()
      return openedPanel()
    },
    openedPanel,
    page: createFirefoxPage(inChrome, send, extensionId),
    closePanel,
    async resizePanel({ width, height, zoom = 1 }) {
      await inChrome(`(() => {
        const page = document.getElementById('sidebar').contentDocument.getElementById('webext-panels-browser')
        page.style.cssText = 'flex: none; min-width: 0; width: ${width}px; height: ${height}px'
        page.browsingContext.fullZoom = ${zoom}
      })()`)
    },
    /** Its permission, its prompt and its indicator. */
    microphone,
    /** Those that it shows, and the question whether it may. */
    notifications: createFirefoxNotifications(inChrome),
    /** Firefox notices by itself; this is here because Chromium does not. */
    noticeDevices: () => Promise.resolve(),
    processId: processIdOf(browser),
    toolbarBadge: toolbar.badge,
    /** Keeps an accessibility tree of all pages from now on, as with a screen reader. */
    keepAccessibilityTree: async () => {
      await inChrome(
        `globalThis.accessibility = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService)`,
      )
    },
    /** Whether the event page runs or was put to sleep: `running`, `suspending`, `stopped`. */
    backgroundState: () => inChrome(`WebExtensionPolicy.getByID('${extensionId}').extension.backgroundState`),
    quit: () => browser.close(),
  } satisfies Browser & Record<string, unknown>
}

function firefoxPanel(
  context: string,
  send: (method: string, params: object) => Promise<unknown>,
  evaluateIn: (context: string, expression: string) => Promise<string | undefined>,
): Panel {
  async function locate(role: Role, name?: string) {
    const value = name === undefined ? { role } : { role, name }
    const found = await send('browsingContext.locateNodes', {
      context,
      locator: { type: 'accessibility', value },
    })
    return v.parse(nodesSchema, found).nodes[0]
  }

  async function find(role: Role, name: string) {
    const node = await until(
      `the ${role} "${name}"`,
      () => locate(role, name),
      (found) => found !== undefined,
    )
    if (!node) throw new Error(`The panel has no ${role} "${name}".`)
    return node
  }

  async function callOn(
    node: { sharedId: string },
    functionDeclaration: string,
  ): Promise<string | undefined> {
    const params = { functionDeclaration, arguments: [node], target: { context }, awaitPromise: true }
    const outcome = v.parse(evaluationSchema, await send('script.callFunction', params))
    if (outcome.type === 'exception') throw new Error(outcome.exceptionDetails.text)
    return outcome.result.value
  }

  const performKeys = (actions: { type: string; value: string }[]) =>
    send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] })

  async function press(keys: string) {
    const codes = keys.split('+').map((key) => keyCodes[key] ?? key)
    await performKeys([
      ...codes.map((value) => ({ type: 'keyDown', value })),
      ...codes.reverse().map((value) => ({ type: 'keyUp', value })),
    ])
  }

  return {
    async click(role, name) {
      const element = await find(role, name)
      // What stands in a dialog may have to be scrolled to.
      await callOn(element, "(node) => node.scrollIntoView({ block: 'nearest' })")
      const origin = { type: 'element', element }
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]
      await send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] })
    },
    async point(steps, pointer = 'mouse') {
      const actions = steps.map((step) => {
        if (step.type === 'hold') return { type: 'pause', duration: step.ms }
        if (step.type === 'move') return { type: 'pointerMove', x: step.x, y: step.y }
        return { type: step.type === 'down' ? 'pointerDown' : 'pointerUp', button: step.button ?? 0 }
      })
      const source = { type: 'pointer', id: pointer, parameters: { pointerType: pointer }, actions }
      await send('input.performActions', { context, actions: [source] })
    },
    async focus(role, name) {
      await callOn(await find(role, name), '(node) => node.focus()')
    },
    async text(role, name) {
      const node = await locate(role, name)
      return node && callOn(node, '(node) => node.innerText')
    },
    async value(name) {
      const node = await locate('textbox', name)
      return node && callOn(node, '(node) => node.value')
    },
    press,
    async type(text) {
      for (const character of text) await press(character)
    },
    async paste(text) {
      await evaluateIn(context, `String(document.execCommand('insertText', false, ${JSON.stringify(text)}))`)
    },
    async evaluate(run, ...args) {
      return JSON.parse((await evaluateIn(context, asExpression(run, args))) ?? 'null') as Awaited<
        ReturnType<typeof run>
      >
    },
    async screenshot(file) {
      const shot = v.parse(
        v.object({ data: v.string() }),
        await send('browsingContext.captureScreenshot', { context }),
      )
      await writeFile(file, Buffer.from(shot.data, 'base64'))
    },
  }
}

export type FirefoxBrowser = Awaited<ReturnType<typeof launchFirefox>>
