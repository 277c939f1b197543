import { expect, onTestFinished, test } from 'vitest'
import { copiedText } from './copied-text.ts'

/** Messages with what stands around them, and a selection from within one to within another. */
function select(
  from: readonly [index: number, offset: number],
  to: readonly [index: number, offset: number],
) {
  const list = document.createElement('div')
  const said = [
    ['Ada', 'Tea at five?'],
    ['Bo', 'Sure.'],
    ['Ada', 'Fine'],
  ] as const
  const messages = said.map(([name, text]) => {
    const article = document.createElement('article')
    const element = document.createElement('div')
    element.append(text)
    const time = document.createElement('time')
    time.append('05:21 AM ✓✓')
    article.append(element, time)
    list.append(article)
    return { element, name, text }
  })
  document.body.append(list)
  onTestFinished(() => list.remove())
  const textAt = (index: number) => messages[index]?.element.firstChild ?? list
  const range = document.createRange()
  range.setStart(textAt(from[0]), from[1])
  range.setEnd(textAt(to[0]), to[1])
  return copiedText(range, messages)
}

test('copied messages are their words after their authors’ names, without times and marks', () => {
  expect(select([0, 0], [2, 4])).toBe('Ada: Tea at five?\nBo: Sure.\nAda: Fine')
})

test('of the first and the last message what was selected is copied', () => {
  expect(select([0, 7], [1, 2])).toBe('Ada: five?\nBo: Su')
})

test('a message that the selection only touches is not copied', () => {
  expect(select([0, 4], [2, 0])).toBe('Ada: at five?\nBo: Sure.')
})

test('within one message the browser copies what was selected', () => {
  expect(select([0, 0], [0, 3])).toBeUndefined()
})
