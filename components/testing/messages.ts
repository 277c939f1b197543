import { generateChromeMessages, parseMessagesText } from '@wxt-dev/i18n/build'
import { vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'

const files = import.meta.glob<string>('@/locales/*.yml', { query: '?raw', import: 'default', eager: true })

/** Of every language in `locales/`, by its tag. */
const messages = new Map(
  Object.entries(files).map(([path, text]) => [
    path.replace(/^.*\/|\.yml$/g, '').replace('_', '-'),
    generateChromeMessages(parseMessagesText(text, 'YAML')),
  ]),
)
export const languages = [...messages.keys()]

/** A browser in this language, with the real words: `browser.i18n` as a browser has it. */
export function speak(language: string): void {
  vi.spyOn(fakeBrowser.i18n, 'getUILanguage').mockReturnValue(language)
  vi.spyOn(fakeBrowser.i18n, 'getMessage').mockImplementation((key, substitutions) => {
    const values = [substitutions ?? []].flat().map(String)
    const message = messages.get(language)?.[key]?.message ?? ''
    return message.replace(/\$(\d)/g, (_, digit: string) => values[Number(digit) - 1] ?? '')
  })
}
