import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { connect, refusedStatus } from './client.ts'
import { httpUrlOf, startedRelay } from './relay-process.ts'

test('/ is a page that runs only its own script, /readyz says ready', async () => {
  const { httpUrl } = await startedRelay()
  const page = await fetch(httpUrl)
  expect(page.status).toBe(200)
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/script-src 'sha256-[\w+/=]+'(;|$)/)
  expect(await page.text()).toContain('Sidetone')
  const ready = await fetch(`${httpUrl}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true }])
})

test('metrics have a port of their own, and no label that a client chooses', async () => {
  const relay = await startedRelay('--metrics-port', '0', '--max-room-members', '2')
  const metricsUrl = await relay.printed(/http:\/\/\S+\/metrics/)
  const [ada, ben] = [await connect(`${relay.url}/a-room`), await connect(`${relay.url}/a-room`)]
  expect(await refusedStatus(`${relay.url}/a-room`)).toBe(409)
  ada.send('12345')
  await ben.nextText()
  const text = await (await fetch(metricsUrl)).text()
  expect(text).toContain('sidetone_relay_connections 2')
  expect(text).toContain('sidetone_relay_rooms 1')
  expect(text).toContain('sidetone_relay_messages_received_total 1')
  expect(text).toContain('sidetone_relay_received_bytes_total 5')
  expect(text).toContain('sidetone_relay_messages_delivered_total 1')
  expect(text).toContain('sidetone_relay_drops_total{reason="full-room"} 1')
  expect(text).toMatch(/sidetone_relay_fan_out_seconds_count 1/)
  expect(text).not.toContain('a-room')
  expect(text).not.toContain('127.0.0.1')
  expect((await fetch(`${relay.httpUrl}/metrics`)).status).toBe(404)
})

test('on the main port metrics need their token', async () => {
  const { httpUrl } = await startedRelay('--metrics-token', 'secret')
  const asked = (headers: Record<string, string>) => fetch(`${httpUrl}/metrics`, { headers })
  expect((await asked({})).status).toBe(401)
  expect((await asked({ Authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await asked({ Authorization: 'Bearer secret' })).status).toBe(200)
})

test('draining: not ready, nobody new, closes spread over the time, exit 0', async () => {
  const relay = await startedRelay('--drain', '10')
  const clients = []
  for (let i = 0; i < 100; i++) clients.push(await connect(relay.url))
  const [sender] = clients
  const closedAtMs: number[] = []
  const start = performance.now()
  const codes = clients.map(async ({ closed }) => {
    const { code } = await closed
    closedAtMs.push(performance.now() - start)
    return code
  })
  relay.signal('SIGTERM')
  await Promise.race(codes)
  const ready = await fetch(`${relay.httpUrl}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reason: 'draining' }])
  expect(await refusedStatus(relay.url)).toBe(503)
  expect((await fetch(`${relay.httpUrl}/healthz`)).status).toBe(200)
  const last = clients.at(-1)
  if (sender?.socket.readyState === sender?.socket.OPEN) sender?.send('still here')
  clients.at(-2)?.send('so are we')
  expect(await last?.nextText()).toMatch(/here|we/)
  expect(new Set(await Promise.all(codes))).toEqual(new Set([1012]))
  expect((await relay.finished).exitCode).toBe(0)
  expect(Math.max(...closedAtMs) - Math.min(...closedAtMs)).toBeGreaterThan(1_000)
}, 60_000)

test('nothing that was sent before the signal is lost', async () => {
  const relay = await startedRelay('--messages-per-second', '0')
  const [ada, ben, cyn] = [await connect(relay.url), await connect(relay.url), await connect(relay.url)]
  const written = new Promise((resolve) => {
    for (let i = 0; i < 2_000; i++) ada.socket.send(String(i), i === 1_999 ? resolve : undefined)
  })
  await written
  relay.signal('SIGTERM')
  for (const client of [ben, cyn]) {
    for (let i = 0; i < 2_000; i++) expect(await client.nextText()).toBe(String(i))
    expect((await client.closed).code).toBe(1012)
  }
})

test('TLS by itself, and another certificate after SIGHUP', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidetone-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const certify = (name: string) => {
    const words = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
    ]
    execFileSync('openssl', [...words, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    })
  }
  certify('first.example')
  const relay = await startedRelay('--tls-cert', cert, '--tls-key', key)
  expect(relay.url).toMatch(/^wss:/)
  const insecure = { rejectUnauthorized: false }
  const [ada, ben] = [await connect(relay.url, [], insecure), await connect(relay.url, [], insecure)]
  ada.send('sealed twice')
  expect(await ben.nextText()).toBe('sealed twice')
  expect(await servedName(httpUrlOf(relay.url))).toBe('first.example')

  certify('second.example')
  relay.signal('SIGHUP')
  await expect.poll(() => servedName(httpUrlOf(relay.url))).toBe('second.example')

  execFileSync('cp', [cert, key])
  relay.signal('SIGHUP')
  await relay.printed(/--tls-cert and --tls-key do not go together.*The old certificate stays\./)
  expect(await servedName(httpUrlOf(relay.url))).toBe('second.example')
  ada.send('all the while')
  expect(await ben.nextText()).toBe('all the while')
})

function servedName(httpsUrl: string): Promise<string | string[] | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${httpsUrl}/healthz`, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume()
      resolve(
        response.socket instanceof TLSSocket ? response.socket.getPeerCertificate().subject.CN : undefined,
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}
