import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { limits } from './limits.ts'

test('docs/protocol.md names limits with the values that they have', async () => {
  const document = await readFile('docs/protocol.md', 'utf8')
  const rows = [...document.matchAll(/^\| `(\w+)` +\| ([\d,]+) +\|/gm)]
  const documented = rows.map(([, name = '', value = '']) => [name, Number(value.replaceAll(',', ''))])
  expect(documented.length).toBeGreaterThan(100)
  const actual = new Map<string, number>(Object.entries(limits))
  expect(documented).toEqual(documented.map(([name]) => [name, actual.get(String(name))]))
})
