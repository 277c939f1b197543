import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { httpAddress, parseRelayUrl, roomAddress } from './relay-url.ts'

describe('a relay address', () => {
  test.each([
    ['ws://127.0.0.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['  wss://relay.example/ws\n', 'wss://relay.example/ws'],
    ['WSS://Relay.Example/ws', 'wss://relay.example/ws'],
    ['ws://[::1]:8080/ws', 'ws://[::1]:8080/ws'],
    ['wss://relay.example/ws?key=1#part', 'wss://relay.example/ws?key=1'],
    ['ws://relay.example', 'ws://relay.example/'],
    ['\u200Bwss://relay.example/ws', 'wss://relay.example/ws'],
    ['\u202Awss://relay.example/ws\u202C', 'wss://relay.example/ws'],
    ['“wss://relay.example/ws”', 'wss://relay.example/ws'],
    ['<wss://relay.example/ws>', 'wss://relay.example/ws'],
    ['wss://中继.example/ws', 'wss://xn--fiqv10j.example/ws'],
  ])('%j is read as %j', (typed, relayUrl) => {
    expect(parseRelayUrl(typed)).toEqual({ relayUrl })
  })

  test.each(['', '   ', '\n'])('%j is empty', (typed) => {
    expect(parseRelayUrl(typed)).toEqual({ problem: { kind: 'relay-url-empty' } })
  })

  test.each([
    ['http://127.0.0.1:8080/ws', 'http:', 'ws://127.0.0.1:8080/ws'],
    ['https://relay.example/ws', 'https:', 'wss://relay.example/ws'],
    ['HTTPS://relay.example/ws', 'HTTPS:', 'wss://relay.example/ws'],
    ['ftp://relay.example/ws', 'ftp:', 'wss://relay.example/ws'],
    ['127.0.0.1:8080/ws', '', 'ws://127.0.0.1:8080/ws'],
    ['localhost:8080/ws', '', 'ws://localhost:8080/ws'],
    ['relay.example', '', 'wss://relay.example'],
    ['192.168.1.7:8080/ws', '', 'ws://192.168.1.7:8080/ws'],
    ['nas/ws', '', 'ws://nas/ws'],
    ['nas.local:8080/ws', '', 'ws://nas.local:8080/ws'],
    ['[::1]:8080/ws', '', 'ws://[::1]:8080/ws'],
    ['203.0.113.9/ws', '', 'wss://203.0.113.9/ws'],
    ['[2001:db8::1]/ws', '', 'wss://[2001:db8::1]/ws'],
    ['ws:/relay.example/ws', '', 'ws://relay.example/ws'],
    ['wss:relay.example/ws', '', 'wss://relay.example/ws'],
    ['"relay.example/ws"', '', 'wss://relay.example/ws'],
  ])('%j has the wrong scheme; %j', (typed, scheme, suggestion) => {
    expect(parseRelayUrl(typed)).toEqual({ problem: { kind: 'relay-url-scheme', scheme, suggestion } })
    expect(parseRelayUrl(suggestion)).toHaveProperty('relayUrl')
  })

  test.each([
    'ws://',
    'ws://a b/ws',
    'ws://relay.example:99999/ws',
    'ws://user:secret@relay.example/ws',
    'what is this?',
    'a"b',
    'ada:x@relay.example',
    'sidetone-invite1.AAAA',
    'javascript:alert(1)',
    `ws://relay.example/${'x'.repeat(limits.maxRelayUrlCharacters)}`,
  ])('%j cannot be read', (typed) => {
    expect(parseRelayUrl(typed)).toEqual({ problem: { kind: 'relay-url-unreadable' } })
  })

  test('never throws, and what it accepts a WebSocket accepts', () => {
    const almost = fc.tuple(
      fc.constantFrom('ws://', 'wss://', 'ws:', 'http://', ''),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          almost.map((parts) => parts.join('')),
        ),
        (typed) => {
          const parsed = parseRelayUrl(typed)
          if ('problem' in parsed) {
            const { problem } = parsed
            if (problem.kind === 'relay-url-scheme') {
              expect(parseRelayUrl(problem.suggestion)).toHaveProperty('relayUrl')
            }
            return
          }
          const url = new URL(parsed.relayUrl)
          expect(['ws:', 'wss:']).toContain(url.protocol)
          expect(url.hash).toBe('')
          expect(() => roomAddress(parsed.relayUrl, 'room')).not.toThrow()
        },
      ),
    )
  })
})

test.each([
  ['ws://relay.example/ws', 'ws://relay.example/ws/ROOM'],
  ['ws://relay.example/ws/', 'ws://relay.example/ws/ROOM'],
  ['ws://relay.example', 'ws://relay.example/ROOM'],
  ['wss://relay.example/a/b?key=1', 'wss://relay.example/a/b/ROOM?key=1'],
])("the room's address at %j", (relayUrl, address) => {
  expect(roomAddress(relayUrl, 'ROOM')).toBe(address)
})

test('the same address for HTTP keeps its security', () => {
  expect(httpAddress('ws://relay.example/ws')).toBe('http://relay.example/ws')
  expect(httpAddress('wss://ws.example/ws')).toBe('https://ws.example/ws')
})
