import { expect, test } from 'vitest'
import { speak } from '@/components/testing/messages.ts'
import { isEmoji } from '@/engine/chat/kinds/reaction.ts'
import { findEmoji, loadEmoji } from './emoji-data.ts'

test.each([
  ['en', 'rocket', '🚀'],
  ['zh-CN', '火箭', '🚀'],
])('emoji are found by their names in %s', async (language, typed, emoji) => {
  speak(language)
  const all = await loadEmoji()
  expect(findEmoji(all, typed).map((one) => one.emoji)).toContain(emoji)
  expect(findEmoji(all, 'no such emoji')).toEqual([])
})

test('each emoji that is offered is shown as a reaction', async () => {
  speak('en')
  const all = await loadEmoji()
  expect(all.length).toBeGreaterThan(1_500)
  expect(all.map(({ emoji }) => emoji).filter((emoji) => !isEmoji(emoji))).toEqual([])
})
