import { beforeAll, describe, expect, test } from 'vitest'
import { utf8Bytes } from '../wire/channel.ts'
import { chatProtocol } from '../chat/protocol.ts'
import { verifyEntry, signEntry, toWire } from '../chat/signed-entry.ts'
import { parseMessage } from '../testing/parse-message.ts'
import { newIdentity } from '../testing/test-keys.ts'
import { parseJson } from './json.ts'
import { limits } from './limits.ts'
import { deriveRoomKeys, publicRoomSecret, type RoomKeys } from '../wire/room-keys.ts'
import { open, seal } from '../wire/seal.ts'
import { signalSchema, type Signal } from '../wire/signal.ts'

const longestId = 'Z'.repeat(43)
const from = {
  peerId: longestId,
  // A key is always so long.
  publicKey: 'iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w',
  visitId: longestId,
  name: '🙂'.repeat(limits.maxNameCharacters),
}
const addressed = {
  from,
  to: { peerId: longestId, visitId: longestId },
  linkId: longestId,
  count: Number.MAX_SAFE_INTEGER,
}

const capabilities = {
  versions: [1],
  features: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`feature-${index}`, 1])),
}

/** A description of the greatest size, made of lines as they are: their ends are escaped in JSON. */
function longestSdp(): string {
  const line = 'a=candidate:1467250027 1 udp 2122260223 192.168.0.196 46243 typ host generation 0\r\n'
  return line.repeat(1_000).slice(0, limits.maxDescriptionCharacters)
}

let keys: RoomKeys
beforeAll(async () => {
  keys = await deriveRoomKeys('public', await publicRoomSecret('lobby'))
})

describe('the greatest signals still pass a relay', () => {
  const candidate = {
    candidate: 'c'.repeat(limits.maxCandidateCharacters),
    sdpMid: 'm'.repeat(32),
    sdpMLineIndex: 64,
  }
  test.each<Signal>([
    { ...addressed, ...capabilities, type: 'offer', sdp: longestSdp(), nonce: longestId },
    {
      ...addressed,
      type: 'candidates',
      candidates: Array.from({ length: limits.maxCandidatesPerSignal }, () => candidate),
    },
  ])('$type', async (signal) => {
    // A signature stands before it.
    const sealed = await seal(keys, `${'s'.repeat(86)}.${JSON.stringify(signal)}`)
    expect(utf8Bytes(sealed)).toBeLessThanOrEqual(limits.maxSealedBytes)

    const opened = await open(keys, sealed)
    expect(opened.kind === 'opened' && parseJson(signalSchema, opened.text.slice(87))).toEqual(signal)
  })
})

describe('the greatest chat message still passes a data channel', () => {
  test.each([
    ['of letters', 'x'.repeat(limits.maxMessageTextBytes)],
    ['of emoji', '🙂'.repeat(limits.maxMessageTextBytes / 4)],
    ['of what JSON escapes to six characters', '\u0001'.repeat(limits.maxMessageTextBytes)],
    ['of lone surrogates', '\uD800'.repeat(Math.floor(limits.maxMessageTextBytes / 3))],
  ])('%s', async (_, text) => {
    const roomId = longestId
    const signed = await signEntry(await newIdentity(), roomId, {
      name: '🙂'.repeat(limits.maxNameCharacters),
      seq: Number.MAX_SAFE_INTEGER,
      atMs: 8.64e15,
      kind: 'text',
      body: { text },
      prev: [Number.MAX_SAFE_INTEGER - 1, longestId],
      follows: Array.from({ length: limits.maxFollows }, () => [longestId, Number.MAX_SAFE_INTEGER] as const),
    })
    const message = { type: 'history' as const, entries: [toWire(signed)], isComplete: false }
    const encoded = JSON.stringify(message)
    expect(utf8Bytes(encoded)).toBeLessThanOrEqual(limits.maxChannelMessageBytes)
    expect(parseMessage(chatProtocol, encoded)).toEqual(message)
    expect(await verifyEntry(roomId, toWire(signed))).toEqual(signed)
  })
})

test('the longest list of what somebody has still passes a data channel', () => {
  const highest = Number.MAX_SAFE_INTEGER
  const ranges = Array.from({ length: limits.maxVectorRanges / limits.maxVectorAuthors }, () => [
    highest,
    highest,
    longestId,
  ])
  const have = Array.from({ length: limits.maxVectorAuthors }, () => ({ authorId: longestId, ranges }))
  const encoded = JSON.stringify({ type: 'want', have })
  expect(utf8Bytes(encoded)).toBeLessThanOrEqual(limits.maxChannelMessageBytes)
  expect(parseMessage(chatProtocol, encoded)).toMatchObject({ type: 'want' })
})

test('one lost heartbeat ends no link', () => {
  expect(limits.heartbeatTimeoutMs).toBeGreaterThan(2 * limits.heartbeatIntervalMs)
})

test('Firefox hears of us twice before it would suspend the event page', () => {
  expect(limits.keepAwakeIntervalMs).toBeLessThanOrEqual(30_000 / 2)
})
