import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { runCommand } from './run-command.ts'

/** Whether a window can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
}

/** Starts an invisible X display of its own, on a number that is free. */
export async function startVirtualDisplay(size: { width: number; height: number }) {
  const screen = `${size.width}x${size.height}x24`
  const words = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp']
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const numbers = server.stdio[3]
  if (!numbers || !('read' in numbers)) throw new Error('Xvfb cannot say its display.')
  const line = await createInterface({ input: numbers })[Symbol.asyncIterator]().next()
  if (line.done) throw new Error('Xvfb ended before it had a display.')
  const display = `:${line.value}`

  return {
    display,
    /** A picture of everything on the display. */
    screenshot: (file: string) =>
      runCommand(
        'ffmpeg',
        [
          '-y',
          '-f',
          'x11grab',
          '-video_size',
          `${size.width}x${size.height}`,
          '-i',
          display,
          '-frames:v',
          '1',
          file,
        ],
        { quiet: true },
      ),
    stop: () => server.kill(),
  }
}
