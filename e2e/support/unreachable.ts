import type { Panel } from '../../testing/browsers/panel.ts'

/** What a person can press or type into and still cannot reach, however they scroll; each by its name. */
export const unreachable = (panel: Panel) =>
  panel.evaluate(() => {
    const selector =
      'button, input, textarea, select, a[href], [role=menuitem], [role=menuitemcheckbox], [role=tab]'
    const layers = [...document.querySelectorAll('[role=dialog], [role=menu], nav.open')]
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ?? (element.textContent.trim() || element.outerHTML.slice(0, 80))

    function isReachable(element: Element): boolean {
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      // What only its label is seen of is pressed there.
      const target =
        element.getBoundingClientRect().width > 2 ? element : (element.closest('label') ?? element)
      const { bottom, left, right, top } = target.getBoundingClientRect()
      if (left < -1 || right > innerWidth + 1) return false
      const [x, y] = [(left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2]
      const hit = document.elementFromPoint(x, y)
      return hit !== null && target.contains(hit)
    }

    return [...(layers.at(-1) ?? document).querySelectorAll(selector)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !element.closest('.visually-hidden') && !isReachable(element))
      .map(nameOf)
  })
