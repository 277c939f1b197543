import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createLog, describeError, formatLine } from './log.ts'

test('log: keeps the newest 500 lines', () => {
  const log = createLog(createFakeClock())
  for (let n = 0; n < 600; n++) log.logger('part').info('event', { n })
  expect(log.lines()).toHaveLength(500)
  expect(log.lines()[0]?.fields).toEqual({ n: 100 })
})

test('log: tells of each line as it is written', () => {
  const events: string[] = []
  createLog(createFakeClock(), (line) => events.push(line.event))
    .logger('part')
    .caught('failed', new Error('no'))
  expect(events).toEqual(['failed'])
})

test.each([
  ['an IPv4 address', new Error('no route to 192.168.1.20:8080 today'), '192.168'],
  ['an IPv6 address', new Error('no route to [fe80::1:2:3]:80'), 'fe80'],
  ['a URL', new Error('failed to open wss://relay.example.org/ws/abc?key=secret'), 'relay.example'],
  ['a TURN URL', new Error('turn:turn.example.org:3478 is not valid'), 'turn.example'],
  ['a key', new Error('unknown key AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'), 'AAECAwQF'],
  ['a candidate', new Error('bad candidate:1 1 udp 2 10.0.0.7 9 typ host'), '10.0.0.7'],
  ['a masked host', new Error('cannot resolve 3f2a-bb.local'), '3f2a'],
  ['a quoted text', new Error('Unexpected token in "hello Ada"'), 'Ada'],
])('log: an error’s message is told without %s', (_what, error, secret) => {
  expect(describeError(error)).not.toContain(secret)
  expect(describeError(error)).toMatch(/^Error: /)
})

test('log: a line is one line of text', () => {
  const log = createLog(createFakeClock())
  log.logger('link').error('restart-failed', new DOMException('closed', 'InvalidStateError'), { attempt: 2 })
  expect(log.lines().map(formatLine)[0]).toMatch(
    /^2023-\S+Z error link restart-failed error=InvalidStateError: closed attempt=2$/,
  )
})
