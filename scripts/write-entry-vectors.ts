/**
 * Writes docs/test-vectors/entries.json, threads.json and digests.json, which engine/chat/vectors.test.ts verifies. Only for a new kind
 * or a change of the protocol: the key is fixed, so what hasn't changed comes out the same.
 */
import { toBase64Url } from '../engine/base/base64url.ts'
import { addToChain, toWireRanges, type ChainRanges } from '../engine/chat/chain.ts'
import { signEntry, toWire, type Unsigned, type VerifiedEntry } from '../engine/chat/signed-entry.ts'
import type { Identity } from '../engine/identity/identity.ts'
import { peerIdOf } from '../engine/wire/signature.ts'
import { writeJson } from './write-json.ts'

const room = toBase64Url(new Uint8Array(32).fill(7))
const utf8 = new TextEncoder()

/** An identity made of a seed of 32 equal bytes (RFC 8032), in PKCS #8 as WebCrypto takes it. */
async function identityOf(seed: number): Promise<Identity> {
  const prefix = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]
  const pkcs8 = new Uint8Array([...prefix, ...new Uint8Array(32).fill(seed)])
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { x: publicKey = '' } = await crypto.subtle.exportKey('jwk', key)
  const peerId = (await peerIdOf(publicKey)) ?? ''
  return {
    peerId,
    publicKey,
    async sign(purpose, text) {
      const bytes = utf8.encode(`sidetone ${purpose}\n${text}`)
      return toBase64Url(new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)))
    },
  }
}

const [ada, bo] = await Promise.all([identityOf(1), identityOf(2)])

const said = (more: Partial<Unsigned>): Unsigned => ({
  seq: 1,
  atMs: 1_700_000_000_000,
  name: 'Ada',
  kind: 'text',
  body: { text: 'hello' },
  prev: null,
  follows: [],
  ...more,
})
const sign = (more: Partial<Unsigned>) => signEntry(ada, room, said(more))

const first = await sign({})
const second = await sign({
  seq: 2,
  body: { text: 'line one\nline two: "世界" 🙂' },
  prev: [1, first.digest],
  follows: [[bo.peerId, 4]],
})
const good: [string, VerifiedEntry][] = [
  ['the first text of an author', first],
  ['a text after it, which follows another author', second],
  ['a kind that this version does not know', await sign({ kind: 'poll', body: { question: 'Tea?' } })],
]
const text = await sign({ body: { text: 'helo' } })
const ref = (entry: VerifiedEntry) => [entry.authorId, entry.seq, entry.digest]
const ownRef = (entry: VerifiedEntry) => [entry.seq, entry.digest]
const edit = await sign({
  seq: 2,
  kind: 'edit',
  body: { target: ownRef(text), text: 'hello', mentions: [bo.peerId] },
  prev: [1, text.digest],
})
const editAgain = await sign({
  seq: 3,
  kind: 'edit',
  body: { target: ownRef(text), text: 'hello!', format: 'plain' },
  prev: [2, edit.digest],
})
const deletion = await sign({
  seq: 4,
  kind: 'delete',
  body: { target: ownRef(text), edits: [ownRef(edit), ownRef(editAgain)] },
  prev: [3, editAgain.digest],
})
const signBo = (more: Partial<Unsigned>) => signEntry(bo, room, said({ name: 'Bo', ...more }))
const reply = await signBo({
  body: { text: '@Ada hi', replyTo: ref(text), mentions: [ada.peerId] },
  follows: [[ada.peerId, 1]],
})
const reaction = await signBo({
  seq: 2,
  kind: 'reaction',
  body: { target: ref(text), emoji: '👍', isOn: true },
  prev: [1, reply.digest],
})
const reactionOff = await signBo({
  seq: 3,
  kind: 'reaction',
  body: { target: ref(text), emoji: '👍', isOn: false },
  prev: [2, reaction.digest],
})
const pin = await signBo({
  seq: 4,
  kind: 'pin',
  body: { target: ref(text), isOn: true },
  prev: [3, reactionOff.digest],
})
const unpin = await sign({
  seq: 5,
  kind: 'pin',
  body: { target: ref(text), isOn: false, takesBack: [ref(pin)] },
  prev: [4, deletion.digest],
})
const theirEdit = await signBo({
  seq: 5,
  kind: 'edit',
  body: { target: ownRef(text), text: 'theirs' },
  prev: [4, pin.digest],
})
good.push(
  ['an edit', edit],
  ['a deletion, with the edits that go with it', deletion],
  ['a reply that mentions somebody', reply],
  ['a reaction', reaction],
  ['a pin', pin],
  ['an unpin that takes back another’s pin', unpin],
  ['a reaction whose body does not fit, which changes nothing', await signBo({ kind: 'reaction', body: {} })],
  [
    'a text with an optional field that does not fit, which counts as left out',
    await sign({ body: { text: 'hello', replyTo: 'nothing' } }),
  ],
)
const setting = await sign({
  seq: 5,
  kind: 'disappearing',
  body: { afterS: 86_400, replaces: [ref(reply)] },
  prev: [4, deletion.digest],
})
const passing = await sign({ body: { text: 'for a minute', expiresAfterS: 60 } })
const passingEdit = await sign({
  seq: 2,
  kind: 'edit',
  body: { target: ownRef(passing), text: 'for a moment', expiresAfterS: 30 },
  prev: [1, passing.digest],
  prevDueMs: 1_700_000_060_000,
})
const reactionToPassing = await signBo({
  kind: 'reaction',
  body: { target: ref(passing), emoji: '👍', isOn: true },
})
const pinOfPassing = await signBo({
  seq: 2,
  kind: 'pin',
  body: { target: ref(passing), isOn: true },
  prev: [1, reactionToPassing.digest],
})
good.push(
  ['a setting of the room', setting],
  ['a text that disappears', passing],
  ['an edit of it, which says when the entry before disappears', passingEdit],
)
const shownText = { author: ada.peerId, seq: 1 }
const shownReply = { author: bo.peerId, seq: 1, text: '@Ada hi' }
const threads = [
  {
    says: 'the last edit of the author holds',
    entries: [text, edit, editAgain, theirEdit],
    thread: [{ ...shownText, text: 'hello!' }],
    pins: 0,
  },
  {
    says: 'nothing is left of what was deleted, and an answer to it stays',
    entries: [text, edit, deletion, editAgain, reply],
    thread: [{ ...shownText, text: null }, shownReply],
    pins: 0,
  },
  {
    says: 'a reaction',
    entries: [text, reaction, pin],
    thread: [{ ...shownText, text: 'helo', reactions: ['👍'] }],
    pins: 1,
  },
  {
    says: 'a pin that somebody else took back',
    entries: [text, pin, unpin],
    thread: [{ ...shownText, text: 'helo' }],
    pins: 0,
  },
  {
    says: 'a reaction that was taken back',
    entries: [text, reaction, reactionOff],
    thread: [{ ...shownText, text: 'helo' }],
    pins: 0,
  },
  {
    says: 'a text that has disappeared before it came, with all that was said of it',
    entries: [passing, passingEdit, reactionToPassing, pinOfPassing],
    thread: [],
    pins: 0,
  },
  {
    says: 'a lifetime that is none is left out',
    entries: [await sign({ body: { text: 'kept', expiresAfterS: 0 } })],
    thread: [{ ...shownText, text: 'kept' }],
    pins: 0,
  },
  { says: 'what names nothing that is here', entries: [edit, deletion, reaction], thread: [], pins: 0 },
]

