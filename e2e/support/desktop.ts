import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startVirtualDisplay } from './display.ts'
import { commandExists, runCommand } from './run-command.ts'
import { until } from './panel.ts'

/** Whether an invisible desktop can be had; what needs it says by its name that it is skipped otherwise. */
export const hasDesktop = ['Xvfb', 'xdotool'].every(commandExists)

/**
 * An invisible X display with a keyboard and a mouse. What is pressed there reaches a browser as a whole, its own
 * commands and menus too, which no driver presses.
 */
export async function startDesktop(size = { width: 1_200, height: 800 }) {
  const { display, screenshot, stop } = await startVirtualDisplay(size)

  async function xdotool(...words: string[]) {
    if (!(await runCommand('xdotool', words, { quiet: true, env: { DISPLAY: display } }))) {
      throw new Error(`xdotool ${words.join(' ')} failed.`)
    }
  }

  return {
    display,
    screenshot,
    stop,
    /** Waits until two pictures one after the other are the same: whatever came in has come in. */
    async standsStill() {
      const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-desktop-'))
      const file = path.join(folder, 'desktop.ppm')
      let before: Buffer | undefined
      const look = async () => {
        await screenshot(file)
        const now = await readFile(file)
        const isSame = before?.equals(now) === true
        before = now
        return isSame
      }
      try {
        await until('a desktop that stands still', look, Boolean)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
    /** Presses a key, or several one after another, each with what is held down, such as `alt+shift+j`. */
    press: (...keys: string[]) => xdotool('key', '--delay', '150', ...keys),
    /** Moves the mouse there. */
    point: (at: { x: number; y: number }) => xdotool('mousemove', String(at.x), String(at.y)),
    click: (at: { x: number; y: number }, button: 'left' | 'right' = 'left') =>
      xdotool('mousemove', String(at.x), String(at.y), 'click', button === 'left' ? '1' : '3'),
  }
}
