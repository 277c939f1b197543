import { mount } from '@vue/test-utils'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { nextTick } from 'vue'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import type { EntryRow } from '@/engine/storage/database.ts'
import type { ShownEntry } from '@/stores/history.ts'
import MessageAnnouncer from './MessageAnnouncer.vue'

beforeEach(() => speak('en'))

const now = 1_764_240_000_000

function said(order: number, text: string, more: Partial<EntryRow> = {}): ShownEntry {
  const entry = { ...sampleEntry(text, { sortKey: now + order, receivedAtMs: now + order, ...more }), order }
  return { key: `${order}`, state: 'kept', entry, text, contradictions: [], gapSinceMs: undefined }
}

/** An announcer, and what it has said, each time that its words changed. */
function show(entries: readonly ShownEntry[] | undefined) {
  const announcer = mount(MessageAnnouncer, {
    props: { roomId: 'room', ownId: 'me', entries, hasLater: false },
  })
  onTestFinished(() => announcer.unmount())
  const words: string[] = []
  async function turn(props: { roomId?: string; entries: readonly ShownEntry[]; hasLater?: boolean }) {
    await announcer.setProps(props)
    await nextTick()
    const text = rootOf(announcer).textContent
    if (text !== words.at(-1)) words.push(text)
    return words
  }
  return turn
}

test('MessageAnnouncer says a message of another person once, and many together', async () => {
  const turn = show(undefined)
  const first = [said(1, 'old'), said(2, 'older')]
  expect(await turn({ entries: first })).toEqual([''])
  const second = [...first, said(3, 'hello')]
  expect(await turn({ entries: second })).toEqual(['', 'Bo: hello'])
  // The same again, as when a mark of delivery changes.
  expect(await turn({ entries: second.map((one) => ({ ...one })) })).toEqual(['', 'Bo: hello'])
  const third = [...second, said(4, 'a'), said(5, 'b')]
  expect(await turn({ entries: third })).toEqual(['', 'Bo: hello', '2 new messages'])
})

test('MessageAnnouncer says the same words again as something new', async () => {
  const announcer = mount(MessageAnnouncer, {
    props: { roomId: 'room', ownId: 'me', entries: [said(1, 'old')], hasLater: false },
  })
  onTestFinished(() => announcer.unmount())
  await announcer.setProps({ entries: [said(1, 'old'), said(2, 'ok')] })
  const first = rootOf(announcer).firstElementChild
  expect(first?.textContent).toBe('Bo: ok')
  await announcer.setProps({ entries: [said(1, 'old'), said(2, 'ok'), said(3, 'ok')] })
  const second = rootOf(announcer).firstElementChild
  expect(second?.textContent).toBe('Bo: ok')
  // What is added to a live region is read; the same text in the same place is no change.
  expect(second).not.toBe(first)
})

test('MessageAnnouncer reads no spoiler aloud', async () => {
  const turn = show([said(1, 'old')])
  expect(await turn({ entries: [said(1, 'old'), said(2, 'It was ||the gardener||')] })).toEqual([
    'Bo: It was ▒▒▒',
  ])
})

test('MessageAnnouncer says nothing of own messages, of what was caught up with, of pages and of other rooms', async () => {
  const turn = show([said(10, 'there')])
  expect(await turn({ entries: [said(10, 'there'), said(11, 'mine', { authorId: 'me' })] })).toEqual([''])
  const late = said(12, 'said yesterday', { sortKey: now - 86_400_000 })
  expect(await turn({ entries: [late, said(10, 'there'), said(11, 'mine', { authorId: 'me' })] })).toEqual([
    '',
  ])
  expect(await turn({ entries: [said(3, 'far back')], hasLater: true })).toEqual([''])
  expect(await turn({ entries: [said(10, 'there'), said(13, 'came meanwhile')], hasLater: false })).toEqual([
    '',
  ])
  expect(await turn({ roomId: 'other', entries: [said(40, 'elsewhere')] })).toEqual([''])
  expect(await turn({ roomId: 'other', entries: [said(40, 'elsewhere'), said(41, 'now')] })).toEqual([
    '',
    'Bo: now',
  ])
})
