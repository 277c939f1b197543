import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64Url } from '../base/base64url.ts'
import { crc32 } from './crc32.ts'
import { encodeInvite, landingLink, looksLikeInvite, parseInvite, type Invite } from './invite.ts'
import { limits } from '../base/limits.ts'
import { cleanName, parseRoomName } from './names.ts'

const secret = toBase64Url(new Uint8Array(32).fill(7))
const invite: Invite = {
  relayUrl: 'wss://relay.example/ws',
  roomName: 'Kitchen table 🎉',
  secret,
  sharesHistory: true,
}
const text = encodeInvite(invite)

const roomNames = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map(cleanName)
  .filter((name) => 'roomName' in parseRoomName(name))
const invites: fc.Arbitrary<Invite> = fc.record({
  relayUrl: fc.constantFrom('ws://127.0.0.1:8080/ws', 'wss://relay.example/ws?key=a%20b', 'ws://[::1]:9/a/b'),
  roomName: fc.oneof(roomNames, fc.constant(`https://example.org/${'p'.repeat(1_900)}`)),
  secret: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64Url),
  sharesHistory: fc.boolean(),
})

/** A text with a checksum that fits, whatever is in it. */
function sealed(content: unknown, version = 1): string {
  const json = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content))
  const bytes = new Uint8Array(json.length + 4)
  bytes.set(json)
  new DataView(bytes.buffer).setUint32(json.length, crc32(json))
  return `sidetone-invite${version}.${toBase64Url(bytes)}`
}

describe('an invite', () => {
  test('is one line that a person can copy, and carries all there is to know', () => {
    expect(text).toMatch(/^sidetone-invite1\.[\w-]+$/)
    expect(parseInvite(text)).toEqual({ invite })
  })

  test('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(invites, (made) => {
        expect(parseInvite(encodeInvite(made))).toEqual({ invite: made })
        expect(parseInvite(landingLink(made))).toEqual({ invite: made })
        expect(encodeInvite(made).length).toBeLessThan(limits.maxPastedInviteCharacters)
      }),
    )
  })

  test.each([
    ['in a link', landingLink(invite)],
    ['among other words', `Come in: ${text}, see you!`],
    ['with a line break by the mail', `${text.slice(0, 60)}\r\n  ${text.slice(60)}\n`],
  ])('is found %s', (_, pasted) => {
    expect(looksLikeInvite(pasted)).toBe(true)
    expect(parseInvite(pasted)).toEqual({ invite })
  })

  test('is carried by a link to the relay, in the part that no server sees', () => {
    const link = new URL(landingLink({ ...invite, relayUrl: 'ws://127.0.0.1:8080/ws?key=x' }))
    expect([link.origin, link.pathname, link.search]).toEqual(['http://127.0.0.1:8080', '/', ''])
    expect(landingLink(invite)).toBe(`https://relay.example/#${text}`)
  })
})

describe('what is no whole invite is said to be so', () => {
  test('cut off anywhere', () => {
    const begin = 'sidetone-invite'.length
    fc.assert(
      fc.property(invites, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (made, at) => {
        const whole = encodeInvite(made)
        const cut = whole.slice(0, begin + Math.floor((whole.length - begin) * at))
        expect(parseInvite(cut)).toEqual({ problem: { kind: 'invite-cut-off' } })
      }),
    )
  })

  test('with one character mistyped', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const payload = 'sidetone-invite1.'.length
    fc.assert(
      fc.property(invites, fc.nat(), fc.constantFrom(...Array.from(alphabet)), (made, place, other) => {
        const whole = encodeInvite(made)
        const at = payload + (place % (whole.length - payload))
        const mistyped = whole.slice(0, at) + other + whole.slice(at + 1)
        const read = parseInvite(mistyped)
        // The last character has bits that mean nothing.
        if (other === whole[at] || at === whole.length - 1) return
        expect(read).toEqual({ problem: { kind: 'invite-cut-off' } })
      }),
    )
  })

  test.each([
    ['', 'invite-empty'],
    [' \n', 'invite-empty'],
    ['lobby', 'invite-unreadable'],
    ['https://relay.example/', 'invite-unreadable'],
    ['x'.repeat(1_000_000), 'invite-unreadable'],
    ['sidetone-invite', 'invite-cut-off'],
    ['sidetone-invite1', 'invite-cut-off'],
    ['sidetone-invite1.', 'invite-cut-off'],
    ['sidetone-invite0.AAAA', 'invite-unreadable'],
    [sealed({ anything: 'else' }, 2), 'invite-newer-version'],
    ['sidetone-invite12.whatever comes', 'invite-newer-version'],
  ])('%s', (pasted, kind) => {
    expect(parseInvite(pasted)).toEqual({ problem: { kind } })
  })

  const content = { relay: invite.relayUrl, room: 'lobby', secret, history: true }
  test.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['nothing', {}],
    ['a relay that is none', { ...content, relay: 'https://relay.example/' }],
    ['a relay of another scheme', { ...content, relay: 'javascript:alert(1)' }],
    ['a relay with credentials', { ...content, relay: 'ws://ada:x@relay.example/' }],
    ['a nameless room', { ...content, room: ' ' }],
    ['a room with an endless name', { ...content, room: 'x'.repeat(101) }],
    ['a short secret', { ...content, secret: 'AAAA' }],
    ['a secret of other letters', { ...content, secret: '+'.repeat(43) }],
    ['no word on the history', { ...content, history: 'yes' }],
  ])('well sealed, with %s', (_, hostile) => {
    expect(parseInvite(sealed(hostile))).toEqual({ problem: { kind: 'invite-unreadable' } })
  })

  test('a name cannot turn the text around it', () => {
    expect(parseInvite(sealed({ ...content, room: 'a\u202Eb\u0000' }))).toMatchObject({
      invite: { roomName: 'ab' },
    })
  })

  test('any other text: never an exception', () => {
    fc.assert(fc.property(fc.string(), (other) => void parseInvite(`sidetone-invite1.${other}`)))
    fc.assert(fc.property(fc.string(), (other) => void parseInvite(other)))
  })
})
