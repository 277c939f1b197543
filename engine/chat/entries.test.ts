import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createChatWorld, roomId, signed, type Member } from '../testing/chat-world.ts'
import { newIdentity } from '../testing/test-keys.ts'
import { eventually } from '../testing/eventually.ts'
import { shownOf } from './kinds/index.ts'
import { toWire, verifyEntry, type VerifiedEntry } from './signed-entry.ts'
import { hasGapBefore } from './gaps.ts'

const rows = (member: Member) => member.database.entries.toArray()

test('an entry of an unknown kind, with unknown fields, passes through who does not know it', async () => {
  const world = createChatWorld()
  const [ada, bo, cy] = [await world.add('Ada'), await world.add('Bo'), await world.add('Cy')]
  const plain = await signed(ada.identity, { kind: 'poll', body: { question: '?', options: [1, 2] } })
  const text = plain.signedText.replace('{', '{"ofNextYear":{"x":1},')
  const entry = { key: ada.identity.publicKey, text, signature: await ada.identity.sign('entry', text) }
  ada.carries = () => false
  await world.link(ada, bo)
  expect(await bo.receive(ada, { type: 'entry', entry, isLate: false })).toBe('fine')
  await world.link(bo, cy)
  await eventually(async () => expect(await rows(cy)).toHaveLength(1))
  for (const member of [bo, cy]) {
    expect((await rows(member)).map(toWire)).toEqual([entry])
    expect(await rows(member)).toMatchObject([{ kind: 'poll' }])
    expect(member.verdicts).toEqual([])
    expect(member.problems).toEqual([])
  }
})

test('what was kept unread by an older client is shown by one that knows its kind', async () => {
  const { text, ...unread } = await signed(await newIdentity(), { text: 'hello' })
  expect(text).toBe('hello')
  expect(shownOf(unread).text).toBe('hello')
})

test('one bad entry spoils no page, and is counted', async () => {
  const world = createChatWorld()
  const [ada, mallory] = [await world.add('Ada'), await world.add('Mallory')]
  const author = await newIdentity()
  mallory.carries = () => false
  await world.link(ada, mallory)
  await eventually(() => expect(mallory.heard.some(({ type }) => type === 'want')).toBe(true))
  const bad = await signed(author, { seq: 2, body: { text: '' } })
  const good = [await signed(author, { seq: 1 }), await signed(author, { seq: 3 })]
  const entries = [good[0], bad, good[1]].map((entry) => entry && toWire(entry))
  expect(
    await ada.receive(mallory, { type: 'history', entries: [...entries, 'none'], isComplete: true }),
  ).toBe('malformed')
  expect((await rows(ada)).map(({ seq }) => seq)).toEqual([1, 3])
})

describe('is malformed, though it is signed:', () => {
  test.each<[string, object]>([
    ['an empty text', { body: { text: '' } }],
    ['a text of too many bytes', { body: { text: '世'.repeat(11_000) } }],
    ['no text', { body: {} }],
    ['a name that would rewrite its line', { name: 'Ada\u202E' }],
    ['number 0', { seq: 0 }],
    ['a fraction as number', { seq: 0.5 }],
    ['a time before 1970', { atMs: -1 }],
    ['a time that Date cannot show', { atMs: 8.64e15 + 1_000 }],
    ['an entry before that comes later', { prev: [2, 'A'.repeat(43)] }],
    ['a digest that is none', { seq: 2, prev: [1, 'short'] }],
    ['a kind that is no word', { kind: 'Text!' }],
    ['too many that it follows', { follows: Array.from({ length: 9 }, () => ['A'.repeat(43), 1]) }],
  ])('%s', async (_, more) => {
    const entry = toWire(await signed(await newIdentity(), more))
    expect(await verifyEntry(roomId, entry)).toBe('malformed')
  })
})

describe('is forged:', () => {
  test.each<[string, (text: string) => string]>([
    ['another text', (text) => text.replace('hello', 'hullo')],
    ['another number', (text) => text.replace('"seq":1', '"seq":2')],
    ['another name', (text) => text.replace('"Ada"', '"Bo"')],
    ['a space more', (text) => `${text} `],
  ])('%s', async (_, change) => {
    const entry = toWire(await signed(await newIdentity()))
    expect(await verifyEntry(roomId, { ...entry, text: change(entry.text) })).toBe('forged')
  })

  test('what was said in another room, or under another key', async () => {
    const entry = toWire(await signed(await newIdentity()))
    expect(await verifyEntry('ANOTHER', entry)).toBe('forged')
    expect(await verifyEntry(roomId, { ...entry, key: (await newIdentity()).publicKey })).toBe('forged')
  })
})

/** The stories of some authors, each entry naming the one before. */
async function storiesOf(authors: number, count: number): Promise<VerifiedEntry[]> {
  const all: VerifiedEntry[] = []
  for (let n = 0; n < authors; n++) {
    const identity = await newIdentity()
    let last: VerifiedEntry | undefined
    for (let seq = 1; seq <= count; seq++) {
      last = await signed(identity, { seq, text: `${n} ${seq}`, prev: last ? [last.seq, last.digest] : null })
      all.push(last)
    }
  }
  return all
}

test('in whatever order entries come, doubled or missing, all that came is there once, and the gaps are known', async () => {
  const entries = await storiesOf(2, 6)
  const arrival = fc.array(fc.nat(entries.length - 1), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(arrival, async (order) => {
      const world = createChatWorld()
      const [ada, mallory] = [await world.add('Ada'), await world.add('Mallory')]
      mallory.carries = () => false
      await world.link(ada, mallory)
      const came = order.flatMap((index) => entries[index] ?? [])
      for (let from = 0; from < came.length; from += 7) {
        const page = came.slice(from, from + 7).map(toWire)
        expect(await ada.receive(mallory, { type: 'evidence', entries: page })).toBe('fine')
      }
      const kept = await rows(ada)
      expect(new Set(kept.map(({ digest }) => digest))).toEqual(new Set(came.map(({ digest }) => digest)))
      expect(kept).toHaveLength(new Set(came).size)
      expect(await ada.database.equivocations.count()).toBe(0)
      for (const { authorId, ranges } of await ada.database.versionVectors.toArray()) {
        const seqs = kept.filter((row) => row.authorId === authorId).map(({ seq }) => seq)
        // Ranges are as few as may be, and each ends with its digest.
        const ends = seqs.filter((seq) => !seqs.includes(seq + 1)).sort((a, b) => a - b)
        expect(ranges.map(({ to }) => to)).toEqual(ends)
        for (const { digest, to } of ranges) {
          expect(kept.find((row) => row.authorId === authorId && row.seq === to)?.digest).toBe(digest)
        }
        for (const row of kept.filter((one) => one.authorId === authorId)) {
          const isMissing = row.seq > Math.min(...seqs) && !seqs.includes(row.seq - 1)
          expect(hasGapBefore(row, ranges, 0)).toBe(isMissing)
        }
      }
    }),
    { numRuns: 15 },
  )
})
