import { generateChromeMessages, parseMessagesText } from '@wxt-dev/i18n/build'
import { vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import en from '@/locales/en.yml?raw'
import zhCn from '@/locales/zh_CN.yml?raw'

const messages = {
  en: generateChromeMessages(parseMessagesText(en, 'YAML')),
  'zh-CN': generateChromeMessages(parseMessagesText(zhCn, 'YAML')),
}
export type Language = keyof typeof messages
export const languages: Language[] = ['en', 'zh-CN']

/** A browser in this language, with the real words: `browser.i18n` as a browser has it. */
export function speak(language: Language): void {
  vi.spyOn(fakeBrowser.i18n, 'getUILanguage').mockReturnValue(language)
  vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key, substitutions) => {
    const values = [substitutions ?? []].flat().map(String)
    const message = messages[language][key]?.message ?? ''
    return message.replace(/\$(\d)/g, (_, digit: string) => values[Number(digit) - 1] ?? '')
  })
}
