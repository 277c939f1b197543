import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadAhead } from './load-ahead.ts'

/** A thread that is idle when the test says so. */
function stubIdle() {
  const waiting: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (run: () => void) => waiting.push(run))
  return async () => {
    waiting.shift()?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('loadAhead', () => {
  test('loads one part each time the thread is idle, in their order', async () => {
    const idle = stubIdle()
    const loaded: string[] = []
    const part = (name: string) => () => Promise.resolve(loaded.push(name))
    loadAhead([part('menu'), part('dialog')])
    expect(loaded).toEqual([])
    await idle()
    expect(loaded).toEqual(['menu'])
    await idle()
    expect(loaded).toEqual(['menu', 'dialog'])
    await idle()
    expect(loaded).toEqual(['menu', 'dialog'])
  })

  test('goes on after a part that could not be loaded, and says so', async () => {
    const idle = stubIdle()
    const said = vi.spyOn(console, 'error').mockReturnValue()
    const next = vi.fn(() => Promise.resolve())
    loadAhead([() => Promise.reject(new Error('no such file')), next])
    await idle()
    await idle()
    expect(said).toHaveBeenCalledOnce()
    expect(next).toHaveBeenCalledOnce()
  })
})
