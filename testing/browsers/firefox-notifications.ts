import { until } from './panel.ts'

/**
 * Notifications in Firefox, driven in the browser's own scope. `inChrome` evaluates an expression there. With no
 * notification centre of the system Firefox shows each in a window of its own.
 */
export function createFirefoxNotifications(inChrome: (expression: string) => Promise<string | undefined>) {
  /** Those that have come in. They go by themselves when a movement ends, which pauses while the mouse is on them. */
  const boxes = `[...Services.wm.getEnumerator('alert:alert')]
    .map(({ document }) => document.getElementById('alertBox'))
    .filter((box) => box?.hasAttribute('animate'))`

  return {
    /** Presses "Allow" in the question for an optional permission until `isAllowed`: at first it takes no press. */
    allow: (isAllowed: () => Promise<boolean>) =>
      until(
        'the permission for notifications',
        async () => {
          await inChrome(`(() => {
            const asked = PopupNotifications.panel.firstElementChild
            if (asked?.id === 'addon-webext-permissions-notification') asked.button.click()
          })()`)
          return isAllowed()
        },
        Boolean,
      ),

    /** The words of each that is shown, which from then on stays. */
    texts: async () =>
      (await inChrome(`${boxes}.map((box) => {
        box.style.animationPlayState = 'paused'
        return box.querySelector('#alertTextLabel').textContent
      }).join('\\n')`)) ?? '',

    /** Clicks the one that is shown. */
    async click() {
      await inChrome(`(() => {
        const [box] = ${boxes}
        box.style.animationPlayState = ''
        box.click()
      })()`)
    },
  }
}
