import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { iceConfiguration, lacksTurn } from './ice-configuration.ts'
import { parseIceServer, parseIceServers } from './ice-server.ts'

const parse = (url: string, username = '', credential = '') => parseIceServer({ url, username, credential })

describe('what a person types as a server', () => {
  test.each([
    'stun:stun.example.org',
    'stun:192.0.2.1:3478',
    'stuns:stun.example.org:5349',
    'stun:[2001:db8::1]:3478',
    ' stun:relay-1.example.org ',
  ])('%s is one', (url) => {
    expect(parse(url)).toEqual({ server: { url: url.trim() } })
  })

  test('a STUN server gets no credentials, whatever was typed', () => {
    expect(parse('STUN:stun.example.org', 'ada', 'secret')).toEqual({
      server: { url: 'stun:stun.example.org' },
    })
  })

  test('a TURN server has credentials; spaces in a password are its own', () => {
    expect(parse('turn:t.example.org:3478?transport=tcp', ' ada ', ' p w ')).toEqual({
      server: { url: 'turn:t.example.org:3478?transport=tcp', username: 'ada', credential: ' p w ' },
    })
    for (const [name, password] of [
      ['', ''],
      ['ada', ''],
      ['', 'secret'],
    ]) {
      expect(parse('turn:t.example.org', name, password)).toEqual({
        problem: { kind: 'turn-credentials-missing' },
      })
    }
  })

  test('a transport is written as every browser takes it', () => {
    expect(parse('TURN:t.example.org?transport=TCP', 'ada', 'secret')).toMatchObject({
      server: { url: 'turn:t.example.org?transport=tcp' },
    })
  })

  test.each([
    'stun.example.org:3478',
    'https://stun.example.org',
    'stun://stun.example.org',
    'stun:',
    'stun:a b',
    'stun:ada@stun.example.org',
    'stun:stun.example.org:0',
    'stun:stun.example.org:70000',
    'stun:stun.example.org?transport=udp',
    'turn:t.example.org?transport=sctp',
    `stun:${'x'.repeat(limits.maxIceServerCharacters)}`,
  ])('%s is none', (url) => {
    expect(parse(url, 'ada', 'secret')).toEqual({ problem: { kind: 'ice-server-unreadable' } })
  })

  test('nothing is asked for', () => {
    expect(parse('  ')).toEqual({ problem: { kind: 'ice-server-empty' } })
  })

  test('there is an end to how many', () => {
    const many = Array.from({ length: limits.maxIceServers + 1 }, (_, n) => ({
      url: `stun:s${n}.example.org`,
    }))
    expect(parseIceServers(many)).toEqual({
      problem: { kind: 'too-many-ice-servers', max: limits.maxIceServers },
    })
    expect(parseIceServers(many.slice(1))).toEqual({ servers: many.slice(1) })
    expect(parseIceServers([{ url: 'turn:t.example.org' }])).toEqual({
      problem: { kind: 'turn-credentials-missing' },
    })
  })
})

const stun = { url: 'stun:s.example.org' }
const turn = { url: 'turn:t.example.org', username: 'ada', credential: 'secret' }

test('the browser gets all servers, or only those that hide us', () => {
  const both = { iceServers: [stun, turn] }
  expect(iceConfiguration({ ...both, isRelayOnly: false })).toEqual({
    iceServers: [{ urls: stun.url }, { urls: turn.url, username: 'ada', credential: 'secret' }],
    iceTransportPolicy: 'all',
  })
  expect(iceConfiguration({ ...both, isRelayOnly: true })).toEqual({
    iceServers: [{ urls: turn.url, username: 'ada', credential: 'secret' }],
    iceTransportPolicy: 'relay',
  })
})

test('hiding needs a TURN server', () => {
  expect(lacksTurn({ iceServers: [stun], isRelayOnly: true })).toBe(true)
  expect(lacksTurn({ iceServers: [stun, turn], isRelayOnly: true })).toBe(false)
  expect(lacksTurn({ iceServers: [], isRelayOnly: false })).toBe(false)
})
