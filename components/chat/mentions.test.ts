import { expect, test } from 'vitest'
import { completionsOf, mentionAt, mentionedIn } from './mentions.ts'

const people = ['Ada', 'Ada Lovelace', 'Zoë Quill', '李雷'].map((name) => ({ peerId: `id of ${name}`, name }))

test.each([
  ['@', 1, { start: 0, typed: '' }],
  ['hi @ad', 6, { start: 3, typed: 'ad' }],
  ['(@Ada L', 7, { start: 1, typed: 'Ada L' }],
  ['mail ada@example', 16, undefined],
  ['@ada\nmore', 9, undefined],
  ['nothing', 7, undefined],
  ['@ada', 0, undefined],
])('what is typed of a name in %j at %i', (text, caret, found) => {
  expect(mentionAt(text, caret)).toEqual(found)
})

test.each([
  ['', ['Ada', 'Ada Lovelace', 'Zoë Quill', '李雷']],
  ['ad', ['Ada', 'Ada Lovelace']],
  ['zoe', ['Zoë Quill']],
  ['qui', ['Zoë Quill']],
  ['李', ['李雷']],
  ['x', []],
])('names are completed from %j', (typed, names) => {
  expect(completionsOf(people, typed).map(({ name }) => name)).toEqual(names)
})

test.each([
  ['@Ada and @李雷!', ['Ada', '李雷']],
  ['@Ada Lovelace', ['Ada Lovelace']],
  ['@Adam', []],
  ['me@Ada', []],
  ['@Ada, @Ada', ['Ada']],
  ['Ada', []],
])('%j names its people', (text, names) => {
  expect(mentionedIn(text, people)).toEqual(names.map((name) => `id of ${name}`))
})
