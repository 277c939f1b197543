import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import type { PeerView } from '@/engine/view.ts'
import TypingLine from './TypingLine.vue'

beforeEach(() => speak('en'))

/** A name, and whether they are typing. */
const peer = (name: string, isTyping = true): PeerView => ({
  peerId: name,
  name,
  state: 'connected',
  ...(isTyping && { isTyping }),
})
const long = 'A name that takes up the whole of a line'

test.each<[PeerView[], string]>([
  [[peer('Ada')], 'Ada is typing…'],
  [[peer('Ada'), peer('Bo', false)], 'Ada is typing…'],
  [[peer('Ada'), peer('Bo')], 'Ada and Bo are typing…'],
  [[peer('Ada'), peer(long)], 'Several people are typing…'],
  [[peer('Ada'), peer('Bo'), peer('Cy')], 'Several people are typing…'],
])('the line of who is typing, with %j, says who, and nothing aloud', (peers, words) => {
  const line = mount(TypingLine, { props: { peers } })
  // Without the marks that keep a name's direction to itself.
  expect(rootOf(line).textContent.replace(/[\u2066-\u2069]/g, '')).toBe(words)
  expect(rootOf(line).getAttribute('aria-live')).toBe('off')
  line.unmount()
})

test('the line of who is typing is not there while nobody is', () => {
  const line = mount(TypingLine, { props: { peers: [peer('Ada', false)] } })
  expect(line.text()).toBe('')
  line.unmount()
})
