import { effectScope, ref } from 'vue'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from './database.ts'
import { useDraft } from './draft.ts'

function start(firstRoom = 'one') {
  const roomId = ref(firstRoom)
  const scope = effectScope()
  const draft = scope.run(() => useDraft(() => roomId.value))
  if (!draft) throw new Error('The scope is active.')
  onTestFinished(async () => {
    scope.stop()
    await database.drafts.clear()
  })
  return { roomId, draft, saved: async (id: string) => (await database.drafts.get(id))?.text }
}

test('is kept as it is typed, and taken off the disk when it is emptied', async () => {
  const { draft, saved } = start()
  draft.text.value = 'half a sen'
  await eventually(async () => expect(await saved('one')).toBe('half a sen'))
  draft.text.value = ''
  await eventually(async () => expect(await saved('one')).toBeUndefined())
})

test('comes back, but not over what was typed while the disk answered', async () => {
  await database.drafts.put({ roomId: 'one', text: 'from before' })
  const slow = start()
  slow.draft.text.value = 'newer'
  const other = start()
  await eventually(() => expect(other.draft.text.value).not.toBe(''))
  expect(slow.draft.text.value).toBe('newer')
})

test('each room has its own', async () => {
  await database.drafts.bulkPut([
    { roomId: 'one', text: 'for one' },
    { roomId: 'two', text: 'for two' },
  ])
  const { draft, roomId } = start()
  await eventually(() => expect(draft.text.value).toBe('for one'))
  roomId.value = 'two'
  await eventually(() => expect(draft.text.value).toBe('for two'))
  draft.text.value = 'changed'
  await eventually(async () => expect((await database.drafts.get('two'))?.text).toBe('changed'))
  expect((await database.drafts.get('one'))?.text).toBe('for one')
})

test('taken for sending it stays on the disk until it is sent', async () => {
  const { draft, saved } = start()
  draft.text.value = 'hello'
  await eventually(async () => expect(await saved('one')).toBe('hello'))
  const taken = draft.take()
  expect([taken, draft.text.value]).toEqual(['hello', ''])
  expect(await saved('one')).toBe('hello')
  draft.settle(taken, true)
  await eventually(async () => expect(await saved('one')).toBeUndefined())
})

test('not sent it comes back, before what was typed meanwhile', async () => {
  const { draft, saved } = start()
  draft.text.value = 'first'
  const taken = draft.take()
  draft.text.value = 'second'
  draft.settle(taken, false)
  expect(draft.text.value).toBe('first\nsecond')
  await eventually(async () => expect(await saved('one')).toBe('first\nsecond'))
})
