import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64Url } from '../base/base64url.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { outerSignalSchema, readSignal, signalSchema } from './signal.ts'

const id = 'A'.repeat(22)
/** The base point, RFC 8032's B: nobody's key, but a possible one. */
const key = toBase64Url(Uint8Array.of(0x58, ...new Uint8Array(31).fill(0x66)))
const from = { peerId: id, publicKey: key, visitId: id, name: 'Ada' }
const to = { peerId: id, visitId: id }
const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 }
const every = { from, count: 1 }
const capabilities = { versions: [1], features: { chat: 1 } }
const announcing = { ...every, ...capabilities }
const toOne = { ...every, to, linkId: id }
const offer = { ...toOne, ...capabilities, type: 'offer', sdp: 'v=0', nonce: id }
const candidates = { ...toOne, type: 'candidates', candidates: [candidate] }

const parse = (value: unknown) => parseJson(signalSchema, JSON.stringify(value))

test.each([
  { ...announcing, type: 'hello' },
  { ...announcing, type: 'hello', to },
  offer,
  { ...toOne, ...capabilities, type: 'answer', sdp: 'v=0', nonce: id },
  candidates,
  { ...candidates, candidates: [{ ...candidate, sdpMid: null, sdpMLineIndex: null }] },
  { ...every, type: 'full', to },
])('a signal parses to itself: %j', (signal) => {
  expect(parse(signal)).toEqual(signal)
})

test('what a later version adds is left out, not refused', () => {
  expect(parse({ ...offer, extra: { deep: [1] } })).toEqual(offer)
})

describe('is refused', () => {
  test.each([
    ['no versions', { ...offer, versions: undefined }],
    ['an empty list of versions', { ...offer, versions: [] }],
    ['versions that are none', { ...offer, versions: ['1'] }],
    ['no features', { ...offer, features: undefined }],
    ['a feature that is none', { ...offer, features: { Chat: 1 } }],
    ['no sender', { ...offer, from: undefined }],
    ['a sender that is an array', { ...offer, from: [] }],
    ['an id too short', { ...offer, from: { ...from, peerId: 'A'.repeat(21) } }],
    ['an id too long', { ...offer, from: { ...from, peerId: 'A'.repeat(44) } }],
    ['an id with markup', { ...offer, from: { ...from, peerId: '<img src=x onerror=alert(1)>' } }],
    ['an id with a line break at its end', { ...offer, from: { ...from, peerId: `${id}\n` } }],
    ['a key of small order', { ...offer, from: { ...from, publicKey: 'A'.repeat(43) } }],
    ['a name that is a number', { ...offer, from: { ...from, name: 7 } }],
    ['an endless name', { ...offer, from: { ...from, name: 'x'.repeat(10_000) } }],
    ['count 0', { ...offer, count: 0 }],
    ['a fraction as count', { ...offer, count: 1.5 }],
    ['a count beyond exact numbers', { ...offer, count: 2 ** 53 }],
    ['an offer to nobody', { ...offer, to: undefined }],
    ['an offer without a session', { ...offer, linkId: undefined }],
    ['a description too long', { ...offer, sdp: 'x'.repeat(limits.maxDescriptionCharacters + 1) }],
    ['a description that is an object', { ...offer, sdp: { type: 'offer' } }],
    ['a candidate too long', { ...candidates, candidates: [{ ...candidate, candidate: 'x'.repeat(1_025) }] }],
    ['too many candidates', { ...candidates, candidates: Array(33).fill(candidate) }],
    ['a media line that is none', { ...candidates, candidates: [{ ...candidate, sdpMLineIndex: -1 }] }],
  ])('%s', (_, signal) => {
    expect(parse(signal)).toBeUndefined()
  })

  test.each(['', 'null', '[]', '"hello"', '{', '{"__proto__":{"type":"hello"}}', '[[[['])('%j', (text) => {
    expect(parseJson(signalSchema, text)).toBeUndefined()
  })

  test('any JSON at all, without throwing', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(signalSchema, text)).toBeUndefined()
      }),
    )
  })

  test('JSON deeper than the stack', () => {
    const depth = 100_000
    expect(parseJson(signalSchema, '['.repeat(depth) + ']'.repeat(depth))).toBeUndefined()
  })
})

describe('the outer part', () => {
  const parseOuter = (value: unknown) => parseJson(outerSignalSchema, JSON.stringify(value))

  test.each([
    ['of a type that nobody knows yet', { ...every, type: 'wave', to, waves: [1, 2] }],
    ['of a version that we do not speak', { ...every, type: 'hello', versions: [2], features: {}, offer: 7 }],
    ['without versions', { ...every, type: 'full', to }],
  ])('is read %s, and the rest kept', (_, signal) => {
    expect(parseOuter(signal)).toEqual(signal)
  })

  test.each([
    ['no type', { ...every }],
    ['a type that is a number', { ...every, type: 1 }],
    ['an endless type', { ...every, type: 'x'.repeat(limits.maxTypeCharacters + 1) }],
    ['no sender', { type: 'wave', count: 1 }],
    ['no count', { from, type: 'wave' }],
    ['versions that are none', { ...every, type: 'wave', versions: 2 }],
    ['a receiver without a visit', { ...every, type: 'wave', to: { peerId: id } }],
  ])('is refused with %s', (_, signal) => {
    expect(parseOuter(signal)).toBeUndefined()
  })

  test.each(['wave', 'constructor', '__proto__', 'toString'])(
    'says of the type %s that it is unknown',
    (type) => {
      const outer = parseOuter({ ...every, type })
      expect(outer && readSignal(outer)).toBe('unknown')
    },
  )

  test('says of a known type what it holds, or that it is malformed', () => {
    const [good, bad] = [parseOuter(offer), parseOuter({ ...offer, sdp: 7 })]
    expect([good && readSignal(good), bad && readSignal(bad)]).toEqual([offer, 'malformed'])
  })
})
