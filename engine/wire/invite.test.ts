import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { crc32 } from './crc32.ts'
import { encodeInvite, landingLink, looksLikeInvite, parseInvite, type Invite } from './invite.ts'
import { limits } from '../base/limits.ts'
import { cleanName, parseRoomName } from './names.ts'

const secret = toBase64Url(new Uint8Array(32).fill(7))
const invite = {
  kind: 'private',
  relayUrl: 'wss://relay.example/ws',
  roomName: 'Kitchen table 🎉',
  secret,
  sharesHistory: true,
} as const satisfies Invite
const text = encodeInvite(invite)

const roomNames = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map(cleanName)
  .filter((name) => 'roomName' in parseRoomName(name))
const invites = fc.record({
  kind: fc.constant('private' as const),
  relayUrl: fc.constantFrom('ws://127.0.0.1:8080/ws', 'wss://relay.example/ws?key=a%20b', 'ws://[::1]:9/a/b'),
  roomName: roomNames,
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
    ['of a public room', 'public', 'Lobby 🎉'],
    ['of a page', 'page', `https://example.org/${'p'.repeat(1_900)}`],
  ] as const)('%s tells no secret', (_, kind, roomName) => {
    const made = encodeInvite({ ...invite, kind, roomName })
    expect(parseInvite(made)).toEqual({ invite: { kind, relayUrl: invite.relayUrl, roomName } })
    const bytes = fromBase64Url(made.slice(made.indexOf('.') + 1)) ?? new Uint8Array()
    expect(new TextDecoder().decode(bytes)).not.toContain(secret)
  })

  test('is the first whole one of several', () => {
    const cut = text.slice(0, 70)
    const other = encodeInvite({ ...invite, roomName: 'another room' })
    for (const pasted of [
      `${cut}\n${text}`,
      `${text}\n${other}`,
      `${text}${other}`,
      `${cut} ${cut}: ${text} ${other}`,
    ]) {
      expect(parseInvite(pasted)).toEqual({ invite })
    }
  })

  test('is found with any words right behind it, and anything unseen inside', () => {
    const unseen = fc.constantFrom(
      ' ',
      '\n',
      '\r\n> ',
      '\n>> > ',
      '\u200B',
      '\u00AD',
      '\u2060',
      '\uFEFF',
      '\u200E',
    )
    fc.assert(
      fc.property(
        invites,
        fc.string(),
        fc.array(fc.tuple(fc.nat(), unseen), { maxLength: 6 }),
        (made, behind, inside) => {
          let disguised = encodeInvite(made)
          for (const [place, between] of inside) {
            const at = place % disguised.length
            disguised = disguised.slice(0, at) + between + disguised.slice(at)
          }
          expect(parseInvite(disguised + behind)).toEqual({ invite: made })
        },
      ),
    )
  })

  test.each([
    ['in a link', landingLink(invite)],
    [
      'in a link with a path',
      landingLink({ ...invite, relayUrl: 'wss://relay.example/sidetone/ws' }),
      'wss://relay.example/sidetone/ws',
    ],
    ['followed by words', `${text} see you`],
    ['followed by letters at once', `${text}seeyou`],
    ['wrapped and followed by words', `${text.slice(0, 60)}\n${text.slice(60)}\nsee you tonight`],
    ['quoted and wrapped', `> ${text.slice(0, 60)}\n> ${text.slice(60)}\n> see you`],
    ['quoted twice', `>> ${text.slice(0, 60)}\n>> ${text.slice(60)}\n> see you`],
    ['with a zero-width space in it', `${text.slice(0, 90)}\u200B${text.slice(90)}`],
    ['with soft hyphens in its word', text.replace('-', '-\u00AD').replace('tone', 'to\u00ADne')],
    ['among other words', `Come in: ${text}, see you!`],
    ['with a line break by the mail', `${text.slice(0, 60)}\r\n  ${text.slice(60)}\n`],
  ])('is found %s', (_, pasted, relayUrl: string = invite.relayUrl) => {
    expect(looksLikeInvite(pasted)).toBe(true)
    expect(parseInvite(pasted)).toEqual({ invite: { ...invite, relayUrl } })
  })

  test('is carried by a link to the relay, in the part that no server sees', () => {
    const link = new URL(landingLink({ ...invite, relayUrl: 'ws://127.0.0.1:8080/ws?key=x' }))
    expect([link.origin, link.pathname, link.search]).toEqual(['http://127.0.0.1:8080', '/', ''])
    expect(landingLink(invite)).toBe(`https://relay.example/#${text}`)
  })

  test.each([
    ['wss://relay.example', 'https://relay.example/'],
    ['wss://relay.example/ws/', 'https://relay.example/'],
    ['ws://relay.example/sidetone/ws', 'http://relay.example/sidetone/'],
    ['wss://relay.example/a/b/ws?key=x', 'https://relay.example/a/b/'],
  ])('is carried by a link to the page beside the WebSocket %s', (relayUrl, page) => {
    expect(landingLink({ ...invite, relayUrl }).split('#')[0]).toBe(page)
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
        // The last character has bits that mean nothing; and one character less may be a whole one.
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

  const content = { kind: 'private', relay: invite.relayUrl, room: 'lobby', secret, history: true }
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
    ['no kind', { ...content, kind: undefined }],
    ['a kind that is no word', { ...content, kind: 7 }],
    ['a page that is none', { ...content, kind: 'page', room: 'lobby' }],
    [
      'a public room named like an endless address',
      { ...content, kind: 'public', room: `https://a/${'x'.repeat(100)}` },
    ],
  ])('well sealed, with %s', (_, hostile) => {
    expect(parseInvite(sealed(hostile))).toEqual({ problem: { kind: 'invite-unreadable' } })
  })

  test('well sealed, for a kind of room that only a later Sidetone has', () => {
    const later = sealed({ ...content, kind: 'broadcast' })
    expect(parseInvite(later)).toEqual({ problem: { kind: 'invite-newer-version' } })
  })

  test('not what a later Sidetone adds: it is ignored', () => {
    const parsed = parseInvite(sealed({ ...content, colour: 'green', more: [1] }))
    expect(parsed).toMatchObject({ invite: { kind: 'private', roomName: 'lobby' } })
    expect(parsed).not.toHaveProperty('invite.colour')
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
