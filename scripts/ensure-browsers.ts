import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { browserVariable, findBrowser, type BrowserKind } from '../e2e/support/browsers.ts'
import { commandExists } from '../e2e/support/run-command.ts'

const debianPackages: Record<BrowserKind, string> = { chromium: 'chromium', firefox: 'firefox-esr' }

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** Installs Debian packages, or says why that failed. Only as root on Debian. */
function installDebianPackages(packages: string[]) {
  console.log(`Installing ${packages.join(' ')} from Debian's packages…`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', words, { env, encoding: 'utf8' })
    if (status !== 0)
      throw new Error(`apt-get ${words.join(' ')} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`)
  }
}

/**
 * Makes sure that Chromium and Firefox are there: finds installed ones, or those that environment variables name,
 * or installs Debian's. Throws a sentence that says what to install where it cannot.
 */
export function ensureBrowsers(kinds: BrowserKind[] = ['chromium', 'firefox']) {
  const missing = kinds.filter((kind) => findBrowser(kind) === undefined)
  if (missing.length > 0 && isRootOnDebian())
    installDebianPackages(missing.map((kind) => debianPackages[kind]))
  for (const kind of missing) {
    if (findBrowser(kind) !== undefined) continue
    throw new Error(
      `No ${kind} was found. Install it (on Debian: apt-get install ${debianPackages[kind]}), ` +
        `or name it in the environment variable ${browserVariable(kind)}.`,
    )
  }
}

/** What the tests of the relay, of networks and of sound use where it is there; they skip, by name, what it is not. */
export function ensureCompanions() {
  const commands = {
    'nats-server': 'nats-server',
    turnserver: 'coturn',
    ip: 'iproute2',
    nft: 'nftables',
    python3: 'python3-minimal',
    pulseaudio: 'pulseaudio',
    pactl: 'pulseaudio-utils',
    'espeak-ng': 'espeak-ng',
    Xvfb: 'xvfb',
    xdotool: 'xdotool',
    ffmpeg: 'ffmpeg',
  }
  const missing = Object.entries(commands).filter(([command]) => !commandExists(command))
  if (missing.length > 0 && isRootOnDebian()) installDebianPackages(missing.map(([, name]) => name))
}

/** Makes sure of an invisible display and a way to photograph it; false where there is none to be had. */
export function ensureVirtualDisplay(): boolean {
  const missing = Object.entries({ Xvfb: 'xvfb', ffmpeg: 'ffmpeg' }).filter(
    ([command]) => !commandExists(command),
  )
  if (missing.length === 0) return true
  if (!isRootOnDebian()) return false
  installDebianPackages(missing.map(([, name]) => name))
  return true
}
