import { expect, test } from 'vitest'
import { chooseLanguage, directionOf } from './languages.ts'

test.each([
  ['', 'en-US', 'en', 'en-US'],
  ['', 'en-GB', 'en', 'en-GB'],
  ['', 'zh-CN', 'zh-CN', 'zh-CN'],
  ['', 'zh', 'zh-CN', 'zh'],
  ['', 'zh-SG', 'zh-CN', 'zh-SG'],
  // Written in another script, in which there are no words.
  ['', 'zh-TW', 'en', 'en'],
  ['', 'de', 'en', 'en'],
  ['', 'ar-EG', 'en', 'en'],
  ['zh-CN', 'de', 'zh-CN', 'zh-CN'],
  ['en', 'zh-CN', 'en', 'en'],
  ['en', 'en-AU', 'en', 'en-AU'],
  // Chosen in a later Sidetone.
  ['pl', 'zh-CN', 'zh-CN', 'zh-CN'],
])(
  'language: who chose %j in a browser in %s reads %s, and numbers as in %s',
  (chosen, tag, language, format) => {
    expect(chooseLanguage(chosen, tag)).toEqual({ language, format })
  },
)

test('language: Arabic runs from right to left, English does not', () => {
  expect(directionOf('ar-EG')).toBe('rtl')
  expect(directionOf('en')).toBe('ltr')
})
