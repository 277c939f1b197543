import { expect, test } from 'vitest'
import { chooseLanguage, directionOf } from './languages.ts'

test.each([
  ['', 'en', 'en-US', 'en', 'en-US'],
  ['', 'en', 'en-GB', 'en', 'en-GB'],
  ['', 'zh-CN', 'zh-CN', 'zh-CN', 'zh-CN'],
  // English, and dates as in English: never one language's words beside the other's numbers.
  ['', 'en', 'zh-TW', 'en', 'en'],
  ['', 'en', 'de', 'en', 'en'],
  ['', 'en', 'ar-EG', 'en', 'en'],
  ['zh-CN', 'en', 'de', 'zh-CN', 'zh-CN'],
  ['en', 'zh-CN', 'zh-CN', 'en', 'en'],
  ['en', 'zh-CN', 'en-AU', 'en', 'en-AU'],
  // Chosen in a later Sidetone.
  ['pl', 'zh-CN', 'zh-SG', 'zh-CN', 'zh-SG'],
  ['', '', 'en', 'en', 'en'],
])(
  'language: chosen %j, offered %j, in a browser in %s: words in %s, numbers as in %s',
  (chosen, offered, browserTag, language, format) => {
    expect(chooseLanguage(chosen, offered, browserTag)).toEqual({ language, format })
  },
)

test.each([
  ['ar-EG', 'rtl'],
  ['he', 'rtl'],
  ['ur', 'rtl'],
  ['dv', 'rtl'],
  ['uz-Arab', 'rtl'],
  ['uz', 'ltr'],
  ['en', 'ltr'],
  ['zh-CN', 'ltr'],
])('language: the direction of %s is that of its script, %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction)
})
