const logFailure = (error: unknown) => console.error('A part of the panel could not be loaded ahead', error)

/**
 * Loads what a press may ask for before it is pressed, one part after the other whenever the thread has nothing else
 * to do, so that a dialog opens at once though the panel starts without it.
 */
export function loadAhead(parts: readonly (() => Promise<unknown>)[]) {
  const [next, ...others] = parts
  if (!next) return
  requestIdleCallback(
    () =>
      void next()
        .catch(logFailure)
        .then(() => loadAhead(others)),
  )
}
