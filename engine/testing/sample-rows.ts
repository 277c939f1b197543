import { defaultCallSettings } from '../storage/settings-schema.ts'
import { someKeyPair, type SampleRows } from './database-fixture.ts'

const roomId = 'r'.repeat(43)
const [ada, bob] = ['a'.repeat(43), 'b'.repeat(43)]

/** A row or more for each table of the present schema, as a person's may be: scripts/write-database-fixture.ts. */
export const sampleRows: SampleRows = {
  entries: [
    {
      order: 1,
      sortKey: 1_764_240_000_000,
      receivedAtMs: 1_764_240_000_000,
      roomId,
      authorId: ada,
      authorName: 'Ada',
      seq: 1,
      atMs: 1_764_240_000_000,
      kind: 'text',
      text: 'Hello\nBob',
      prev: null,
      digest: 'd'.repeat(43),
      signedText: '{"kind":"text","body":{"text":"Hello\\nBob"}}',
      authorKey: 'A'.repeat(43),
      signature: 's'.repeat(86),
    },
    {
      order: 2,
      sortKey: 1_764_240_001_000,
      receivedAtMs: 1_764_240_001_500,
      roomId,
      authorId: bob,
      authorName: 'Bob',
      seq: 7,
      atMs: 1_764_240_001_000,
      kind: 'hologram',
      prev: [6, 'e'.repeat(43)],
      digest: 'f'.repeat(43),
      signedText: '{"kind":"hologram","body":{"size":"你好"}}',
      authorKey: 'B'.repeat(43),
      signature: 't'.repeat(86),
    },
  ],
  equivocations: [
    {
      receivedAtMs: 1_764_240_002_000,
      roomId,
      authorId: bob,
      authorName: 'Bob',
      seq: 7,
      atMs: 1_764_240_001_000,
      kind: 'text',
      text: 'another story',
      prev: [6, 'e'.repeat(43)],
      digest: 'g'.repeat(43),
      signedText: '{"kind":"text","body":{"text":"another story"}}',
      authorKey: 'B'.repeat(43),
      signature: 'u'.repeat(86),
    },
  ],
  versionVectors: [
    {
      roomId,
      authorId: ada,
      ranges: [{ from: 1, to: 1, digest: 'd'.repeat(43), prev: null }],
      newestSortKey: 1_764_240_000_000,
    },
    {
      roomId,
      authorId: bob,
      ranges: [{ from: 7, to: 7, digest: 'f'.repeat(43), prev: [6, 'e'.repeat(43)] }],
      newestSortKey: 1_764_240_001_000,
    },
  ],
  receipts: [
    { roomId, peerId: '*', sinceSeq: 1, metAtMs: 0, ranges: [[1, 1]] },
    { roomId, peerId: bob, sinceSeq: 1, metAtMs: 1_764_230_000_000, ranges: [[1, 1]] },
  ],
  rooms: [
    {
      roomId,
      kind: 'private',
      roomName: 'Plans',
      localName: 'Our plans',
      secret: 'S'.repeat(43),
      relayUrl: 'wss://relay.example/ws?key=k',
      sharesHistory: true,
      joinedAtMs: 1_764_230_000_000,
      shownAtMs: 1_764_240_000_500,
      isJoined: true,
      isMuted: true,
      readUpTo: 1,
    },
  ],
  drafts: [{ roomId, text: 'Half a sen' }],
  settings: [
    {
      key: 'own',
      name: 'Ada',
      relayUrl: 'wss://relay.example/ws?key=k',
      roomName: 'lobby',
      rejoinsAtStart: true,
      iceServers: [
        { url: 'stun:stun.example.org' },
        { url: 'turn:turn.example.org:3478?transport=tcp', username: 'ada', credential: 'secret' },
      ],
      isRelayOnly: true,
      call: { ...defaultCallSettings, isPushToTalk: true, microphoneId: 'm'.repeat(64) },
    },
  ],
  identity: [{ key: 'own', keys: someKeyPair, madeAtMs: 1_764_000_000_000 }],
  people: [
    {
      peerId: bob,
      publicKey: 'B'.repeat(43),
      name: 'Bob',
      canonicalName: 'bob',
      nameSinceMs: 1_764_100_000_000,
      firstSeenMs: 1_764_100_000_000,
      lastSeenMs: 1_764_240_001_000,
      verifiedAtMs: 1_764_200_000_000,
      volumePercent: 150,
    },
  ],
  ownSeqs: [{ roomId, lastSeq: 1 }],
  pageRequests: [{ windowId: 1, url: 'https://example.org/a', scope: 'page', atMs: 1_764_240_002_000 }],
}
