import { afterEach, expect, test, vi } from 'vitest'
import { computed } from 'vue'
import { speak } from '@/components/testing/messages.ts'
import { fullDay, noteTimeZone, shortTime } from './times.ts'

const noonMs = Date.UTC(2026, 10, 22, 12, 30)
afterEach(() => vi.unstubAllEnvs())

test('times: shown anew when the computer is in another time zone', () => {
  speak('en')
  vi.stubEnv('TZ', 'UTC')
  noteTimeZone()
  const shown = computed(() => shortTime(noonMs))
  expect(shown.value).toBe('12:30 PM')
  vi.stubEnv('TZ', 'Asia/Tokyo')
  noteTimeZone()
  expect(shown.value).toBe('09:30 PM')
})

test('times: in the language of the words', () => {
  speak('zh-CN')
  expect(fullDay(noonMs)).toContain('2026年11月22日')
  speak('en')
  expect(fullDay(noonMs)).toBe('Sunday, November 22, 2026')
})
