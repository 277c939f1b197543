import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { companion, freePort, isInstalled } from './companions.ts'
import { startedRelay } from './relay-process.ts'

const run = promisify(execFile)

interface Answer {
  readonly iceServers: { urls: string[]; username: string; credential: string }[]
  readonly ttlSeconds: number
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'iceServers' in value && 'ttlSeconds' in value
}

const panel = 'moz-extension://d1c2b8a4-53f0-4e6b-9a0e-51de70e00001'

async function credentials(httpUrl: string) {
  const response = await fetch(`${httpUrl}/turn`, { headers: { Origin: panel } })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe(panel)
  expect(response.headers.get('vary')).toBe('Origin')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const answer: unknown = await response.json()
  const [server] = isAnswer(answer) ? answer.iceServers : []
  if (server === undefined) throw new Error('There were no credentials.')
  return server
}

test('asking too often is answered 429, with the time to wait', async () => {
  const flags = ['--turn-secret', 's', '--turn-uris', 'turn:127.0.0.1:1', '--turn-requests-per-minute', '2']
  const { httpUrl } = await startedRelay(...flags)
  await credentials(httpUrl)
  await credentials(httpUrl)
  const refused = await fetch(`${httpUrl}/turn`)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20)
})

test('the access key guards credentials too', async () => {
  const flags = ['--turn-secret', 's', '--turn-uris', 'turn:127.0.0.1:1', '--access-key', 'k']
  const { httpUrl } = await startedRelay(...flags)
  expect((await fetch(`${httpUrl}/turn`)).status).toBe(401)
  expect((await fetch(`${httpUrl}/turn?key=k`)).status).toBe(200)
})

const hasCoturn = isInstalled('turnserver') && isInstalled('turnutils_uclient')

describe.skipIf(!hasCoturn)('coturn (skipped where turnserver is not installed)', () => {
  test('a real coturn accepts the credentials, and no others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidetone-turn-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const port = await freePort()
    const words = [
      '-n',
      '--use-auth-secret',
      '--static-auth-secret',
      'north',
      '--realm',
      'test',
      '--log-file',
      'stdout',
    ]
    const places = [
      '--pidfile',
      join(folder, 'pid'),
      '--userdb',
      join(folder, 'db'),
      '--cli-port',
      '0',
      '--no-cli',
    ]
    const loopback = ['-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(port), '--allow-loopback-peers']
    const narrow = ['--no-tls', '--no-dtls', '--min-port', '49160', '--max-port', '49200']
    await companion(
      'turnserver',
      [...words, ...places, ...loopback, ...narrow],
      /Total auth threads|IO method \(general relay thread\)/,
    )
    const { httpUrl } = await startedRelay('--turn-secret', 'north', '--turn-uris', `turn:127.0.0.1:${port}`)
    const { username, credential, urls } = await credentials(httpUrl)
    expect(urls).toEqual([`turn:127.0.0.1:${port}`])

    // Allocates a relayed address, sends ten messages through it to itself and counts those that return.
    const use = (password: string) =>
      run(
        'turnutils_uclient',
        ['-y', '-n', '10', '-m', '1', '-u', username, '-w', password, '-p', String(port), '127.0.0.1'],
        {
          timeout: 20_000,
        },
      )
    const { stdout } = await use(credential)
    expect(stdout).toMatch(/tot_send_msgs=\d*[1-9]\d*, tot_recv_msgs=\d*[1-9]\d*/)
    await expect(use(`${credential}x`)).rejects.toHaveProperty(
      'stdout',
      expect.stringContaining('Cannot complete Allocation'),
    )
  }, 60_000)
})
