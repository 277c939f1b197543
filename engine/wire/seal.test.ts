import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { limits } from '../base/limits.ts'
import { deriveRoomKeys, publicRoomSecret, type RoomKeys } from './room-keys.ts'
import { open, seal } from './seal.ts'

let lobby: RoomKeys
let other: RoomKeys

beforeAll(async () => {
  lobby = await deriveRoomKeys(await publicRoomSecret('lobby'))
  other = await deriveRoomKeys(await publicRoomSecret('another room'))
})

/** A sealed text with one byte of its envelope changed. */
function tamper(sealed: string, index: number): string {
  const prefix = sealed.slice(0, sealed.indexOf('.') + 1)
  const envelope = fromBase64Url(sealed.slice(prefix.length)) ?? new Uint8Array()
  const at = index % envelope.length
  envelope[at] = (envelope[at] ?? 0) ^ 1
  return prefix + toBase64Url(envelope)
}

describe('what is sealed', () => {
  test('opens to the same text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        expect(await open(lobby, await seal(lobby, text))).toEqual({
          kind: 'opened',
          text: text.toWellFormed(),
        })
      }),
    )
  })

  test('is text that any hub carries', async () => {
    expect(await seal(lobby, 'hello\n🙂')).toMatch(/^sidetone\.[\w-]+$/)
  })

  test('looks different each time, and never like what is in it', async () => {
    const [one, two] = await Promise.all([seal(lobby, 'the same'), seal(lobby, 'the same')])
    expect(one).not.toBe(two)
    expect(one).not.toContain(toBase64Url(new TextEncoder().encode('the same')))
  })
})

describe('what does not open', () => {
  test('was sealed for another room', async () => {
    expect(await open(other, await seal(lobby, 'hello'))).toEqual({ kind: 'not-for-us' })
  })

  test('has another room as additional data, although the key is ours', async () => {
    const mixed: RoomKeys = { roomId: other.roomId, signalKey: lobby.signalKey }
    expect(await open(mixed, await seal(lobby, 'hello'))).toEqual({ kind: 'not-for-us' })
  })

  test('was changed, in whichever byte', async () => {
    const sealed = await seal(lobby, 'hello')
    const bytes = 12 + 'hello'.length + 16
    for (let index = 0; index < bytes; index++) {
      expect(await open(lobby, tamper(sealed, index))).toEqual({ kind: 'not-for-us' })
    }
  })

  test.each([
    ['nothing', ''],
    ['no prefix', 'hello'],
    ['the prefix alone', 'sidetone.'],
    ['another prefix', `sidetone2.${'A'.repeat(100)}`],
    ['no base64url', 'sidetone.ä+/='],
    ['too short for a nonce and a tag', `sidetone.${toBase64Url(new Uint8Array(27))}`],
    ['JSON', '{"type":"hello"}'],
    ['longer than any signal', `sidetone.${'A'.repeat(limits.maxSealedBytes)}`],
  ])('is malformed: %s', async (_, received) => {
    expect(await open(lobby, received)).toEqual({ kind: 'malformed' })
  })

  test('never throws, whatever comes', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => `sidetone.${toBase64Url(bytes)}`),
      fc.string().map((text) => `sidetone.${text}`),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (received) => {
        expect((await open(lobby, received)).kind).not.toBe('opened')
      }),
      { numRuns: 500 },
    )
  })

  test('is well sealed and not UTF-8', async () => {
    const nonce = new Uint8Array(12)
    const additionalData = new TextEncoder().encode(`sidetone ${lobby.roomId}`)
    const cipher = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData },
      lobby.signalKey,
      Uint8Array.of(0xff, 0xfe),
    )
    const envelope = Uint8Array.of(...nonce, ...new Uint8Array(cipher))
    expect((await open(lobby, `sidetone.${toBase64Url(envelope)}`)).kind).not.toBe('opened')
  })
})
