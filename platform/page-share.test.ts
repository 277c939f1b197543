import { describe, expect, test } from 'vitest'
import { limits } from '@/engine/base/limits.ts'
import { utf8Bytes } from '@/engine/wire/channel.ts'
import { draftOfPlace } from './page-share.ts'

const pageUrl = 'https://example.org/stars?from=mail#comments'
const linkUrl = 'https://example.org/moon'
const srcUrl = 'https://example.org/moon.png'

describe('draftOfPlace', () => {
  test.each([
    ['the page', { pageUrl }, pageUrl],
    ['a link', { pageUrl, linkUrl }, linkUrl],
    ['an image', { pageUrl, srcUrl }, srcUrl],
    ['an image that is a link', { pageUrl, linkUrl, srcUrl }, `${linkUrl}\n${srcUrl}`],
    ['a selection', { pageUrl, selectionText: ' two\r\n\r\nlines ' }, `> two\n>\n> lines\n${pageUrl}`],
    ['a selection with a link in it', { pageUrl, linkUrl, selectionText: 'stars' }, `> stars\n${pageUrl}`],
    ['a selection of nothing', { pageUrl, selectionText: ' \n' }, pageUrl],
    ['an image that is spelled out', { pageUrl, srcUrl: 'data:image/png;base64,AAAA' }, pageUrl],
    ['a link that runs a script', { pageUrl, linkUrl: 'javascript:alert(1)' }, pageUrl],
    ['a page of the browser', { pageUrl: 'chrome://settings/' }, ''],
    ['a selection on a page of the browser', { pageUrl: 'about:config', selectionText: 'a' }, '> a'],
  ])('tells of %s', (_, place, draft) => {
    expect(draftOfPlace(place)).toBe(draft)
  })

  test.each(['long '.repeat(20_000), '\u{1F30D}'.repeat(20_000), '\n'.repeat(20_000) + 'end'])(
    'a selection that is too long for a message is cut, and is whole characters',
    (selectionText) => {
      const draft = draftOfPlace({ pageUrl, selectionText })
      expect(utf8Bytes(draft)).toBeLessThanOrEqual(limits.maxMessageTextBytes)
      expect(draft).not.toContain('\uFFFD')
      expect(draft.endsWith(`\n${pageUrl}`)).toBe(true)
    },
  )

  test('what was cut shows it', () => {
    expect(draftOfPlace({ pageUrl, selectionText: 'a'.repeat(40_000) })).toMatch(/^> a+…\nhttps:/)
  })
})
