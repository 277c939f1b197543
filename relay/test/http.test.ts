import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { beforeEach, expect, test } from 'vitest'
import { answerTo, handshakeHeaders } from './raw-client.ts'
import { startedRelay } from './relay-process.ts'

let httpUrl: string
let port: number
beforeEach(async () => {
  ;({ httpUrl, port } = await startedRelay())
})

test('/healthz says which relay this is, to any origin', async () => {
  const response = await fetch(`${httpUrl}/healthz`)
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toEqual({ relay: 'sidetone', version: 1, rooms: true })
})

test.each(['/favicon.ico', '/metrics', '/turn', '/ws/', '/ws/a.b', '/healthz/x', '/wss'])(
  '%s answers 404',
  async (path) => {
    expect((await fetch(httpUrl + path)).status).toBe(404)
  },
)

test('only reading is possible', async () => {
  expect((await fetch(`${httpUrl}/healthz`, { method: 'POST', body: 'x' })).status).toBe(404)
})

test.each(['/ws', '/ws/a-room'])('a plain GET of %s answers 426', async (path) => {
  const response = await fetch(httpUrl + path)
  expect(response.status).toBe(426)
  expect(response.headers.get('upgrade')).toBe('websocket')
})

test.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('a handshake by %s is answered 405', async (method) => {
  const { status } = await answerTo(port, [`${method} /ws HTTP/1.1`, 'Host: relay', ...handshakeHeaders])
  expect(status).toBe(405)
})

test.each([
  ['Transfer-Encoding: chunked', '0\r\n\r\n'],
  ['Transfer-Encoding: Chunked', '5\r\nhello\r\n0\r\n\r\n'],
  ['Transfer-Encoding: gzip, chunked', '0\r\n\r\n'],
  ['Content-Length: 5', 'hello'],
  ['Content-Length: 1', ''],
])('a handshake that announces a body by "%s" is answered 400', async (header, body) => {
  const lines = ['GET /ws HTTP/1.1', 'Host: relay', ...handshakeHeaders]
  const refused = await answerTo(port, [...lines, header], body)
  expect(refused.status).toBe(400)
  expect(refused.text).toBe('A WebSocket handshake must not have a body.\n')
})

test('a handshake with a body of no bytes is a handshake', async () => {
  const lines = ['GET /ws HTTP/1.1', 'Host: relay', ...handshakeHeaders, 'Content-Length: 0']
  expect((await answerTo(port, lines)).status).toBe(101)
})

test('an upgrade to something other than WebSocket is an ordinary request', async () => {
  const status = await new Promise((resolve, reject) => {
    request(`${httpUrl}/healthz`, { headers: { Connection: 'Upgrade', Upgrade: 'h2c' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(200)
})

test('the page at / runs what is in it, by its hash, and nothing else', async () => {
  const response = await fetch(`${httpUrl}/`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  const policy = response.headers.get('content-security-policy') ?? ''
  const page = await response.text()
  for (const [tag, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ] as const) {
    const inside = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(inside).digest('base64')
    expect(policy).toContain(`${directive} 'sha256-${hash}'`)
    expect(page.split(`<${tag}`)).toHaveLength(2)
  }
  expect(policy).toMatch(/^default-src 'none'; /)
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  // Nothing is loaded, nothing is written as markup, no handler stands in a tag.
  expect(page).not.toMatch(/\b(src|href|on\w+)=|innerHTML|https?:\/\//)
})
