/**
 * Writes docs/test-vectors/*.json, which other clients check themselves against and our own tests read. Run it only
 * where the protocol changes on purpose: `node scripts/write-test-vectors.ts`, then look at the difference.
 * Keys and ciphertexts are made with Node's own crypto and not with the engine, so that each checks the other.
 */
import { createCipheriv, createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { toBase64Url } from '../engine/base/base64url.ts'
import { encodeInvite, landingLink, parseInvite } from '../engine/wire/invite.ts'
import { canonicalRoomName, cleanName } from '../engine/wire/names.ts'
import { canonicalPageAddress } from '../engine/wire/page-address.ts'
import { crc32 } from '../engine/wire/crc32.ts'
import { refusedKeys, groupOrder, fromHex } from '../engine/testing/ed25519-vectors.ts'
import { createHandshake, fingerprintOf, type LinkEnds, type Role } from '../engine/rtc/handshake.ts'
import { capabilityText, type Capabilities } from '../engine/wire/capabilities.ts'
import { emojiTable } from '../engine/verification/emoji-table.ts'
import { commitTo, shortAuthenticationString } from '../engine/verification/sas.ts'
import { keyFingerprint, safetyNumber } from '../engine/verification/safety-number.ts'

/** Everything but ASCII is escaped: what this is about is often not seen. No lone surrogates: not every parser takes them. */
function write(name: string, vectors: unknown) {
  const json = JSON.stringify(vectors, null, 2).replace(
    /[\u007F-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  writeFileSync(new URL(`../docs/test-vectors/${name}.json`, import.meta.url), `${json}\n`)
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest()
const hkdf = (secret: Uint8Array, info: string) =>
  Buffer.from(hkdfSync('sha256', secret, 'sidetone', info, 32))

/** The key pair of a seed (RFC 8032, 5.1.5) that is one byte, 32 times. */
function keyPair(byte: number) {
  const seed = Buffer.alloc(32, byte)
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return {
    seed: seed.toString('hex'),
    publicKey: publicKey.toString('base64url'),
    peerId: createHash('sha256').update(publicKey).digest('base64url'),
    sign: (purpose: string, text: string) =>
      sign(null, Buffer.from(`sidetone ${purpose}\n${text}`), privateKey).toString('base64url'),
  }
}
const ada = keyPair(1)
const bo = keyPair(2)

function writeNames() {
  const england = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'
  const clean = [
    '  Ada \t\n  Lovelace ',
    'Ame\u0301lie',
    'Ame\u200B\u0301lie',
    'A\u0000d\u001Ba\u009F',
    'Ada\u202EecilA',
    'A\u061C\u200E\u200F\u202A\u2066\u2069da',
    'A\u00AD\u034F\u115F\u180E\u2062\u206A\u3164\uFFA0\uFFF9\u{1D173}\u{E0100}da',
    'A\uE000\u{F0000}\uFDD0\uFFFEda',
    'A\u0085b\u3000\u00A0c',
    'A\uFEFFda',
    `A\u{E0061}\u{E007F}${england}`,
    `A${'\u0338'.repeat(36)}`,
    `A${'\u0338\u200D'.repeat(20)}`,
    '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} \u2764\uFE0F\u200D\u{1F525} 1\uFE0F\u20E3',
    'A\u0378',
  ].map((typed) => ({ typed, clean: cleanName(typed) }))
  const rooms = [
    'Lobby',
    ' lOBBY ',
    '\uFF4C\uFF4F\uFF42\uFF42\uFF59',
    'lob\u00ADby\u061C',
    'J\u030Can',
    '\u039F\u0394\u039F\u03A3',
    'Stra\u00DFe',
    '\u0130stanbul',
    '\u2764\uFE0F',
    '\u2764',
    '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645',
    england,
    '\u4E16\u754C \u{1F30D}',
  ].map((typed) => ({ typed, canonical: canonicalRoomName(typed) }))
  const alike = [
    ['alice', 'AIice'],
    ['Ian', 'lan'],
    ['Bob', 'B0b'],
    ['Ada', '\u0410\u0434\u0430'.replace('\u0434', '\u0501')],
    ['Nick', '\u039Dick'],
    ['Illia', 'iIIia'],
  ]
  const different = [
    ['Ian', 'Lan'],
    ['Kai', 'Kal'],
    ['Arn', 'Am'],
    ['Jose', 'Jos\u00E9'],
    ['AIICE', 'ALICE'],
  ]
  write('names', { clean, rooms, alike, different })
}

const secretOf = {
  public: (name: string) => sha256(`sidetone public room\n${name}`),
  page: (address: string) => sha256(`sidetone page room\n${address}`),
  private: () => Buffer.from(Array.from({ length: 32 }, (_, index) => index)),
}

function keysOf(kind: keyof typeof secretOf, room: string, secret = secretOf[kind](room)) {
  return {
    kind,
    room,
    secret: secret.toString('base64url'),
    roomId: hkdf(secret, `${kind} room id`).toString('base64url'),
    signalKey: hkdf(secret, `${kind} signal key`).toString('base64url'),
  }
}
const lobby = keysOf('public', 'lobby')

function writeRoomKeys() {
  write('room-keys', [
    lobby,
    keysOf('public', '\u4E16\u754C \u{1F30D}'),
    keysOf('public', 'https://example.org/a'),
    keysOf('page', 'https://example.org/a'),
    keysOf('page', 'https://example.org'),
    keysOf('private', 'Kitchen table'),
    // A public room's secret in an invite that calls it private.
    keysOf('private', 'lobby', secretOf.public('lobby')),
  ])
}

/** An invite with a checksum that fits, whatever is in it. */
function sealedInvite(content: unknown, version = 1): string {
  const json = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(json))
  return `sidetone-invite${version}.${toBase64Url(Buffer.concat([json, checksum]))}`
}

function writeInvites() {
  const relayUrl = 'wss://relay.example/sidetone/ws'
  const secret = toBase64Url(secretOf.private())
  const room = { kind: 'private' as const, relayUrl, roomName: 'Kitchen table', secret, sharesHistory: true }
  const text = encodeInvite(room)
  const other = encodeInvite({ ...room, roomName: 'Another room' })
  const content = { kind: 'private', relay: relayUrl, room: 'Kitchen table', secret, history: true }
  const [half, rest] = [text.slice(0, 60), text.slice(60)]
  const texts: [what: string, text: string][] = [
    ['alone', text],
    ['of a public room', encodeInvite({ ...room, kind: 'public', roomName: 'Lobby' })],
    ['of a page', encodeInvite({ ...room, kind: 'page', roomName: 'https://example.org/a' })],
    ['in a link', landingLink(room)],
    ['with words around', `Come in: ${text}, see you!`],
    ['with words behind', `${text} see you`],
    ['with letters at once behind', `${text}seeyou`],
    ['wrapped, with words behind', `${half}\r\n${rest}\r\nsee you`],
    ['quoted', `> ${half}\n> ${rest}\n> see you`],
    ['with unseen characters inside', `${half}\u200B\u00AD\u2060\uFEFF${rest}`],
    ['with a soft hyphen in its word', text.replace('-', '-\u00AD')],
    ['behind one that is cut off', `${half} ${text}`],
    ['before another', `${text}${other}`],
    ['with fields of a later version', sealedInvite({ ...content, colour: 'green' })],
    ['nothing', ' \n'],
    ['no invite', 'lobby'],
    ['cut off', half],
    ['with a wrong character', `${half}${rest[0] === 'A' ? 'B' : 'A'}${rest.slice(1)}`],
    ['of a later version', sealedInvite(content, 2)],
    ['of a later kind of room', sealedInvite({ ...content, kind: 'broadcast' })],
    ['without a kind', sealedInvite({ ...content, kind: undefined })],
    ['with a short secret', sealedInvite({ ...content, secret: 'AAAA' })],
    ['with a relay that is none', sealedInvite({ ...content, relay: 'https://relay.example/' })],
    ['of a page that is none', sealedInvite({ ...content, kind: 'page', room: 'lobby' })],
    ['no JSON', sealedInvite('hello')],
  ]
  write(
    'invites',
    texts.map(([what, pasted]) => {
      const read = parseInvite(pasted)
      return 'invite' in read
        ? { what, text: pasted, invite: read.invite }
        : { what, text: pasted, refused: read.problem.kind }
    }),
  )
}

function writePageAddresses() {
  const urls = [
    'https://example.org',
    'HTTPS://Example.ORG:443/a/b?q=1#part',
    'https://ada:secret@example.org/a',
    'http://127.0.0.1:8080/x/../y',
    'https://b\u00FCcher.example/\u00DF',
    'https://example.org/%c3%9F',
    'ftp://example.org/',
    'about:blank',
    'example.org',
  ]
  const addressOf = (url: string, scope: 'page' | 'site') => {
    const found = canonicalPageAddress(url, scope)
    return 'address' in found ? found.address : null
  }
  write(
    'page-addresses',
    urls.map((url) => ({ url, page: addressOf(url, 'page'), site: addressOf(url, 'site') })),
  )
}

function writeSignatures() {
  const { seed, publicKey, peerId } = ada
  const text = 'hello, \u4E16\u754C'
  const signatures = ['signal', 'link', 'entry'].map((purpose) => ({
    purpose,
    text,
    signature: ada.sign(purpose, text),
  }))
  const signature = Buffer.from(signatures[0]?.signature ?? '', 'base64url')
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`)
  const l = BigInt(`0x${Buffer.from(fromHex(groupOrder)).reverse().toString('hex')}`)
  const greaterS = Buffer.from((s + l).toString(16).padStart(64, '0'), 'hex').reverse()
  write('signatures', {
    seed,
    publicKey,
    peerId,
    signatures,
    refusedSignatures: [
      {
        what: 'S + L',
        ...signatures[0],
        signature: Buffer.concat([signature.subarray(0, 32), greaterS]).toString('base64url'),
      },
      { what: 'for another purpose', ...signatures[0], purpose: 'link' },
    ],
    refusedKeys: refusedKeys.map(([what, hex]) => ({
      what,
      publicKey: Buffer.from(hex, 'hex').toString('base64url'),
    })),
  })
}

function writeSealedSignal() {
  const json = JSON.stringify({ type: 'hello', note: 'any JSON' })
  const text = `${ada.sign('signal', `${lobby.roomId}\n${json}`)}.${json}`
  const nonce = Buffer.from(Array.from({ length: 12 }, (_, index) => index))
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(lobby.signalKey, 'base64url'), nonce)
  cipher.setAAD(Buffer.from(`sidetone ${lobby.roomId}`))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  write('sealed-signal', {
    room: lobby,
    publicKey: ada.publicKey,
    nonce: nonce.toString('base64url'),
    json,
    text,
    sealed: `sidetone.${sealed.toString('base64url')}`,
  })
}

/** One end of a link: `sdp` is what its description says of its certificate. */
interface LinkEnd {
  readonly key: ReturnType<typeof keyPair>
  readonly nonce: string
  readonly sdp: string
  readonly capabilities: Capabilities
}

const digestOf = (byte: number) =>
  Array.from({ length: 32 }, (_, index) => ((byte + index) % 256).toString(16).padStart(2, '0')).join(':')

const linkEnds: Record<Role, LinkEnd> = {
  offerer: {
    key: ada,
    nonce: 'EBESExQVFhcYGRobHB0eHw',
    sdp: `a=fingerprint:sha-256 ${digestOf(0xa0).toUpperCase()}\r\n`,
    capabilities: { versions: [1], features: { verification: 1, call: 1, chat: 1 } },
  },
  // A later version, which names its certificate in both of its media sections and by a second algorithm, in any case.
  answerer: {
    key: bo,
    nonce: 'ICEiIyQlJicoKSorLC0uLw',
    sdp: [
      `a=fingerprint:SHA-384 ${digestOf(0x10)}\r\n`,
      `a=fingerprint:sha-256 ${digestOf(0xb0)}\r\n`,
      `a=fingerprint:sha-256 ${digestOf(0xb0)}\r\n`,
    ].join(''),
    capabilities: { versions: [2, 1], features: { files: 1, chat: 2 } },
  },
}

const linkId = 'MDEyMzQ1Njc4OTo7PD0-Pw'
const fingerprintIn = ({ sdp }: LinkEnd) => fingerprintOf(sdp) ?? ''

/** What one end signs for the purpose `link`, and its signature: the proof that it sends. */
async function proofOf(role: Role) {
  const [ours, theirs] = [linkEnds[role], linkEnds[role === 'offerer' ? 'answerer' : 'offerer']]
  let transcript = ''
  const handshake = createHandshake({
    identity: {
      publicKey: ours.key.publicKey,
      sign(purpose, text) {
        transcript = text
        return Promise.resolve(ours.key.sign(purpose, text))
      },
    },
    roomId: lobby.roomId,
    linkId,
    nonce: ours.nonce,
    capabilities: ours.capabilities,
    theirKey: () => theirs.key.publicKey,
    theirCapabilities: () => theirs.capabilities,
  })
  const ends: LinkEnds = {
    ourRole: role,
    ourFingerprint: fingerprintIn(ours),
    theirNonce: theirs.nonce,
    theirFingerprint: fingerprintIn(theirs),
  }
  return { role, proof: await handshake.make(ends), transcript }
}

async function writeLinkHandshake() {
  const endOf = (role: Role) => {
    const { capabilities, key, nonce, sdp } = linkEnds[role]
    return {
      seed: key.seed,
      publicKey: key.publicKey,
      nonce,
      sdp,
      fingerprint: fingerprintIn(linkEnds[role]),
      capabilities,
      capabilityText: capabilityText(capabilities),
    }
  }
  write('link-handshake', {
    roomId: lobby.roomId,
    linkId,
    offerer: endOf('offerer'),
    answerer: endOf('answerer'),
    proofs: [await proofOf('offerer'), await proofOf('answerer')],
  })
}

async function writeVerification() {
  const transcript = {
    run: 'AAECAwQFBgcICQoLDA0ODw',
    askerKey: ada.publicKey,
    answererKey: bo.publicKey,
    askerNonce: 'EBESExQVFhcYGRobHB0eHw',
    answererNonce: 'ICEiIyQlJicoKSorLC0uLw',
  }
  const { run, askerKey, askerNonce } = transcript
  const places = await shortAuthenticationString(transcript)
  const table = emojiTable.map(([glyph]) => glyph)
  write('emoji', {
    ...transcript,
    commitment: await commitTo({ run, askerKey, nonce: askerNonce }),
    places,
    emoji: places.map((place) => table[place]),
    table,
  })
  write('safety-number', {
    keys: [ada.publicKey, bo.publicKey],
    safetyNumber: await safetyNumber(ada.publicKey, bo.publicKey),
    fingerprints: [await keyFingerprint(ada.publicKey), await keyFingerprint(bo.publicKey)],
  })
}

writeNames()
writeRoomKeys()
writeInvites()
writePageAddresses()
writeSignatures()
writeSealedSignal()
await writeLinkHandshake()
await writeVerification()
