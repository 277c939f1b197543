import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTurnDesk } from './turn.ts'

function desk(nowMs: () => number) {
  return createTurnDesk({
    secret: 'north',
    uris: ['turn:127.0.0.1:3478'],
    lifetimeSeconds: 600,
    requestsPerMinute: 2,
    nowMs,
  })
}

test('the user name says when it ends, the credential is its HMAC', () => {
  const answer = desk(() => 1_000_000).answer('one')
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

test('each address has its own share a minute', () => {
  let nowMs = 0
  const turn = desk(() => nowMs)
  expect(turn.answer('one')).toHaveProperty('iceServers')
  expect(turn.answer('one')).toHaveProperty('iceServers')
  expect(turn.answer('one')).toEqual({ retryAfterSeconds: 30 })
  expect(turn.answer('two')).toHaveProperty('iceServers')
  nowMs = 30_000
  expect(turn.answer('one')).toHaveProperty('iceServers')
})