const withField = first.signedText.replace('{', '{"later":true,')
const unknownField = { key: ada.publicKey, text: withField, signature: await ada.sign('entry', withField) }

const wire = toWire(first)
const bad = [
  {
    says: 'the text was changed',
    entry: { ...wire, text: wire.text.replace('hello', 'hullo') },
    verdict: 'forged',
  },
  { says: 'another key', entry: { ...wire, key: bo.publicKey }, verdict: 'forged' },
  { says: 'another room', entry: toWire(await signEntry(ada, 'another', said({}))), verdict: 'forged' },
  {
    says: 'signed for another purpose',
    entry: { ...wire, signature: await ada.sign('signal', wire.text) },
    verdict: 'forged',
  },
  { says: 'an empty text', entry: toWire(await sign({ body: { text: '' } })), verdict: 'malformed' },
  { says: 'a name that is not clean', entry: toWire(await sign({ name: ' Ada' })), verdict: 'malformed' },
  { says: 'number 0', entry: toWire(await sign({ seq: 0 })), verdict: 'malformed' },
  {
    says: 'an entry before that comes later',
    entry: toWire(await sign({ prev: [1, first.digest] })),
    verdict: 'malformed',
  },
]

const third = await sign({ seq: 3, prev: [2, second.digest] })
const fork = await sign({ seq: 3, body: { text: 'skips one' }, prev: [1, first.digest] })
const sixth = await sign({ seq: 6, prev: [3, third.digest] })
const cases: [string, VerifiedEntry[]][] = [
  ['three that name each the one before are one range', [first, second, third]],
  ['a missing one parts two ranges', [first, third]],
  ['one that names another than the one before it begins a range', [first, second, fork]],
  ['numbers that the author left out part two ranges', [first, second, third, sixth]],
]

const write = (name: string, value: object) =>
  writeJson(new URL(`../docs/test-vectors/${name}.json`, import.meta.url), value)

await write('entries', {
  room,
  good: [
    ...good.map(([says, entry]) => {
      const { authorId: author, digest, kind, seq } = entry
      return { says, entry: toWire(entry), author, seq, kind, digest }
    }),
    {
      says: 'a field that this version does not know',
      entry: unknownField,
      author: ada.peerId,
      seq: 1,
      kind: 'text',
      digest: toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(withField)))),
    },
  ],
  bad,
})
await write('threads', {
  room,
  cases: threads.map(({ entries, ...rest }) => ({ ...rest, entries: entries.map(toWire) })),
})
await write('digests', {
  cases: cases.map(([says, entries]) => ({
    says,
    entries: entries.map(({ digest, prev, seq }) => ({ seq, digest, prev })),
    ranges: toWireRanges(entries.reduce<ChainRanges>(addToChain, [])),
  })),
})
