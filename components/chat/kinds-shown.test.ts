import { readFile } from 'node:fs/promises'
import { mount } from '@vue/test-utils'
import * as v from 'valibot'
import { beforeEach, expect, test } from 'vitest'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { isKnownKind, shownOf } from '@/engine/chat/kinds/index.ts'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import type { EntryRow } from '@/engine/storage/database.ts'
import { t } from '@/words/words.ts'
import MessageAnnouncer from './MessageAnnouncer.vue'
import MessageItem from './MessageItem.vue'

beforeEach(() => speak('en'))

const vectorsSchema = v.object({
  good: v.array(v.object({ says: v.string(), kind: v.string(), entry: v.object({ text: v.string() }) })),
})
const { good } = v.parse(vectorsSchema, JSON.parse(await readFile('docs/test-vectors/entries.json', 'utf8')))

/** Of each vector that has a place in the thread, a row as it comes now. */
const shown = good.flatMap(({ entry, kind, says }, index): [string, EntryRow][] => {
  const projection = isKnownKind(kind) ? shownOf({ kind, signedText: entry.text }) : {}
  if (!projection.isShown) return []
  const { text: _, ...sample } = sampleEntry('', { receivedAtMs: 1, sortKey: 1 })
  return [[says, { ...sample, ...projection, kind, order: index + 1 }]]
})

test.each(shown)('MessageItem has words for an entry: %s', (_, message) => {
  const item = mount(MessageItem, {
    props: { message, text: message.text, ownId: 'me', isFirst: true },
  })
  expect(item.text()).not.toContain(t('chat-unknown-kind'))
  item.unmount()
})

test.each(shown)('MessageAnnouncer has words for an entry: %s', async (_, entry) => {
  const announcer = mount(MessageAnnouncer, {
    props: { roomId: 'room', ownId: 'me', entries: [], hasLater: false },
  })
  const one = {
    key: '1',
    state: 'kept',
    entry,
    text: entry.text,
    contradictions: [],
    gapSinceMs: undefined,
  } as const
  await announcer.setProps({ entries: [one] })
  expect(rootOf(announcer).textContent).not.toBe('')
  expect(rootOf(announcer).textContent).not.toContain(t('chat-unknown-kind'))
  announcer.unmount()
})
