import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTurnCredentials } from './turn-credentials.ts'

function issuer(nowMs: () => number) {
  return createTurnCredentials({
    secret: 'north',
    uris: ['turn:127.0.0.1:3478'],
    lifetimeSeconds: 600,
    requestsPerMinute: 2,
    nowMs,
  })
}

test('TURN credentials: the user name says when it ends, the credential is its HMAC', () => {
  const answer = issuer(() => 1_000_000).issue('one')
  if (!('iceServers' in answer)) throw new Error('There were no credentials.')
  const [server] = answer.iceServers
  expect(server?.username).toMatch(/^1600:[\w-]{12}$/)
  expect(server?.credential).toBe(
    createHmac('sha1', 'north')
      .update(server?.username ?? '')
      .digest('base64'),
  )
  expect(server?.urls).toEqual(['turn:127.0.0.1:3478'])
  expect(answer.ttlSeconds).toBe(600)
})

test('TURN credentials: each address has its own rate limit', () => {
  let nowMs = 0
  const credentials = issuer(() => nowMs)
  expect(credentials.issue('one')).toHaveProperty('iceServers')
  expect(credentials.issue('one')).toHaveProperty('iceServers')
  expect(credentials.issue('one')).toEqual({ retryAfterSeconds: 30 })
  expect(credentials.issue('two')).toHaveProperty('iceServers')
  nowMs = 30_000
  expect(credentials.issue('one')).toHaveProperty('iceServers')
})
