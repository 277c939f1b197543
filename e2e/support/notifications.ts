import { TargetType } from 'puppeteer-core'
import type { ChromiumBrowser } from '../../testing/browsers/chromium.ts'
import type { startDesktop } from '../../testing/browsers/desktop.ts'
import { until } from '../../testing/browsers/panel.ts'
import type { Person } from '../../testing/browsers/person.ts'

type Desktop = Awaited<ReturnType<typeof startDesktop>>

/** Whether the browser lets the extension notify. */
export const mayNotify = (person: Person) =>
  person.panel().evaluate(() => chrome.permissions.contains({ permissions: ['notifications'] }))

/** The extension's worker, which shows badge and notifications with the panel closed. */
export async function workerOf({ browser }: Person<ChromiumBrowser>) {
  const target = await browser.browser.waitForTarget((one) => one.type() === TargetType.SERVICE_WORKER)
  const worker = await target.worker()
  if (!worker) throw new Error('The service worker has gone.')
  return worker
}

/** The notifications, as the worker that shows them knows them, and all that it ever asked for. */
export async function watchNotifications(person: Person<ChromiumBrowser>) {
  const worker = await workerOf(person)
  // Chromium tells which there are and not what they say.
  await worker.evaluate(() => {
    const made: string[] = []
    const create = chrome.notifications.create.bind(chrome.notifications)
    Object.assign(chrome.notifications, {
      create(id: string, options: chrome.notifications.NotificationCreateOptions) {
        made.push(options.message)
        return create(id, options)
      },
    })
    Object.assign(globalThis, { made })
  })
  return {
    shown: () => worker.evaluate(async () => Object.keys(await chrome.notifications.getAll())),
    made: () => worker.evaluate(() => Reflect.get(globalThis, 'made') as unknown),
  }
}

/** On the desktop: "Allow" in the browser's question, and where a notification comes up. */
const allow = { x: 768, y: 256 }
const notification = { x: 950, y: 745 }

/** Whether it is so within the time that the browser distrusts a press after another. */
const isSoon = (read: () => Promise<boolean>) => until('the answer', read, Boolean, 1_500).catch(() => false)

/** Chromium as it starts for them: at the desktop's corner, so that things are where they are expected. */
export const onDesktop = ({ display }: Desktop) => ({
  headless: false,
  display,
  args: ['--window-size=1200,800', '--window-position=0,0'],
})

/** The browser takes no press in the question's first moment, nor several in a row. */
export async function allowNotifications(desktop: Desktop, person: Person) {
  do await desktop.click(allow)
  while (!(await isSoon(() => mayNotify(person))))
}

/** Moves the mouse onto the notification, which then stays; otherwise it goes after a while. */
export async function holdNotification(desktop: Desktop) {
  // It is noticed when it moves there.
  await desktop.point({ ...notification, x: notification.x + 20 })
  await desktop.point(notification)
}

/** While it comes in with a movement, it takes no press. */
export async function clickNotification(desktop: Desktop, shown: () => Promise<readonly string[]>) {
  do await desktop.click(notification)
  while (!(await isSoon(async () => (await shown()).length === 0)))
}

/** Turns to a room of a person's own, so that the one before is not in sight. */
export async function turnAway(person: Person, relayUrl: string) {
  await person.panel().press('Escape')
  await person.panel().click('button', 'New room')
  await until(
    'the dialog "New room"',
    () => person.panel().text('dialog', 'New room'),
    (text) => text !== undefined,
  )
  await until(
    'the relay, filled in',
    () => person.panel().value('Relay URL'),
    (value) => Boolean(value),
  )
  await person.fill('Room name', 'Second')
  await person.fill('Relay URL', relayUrl)
  await person.panel().click('button', 'Create')
  await person.status(/^Waiting for others in Second\.$/)
}
