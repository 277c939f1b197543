import { describe, expect, test } from 'vitest'
import { languages, speak } from '@/components/testing/messages.ts'
import { limits } from '@/engine/base/limits.ts'
import { parseName } from '@/engine/wire/names.ts'
import { t } from '@/words/words.ts'
import { proposeName } from '@/stores/proposed-name.ts'

describe.each(languages)('the proposed names in %s', (language) => {
  const sizeOf = (list: string) => new Set(list.split('|').map((word) => word.trim())).size

  test('are more than a thousand, so that two people rarely get the same', () => {
    speak(language)
    expect(sizeOf(t('start-adjectives')) * sizeOf(t('start-animals'))).toBeGreaterThan(1_000)
  })

  test('are taken as they are, whichever words are drawn, and leave room for a room’s name', () => {
    speak(language)
    for (let step = 0; step < 100; step++) {
      const name = proposeName(() => step / 100)
      expect(parseName(name)).toEqual({ name })
      const roomName = t('start-own-room', { name: 'x'.repeat(limits.maxNameCharacters) })
      expect(Array.from(roomName).length).toBeLessThanOrEqual(limits.maxRoomNameCharacters)
    }
    expect(proposeName(() => 0)).not.toBe(proposeName(() => 0.999))
  })
})
