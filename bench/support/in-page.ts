/*
 * What runs inside the measured pages, ours and the baseline one alike. Puppeteer sends these functions as text, so each
 * stands alone and uses nothing from outside itself.
 */

export interface JoinTiming {
  /** From the click's event to the status "Connected…" in the DOM. */
  joinMs: number
  /** The click by the machine's clock, milliseconds since 1970. */
  clickedAtMs: number
}

/** Waits for the next click, and then for the status to say "Connected". */
export function timeJoin(): Promise<JoinTiming> {
  return new Promise((resolve) => {
    function handleClick() {
      const clickedMs = performance.now()
      const clickedAtMs = performance.timeOrigin + clickedMs
      const observer = new MutationObserver(() => {
        const statuses = [...document.querySelectorAll('[role=status]')]
        if (!statuses.some((status) => status.textContent.includes('Connected'))) return
        observer.disconnect()
        resolve({ joinMs: performance.now() - clickedMs, clickedAtMs })
      })
      observer.observe(document, { subtree: true, childList: true, characterData: true })
    }
    addEventListener('click', handleClick, { capture: true, once: true })
  })
}

/** The time stamp of the next Enter's keydown event, milliseconds since 1970. */
export function timeEnter(): Promise<number> {
  return new Promise((resolve) => {
    function handleKey(event: KeyboardEvent) {
      if (event.key !== 'Enter') return
      removeEventListener('keydown', handleKey, { capture: true })
      resolve(performance.timeOrigin + event.timeStamp)
    }
    addEventListener('keydown', handleKey, { capture: true })
  })
}

export interface Arrival {
  /** In the DOM, milliseconds since 1970. */
  inDomAtMs: number
  /** After the next frame was made: an animation frame and a task behind it. */
  framedAtMs: number
  /** On the screen, by the browser's own element timing, which rounds to some milliseconds. */
  paintedAtMs: number | undefined
}

/** Waits for an element with that text to be added to the page and painted. */
export function timeArrival(text: string): Promise<Arrival> {
  const nowMs = () => performance.timeOrigin + performance.now()
  const nextTask = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(undefined)
    })

  /** The innermost element that holds the text. */
  function holder(added: Node): Element | undefined {
    if (!(added instanceof Element) || !added.textContent.includes(text)) return undefined
    return [added, ...added.querySelectorAll('*')].findLast((one) => one.textContent.includes(text))
  }

  function painted(element: Element): Promise<number | undefined> {
    return new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => {
        const entry = list.getEntries().find((one) => Reflect.get(one, 'identifier') === text)
        if (!entry) return
        observer.disconnect()
        const renderMs: unknown = Reflect.get(entry, 'renderTime')
        resolve(typeof renderMs === 'number' ? performance.timeOrigin + renderMs : undefined)
      })
      observer.observe({ type: 'element' })
      // Set before the frame in which the element is painted first.
      element.setAttribute('elementtiming', text)
      setTimeout(() => resolve(undefined), 500)
    })
  }

  async function follow(element: Element, inDomAtMs: number): Promise<Arrival> {
    const paint = painted(element)
    await new Promise(requestAnimationFrame)
    await nextTask()
    const framedAtMs = nowMs()
    return { inDomAtMs, framedAtMs, paintedAtMs: await paint }
  }

  return new Promise((resolve) => {
    const observer = new MutationObserver((records) => {
      const inDomAtMs = nowMs()
      for (const node of records.flatMap((record) => [...record.addedNodes])) {
        const element = holder(node)
        if (!element) continue
        observer.disconnect()
        return resolve(follow(element, inDomAtMs))
      }
    })
    observer.observe(document, { subtree: true, childList: true })
  })
}

/** What "usable" means: which of the panel's two faces is waited for. */
export type Surface = { kind: 'form' } | { kind: 'room'; lastMessage: string }

export interface Usable {
  /** All in milliseconds since 1970. */
  documentAtMs: number
  firstPaintAtMs: number
  usableAtMs: number
}

/** Waits from the first frame on until a person can use the panel. Runs before the page's own scripts. */
export async function timeUsable(surface: Surface): Promise<Usable> {
  function isUsable(): boolean {
    const { activeElement } = document
    if (surface.kind === 'form') {
      const button = document.querySelector('main form button.primary')
      const isName = activeElement instanceof HTMLInputElement && activeElement.labels?.[0]?.innerText
      return isName === 'Your name' && button !== null && button.ariaDisabled !== 'true'
    }
    const last = document.querySelector('[role=log] > .item:last-child')
    if (!last?.textContent.includes(surface.lastMessage)) return false
    const { bottom, height } = last.getBoundingClientRect()
    const isInSight = height > 0 && bottom > 0 && bottom <= innerHeight
    return isInSight && activeElement?.ariaLabel === 'Message'
  }

  const nextTask = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(undefined)
    })
  do {
    await new Promise(requestAnimationFrame)
    await nextTask()
  } while (!isUsable())
  const usableAtMs = performance.timeOrigin + performance.now()
  const firstPaintMs = await new Promise<number>((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const [paint] = list.getEntriesByName('first-contentful-paint')
      if (paint) resolve(paint.startTime)
    })
    observer.observe({ type: 'paint', buffered: true })
  })
  return {
    documentAtMs: performance.timeOrigin,
    firstPaintAtMs: performance.timeOrigin + firstPaintMs,
    usableAtMs,
  }
}
