import { effectScope } from 'vue'
import { describe, expect, onTestFinished, test } from 'vitest'
import { textOfDrop, useDrops } from './drops.ts'

const dragged = (data: Record<string, string>) => ({
  types: Object.keys(data),
  getData: (type: string) => data[type] ?? '',
})

describe('textOfDrop', () => {
  test.each([
    ['a link', { 'text/uri-list': 'https://example.org/', 'text/plain': 'Example' }, 'https://example.org/'],
    [
      'several links',
      { 'text/uri-list': '# two\r\nhttps://a.example/\r\nhttps://b.example/\r\n' },
      'https://a.example/\nhttps://b.example/',
    ],
    ['text', { 'text/plain': ' two\nlines ', 'text/html': '<b>two</b>' }, 'two\nlines'],
    ['a file', { Files: '', 'text/uri-list': 'file:///etc/passwd' }, ''],
  ])('gives of %s', (_, data, text) => {
    expect(textOfDrop(dragged(data))).toBe(text)
  })
})

describe('useDrops', () => {
  function start() {
    const taken: string[] = []
    const scope = effectScope()
    scope.run(() => useDrops((text) => taken.push(text)))
    const field = document.createElement('textarea')
    document.body.append(field)
    onTestFinished(() => {
      scope.stop()
      field.remove()
    })
    return { taken, field }
  }

  /** What a browser does with a link that is dropped there; gives whether the panel took it from the browser. */
  function drop(
    target: EventTarget,
    data: Record<string, string> = { 'text/uri-list': 'https://a.example/' },
  ) {
    const events = ['dragover', 'drop'].map((type) => {
      const event = new Event(type, { bubbles: true, cancelable: true })
      Object.assign(event, { dataTransfer: { ...dragged(data), dropEffect: 'none' } })
      target.dispatchEvent(event)
      return event.defaultPrevented
    })
    return events.every(Boolean)
  }

  test('takes a link that is dropped anywhere, from the browser that would open it', () => {
    const { taken } = start()
    expect(drop(document.body)).toBe(true)
    expect(taken).toEqual(['https://a.example/'])
  })

  test('leaves to the browser files, and what is dropped on a text field', () => {
    const { taken, field } = start()
    expect(drop(field)).toBe(false)
    expect(drop(document.body, { Files: '' })).toBe(false)
    expect(taken).toEqual([])
  })

  test('leaves to the browser what is dragged within the panel', () => {
    const { taken } = start()
    document.body.dispatchEvent(new Event('dragstart', { bubbles: true }))
    expect(drop(document.body)).toBe(false)
    document.body.dispatchEvent(new Event('dragend', { bubbles: true }))
    expect(drop(document.body)).toBe(true)
    expect(taken).toHaveLength(1)
  })
})
