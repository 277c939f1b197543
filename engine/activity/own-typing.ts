import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'

/**
 * Says that we're typing: at once, then once in an interval as long as something is typed, and that we stopped, where
 * others may still believe that we type. It begins again no sooner than an interval after it was said last, so a person
 * who sends one word after the other isn't told of with every word.
 */
export function createOwnTyping(options: {
  readonly clock: Clock
  /** Whether anything was said. */
  readonly tell: (isTyping: boolean) => boolean
}) {
  const { clock, tell } = options
  /** Set while nothing is said that was said a moment ago. */
  let cancelPause: (() => void) | undefined
  let hasTyped = false
  let isTold = false

  function say() {
    hasTyped = false
    isTold = tell(true)
    cancelPause = clock.after(limits.typingIntervalMs, () => {
      cancelPause = undefined
      if (hasTyped) say()
    })
  }

  return {
    /** Something was typed. */
    type() {
      hasTyped = true
      if (!cancelPause) say()
    },
    /** The message was sent, or its draft is empty. */
    stop() {
      hasTyped = false
      if (isTold) tell(false)
      isTold = false
    },
    close: () => cancelPause?.(),
  }
}
