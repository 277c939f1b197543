import { runCommand } from './run-command.ts'

/** Where the unpacked extensions are, once built. */
export const builds = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const

/** Builds the extension for both browsers into .output/. */
export async function buildExtensions(): Promise<boolean> {
  return (
    (await runCommand('wxt', ['build'], { quiet: true })) &&
    (await runCommand('wxt', ['build', '-b', 'firefox'], { quiet: true }))
  )
}
