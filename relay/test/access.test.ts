import { expect, test } from 'vitest'
import { connect, refusedStatus } from './client.ts'
import { startedRelay } from './relay-process.ts'

test('with an access key only those who have it connect', async () => {
  const { url, httpUrl } = await startedRelay('--access-key', 'open sesame')
  const good = await connect(`${url}?key=open%20sesame`)
  // Refused it rejects, without the status.
  const bearer = await connect(url, [], { headers: { Authorization: 'Bearer open' } }).catch(() => 'refused')
  expect(bearer).toBe('refused')
  expect(await refusedStatus(url)).toBe(401)
  expect(await refusedStatus(`${url}/room?key=open`)).toBe(401)
  expect(await refusedStatus(`${url}?key=`)).toBe(401)
  // A browser hides a refusal's status from the page; a plain GET tells it.
  expect((await fetch(`${httpUrl}/ws?key=wrong`)).status).toBe(401)
  expect((await fetch(`${httpUrl}/ws?key=open+sesame`)).status).toBe(426)
  expect((await fetch(`${httpUrl}/healthz`)).status).toBe(200)
  const other = await connect(`${url}?key=open+sesame`)
  good.send('hello')
  expect(await other.nextText()).toBe('hello')
})

test('a bearer token is an access key too', async () => {
  const { url } = await startedRelay('--access-key', 'k')
  await connect(url, [], { headers: { Authorization: 'Bearer k' } })
})

test('allowed origins: by default a web page is refused, and a browser can read why', async () => {
  const { url, httpUrl } = await startedRelay()
  const from = (origin: string) => connect(url, [], { headers: { Origin: origin } })
  await from('chrome-extension://abcdefghijklmnop')
  await from(httpUrl)
  await connect(url)
  await expect(from('https://example.org')).rejects.toThrow('403')
  const plain = await fetch(`${httpUrl}/ws`, { headers: { Origin: 'https://example.org' } })
  expect(await plain.text()).toContain('--allowed-origins')
})

test('allowed origins: only what is listed is admitted, * is everything', async () => {
  const some = await startedRelay('--allowed-origins', 'https://example.org,moz-extension://*')
  const all = await startedRelay('--allowed-origins', '*')
  const from = (url: string, origin: string) => connect(url, [], { headers: { Origin: origin } })
  await from(some.url, 'https://example.org')
  await from(some.url, 'moz-extension://11111111-2222-4333-8444-555555555555')
  await expect(from(some.url, 'https://evil.example')).rejects.toThrow('403')
  await expect(from(some.url, 'chrome-extension://abcdefghijklmnop')).rejects.toThrow('403')
  expect(await refusedStatus(some.url)).toBe(403)
  await from(all.url, 'https://evil.example')
  await from(all.url, 'null')
  await connect(all.url)
})

test('a forwarded address counts only from a trusted proxy', async () => {
  const direct = await startedRelay('--max-connections-per-address', '2')
  const proxied = await startedRelay('--max-connections-per-address', '2', '--trust-proxy', '127.0.0.1')
  const from = (url: string, address: string) => connect(url, [], { headers: { 'X-Forwarded-For': address } })
  await from(direct.url, '198.51.100.1')
  await from(direct.url, '198.51.100.2')
  await expect(from(direct.url, '198.51.100.3')).rejects.toThrow('429')

  await from(proxied.url, '198.51.100.1')
  await from(proxied.url, 'invented, 198.51.100.1')
  await expect(from(proxied.url, '198.51.100.1')).rejects.toThrow('429')
  await from(proxied.url, '198.51.100.2')
  await from(proxied.url, '2001:db8::1')
  await from(proxied.url, '2001:db8::2')
  await expect(from(proxied.url, '2001:db8::3')).rejects.toThrow('429')
  await from(proxied.url, '2001:db8:0:1::3')
})
