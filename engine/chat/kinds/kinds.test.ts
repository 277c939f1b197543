import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { parseContent } from '../../wire/entry.ts'
import { isKnownKind, knownKinds, projectionOf } from './index.ts'

/** The files of the folder, with what they export. */
const files = Object.entries(
  import.meta.glob<object>(['./*.ts', '!./*.test.ts', '!./index.ts'], { eager: true }),
)
const kindSchema = v.object({ kind: v.string(), read: v.function() })

test('kinds/: each kind that a file defines is in the list', () => {
  const defined = files.flatMap(([file, exported]) =>
    Object.values(exported).flatMap((value) =>
      v.is(kindSchema, value) ? [[file, value.kind] as const] : [],
    ),
  )
  for (const [file, kind] of defined) {
    expect(isKnownKind(kind), `${kind}, which ${file} defines, is in kinds/index.ts`).toBe(true)
  }
  expect(defined).toHaveLength(knownKinds.length)
})

test('docs/protocol.md has a row for each kind, and no other', async () => {
  const document = await readFile('docs/protocol.md', 'utf8')
  const chapter = document.slice(document.indexOf('\n### Kinds of entries\n'))
  const table = chapter.slice(chapter.indexOf('| kind'), chapter.indexOf('\n\n', chapter.indexOf('| kind')))
  const rows = [...table.matchAll(/^\| `([a-z-]+)` /gm)].map(([, kind]) => kind)
  expect(rows.toSorted()).toEqual(knownKinds.toSorted())
})

const vectorsSchema = v.object({ good: v.array(v.object({ entry: v.object({ text: v.string() }) })) })

test('docs/test-vectors/entries.json has an entry of each kind, of which something is shown', async () => {
  const { good } = v.parse(
    vectorsSchema,
    JSON.parse(await readFile('docs/test-vectors/entries.json', 'utf8')),
  )
  const contents = good.flatMap(({ entry }) => parseContent(entry.text) ?? [])
  const read = contents.filter((content) => Object.keys(projectionOf(content) ?? {}).length > 0)
  expect(read.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...knownKinds]))
})
