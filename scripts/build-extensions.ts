import { runCommand } from '../e2e/support/run-command.ts'

/** Builds the extension for both browsers into .output/. */
export async function buildExtensions(): Promise<boolean> {
  return (
    (await runCommand('wxt', ['build'], { quiet: true })) &&
    (await runCommand('wxt', ['build', '-b', 'firefox'], { quiet: true }))
  )
}
