import { expect, test } from 'vitest'
import type { ChatLink } from './chat-links.ts'
import type { Arrival } from './sort-key.ts'
import { liveEntry, pickLive } from './live-entry.ts'
import type { VerifiedEntry } from './signed-entry.ts'

const entry = (seq: number, authorId = 'bo'): VerifiedEntry => ({
  authorId,
  authorName: 'Bo',
  authorKey: 'key',
  seq,
  atMs: seq,
  kind: 'text',
  prev: null,
  digest: `digest ${seq}`,
  signedText: '{}',
  signature: 'signature',
  isShown: 1,
  text: 'hello',
})

/** Bo's link; `newestSeq` is what was known of Bo when it opened. */
function linkTo(newestSeq: number | undefined): ChatLink {
  return {
    peer: {
      peerId: 'bo',
      publicKey: 'key',
      name: 'Bo',
      version: 1,
      send: () => Promise.resolve(true),
      sendNow: () => true,
      countMalformed: () => undefined,
    },
    openedAtMs: 0,
    newestSeq,
    isOpen: () => true,
    enqueue: () => undefined,
    send: () => Promise.resolve(true),
  }
}

const picked = (link: ChatLink, ...entries: readonly [VerifiedEntry, Arrival][]) =>
  pickLive(new Map(entries), link, 5).map(({ seq }) => seq)

test('live entries: what its author says just now, once', () => {
  const link = linkTo(3)
  expect(picked(link, [entry(4), 'live'], [entry(5), 'live'])).toEqual([4, 5])
  expect(picked(link, [entry(5), 'live'])).toEqual([])
})

test.each<[string, number | undefined, VerifiedEntry, Arrival]>([
  ['what was known when the link opened', 3, entry(3), 'live'],
  ['what comes late', 3, entry(4), 'past'],
  ['what somebody else wrote', 3, entry(4, 'cy'), 'live'],
  ['anything before it is known what is new', undefined, entry(4), 'live'],
])('live entries: not %s', (_, newestSeq, one, arrival) => {
  expect(picked(linkTo(newestSeq), [one, arrival])).toEqual([])
})

test('live entries: not what only changes another one, which is still new then', () => {
  const link = linkTo(3)
  const { isShown: _, ...edit } = { ...entry(4), kind: 'edit' }
  expect(picked(link, [edit, 'live'], [entry(5), 'live'])).toEqual([5])
})

test('live entries: neither signature nor key nor the signed text goes to panels', () => {
  expect(liveEntry(entry(1), 7, 'n')).toEqual({
    authorId: 'bo',
    authorName: 'Bo',
    seq: 1,
    atMs: 1,
    kind: 'text',
    digest: 'digest 1',
    isShown: 1,
    text: 'hello',
    receivedAtMs: 7,
    nonce: 'n',
  })
})
