import { startVirtualDisplay } from '../../scripts/display.ts'
import { commandExists } from '../../scripts/ensure-browsers.ts'
import { runCommand } from '../../scripts/run-command.ts'

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
    /** Presses a key, or several one after another, each with what is held down, such as `alt+shift+j`. */
    press: (...keys: string[]) => xdotool('key', '--delay', '150', ...keys),
    /** Moves the mouse there. */
    point: (at: { x: number; y: number }) => xdotool('mousemove', String(at.x), String(at.y)),
    click: (at: { x: number; y: number }, button: 'left' | 'right' = 'left') =>
      xdotool('mousemove', String(at.x), String(at.y), 'click', button === 'left' ? '1' : '3'),
  }
}
