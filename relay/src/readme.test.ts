import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readmeParts, renewed } from './readme.ts'

test('the README lists every setting, limit, close code and status as the code has them', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(renewed(readme), 'run: npm run docs -w relay').toBe(readme)
  expect(readmeParts().get('limits')).toContain(
    '| `--max-message-bytes` | `SIDETONE_MAX_MESSAGE_BYTES` | `65536` |',
  )
})
