import { expect, test } from 'vitest'
import { isAllowedOrigin } from './access.ts'

test('without a list every origin and none may connect', () => {
  expect(isAllowedOrigin('https://example.org', [])).toBe(true)
  expect(isAllowedOrigin(undefined, [])).toBe(true)
})

test.each([
  { origin: 'chrome-extension://abc', allowed: true },
  { origin: 'chrome-extension://abd', allowed: false },
  { origin: 'moz-extension://0b1c2d3e-0000-4000-8000-000000000000', allowed: true },
  { origin: 'https://example.org', allowed: true },
  { origin: 'https://example.org.evil.example', allowed: false },
  { origin: 'http://example.org', allowed: false },
  { origin: 'null', allowed: false },
  { origin: '', allowed: false },
  { origin: undefined, allowed: false },
])('$origin is allowed: $allowed', ({ origin, allowed }) => {
  const list = ['https://example.org', 'chrome-extension://abc', 'moz-extension://*']
  expect(isAllowedOrigin(origin, list)).toBe(allowed)
})

test('a missing origin has to be allowed by name', () => {
  expect(isAllowedOrigin(undefined, ['https://example.org', 'none'])).toBe(true)
})
