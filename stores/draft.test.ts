import { effectScope, ref } from 'vue'
import { describe, expect, onTestFinished, test } from 'vitest'
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
  expect([taken, draft.text.value]).toEqual([{ roomId: 'one', text: 'hello' }, ''])
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

test('what is typed while something is on its way stands after it on the disk', async () => {
  const { draft, saved } = start()
  draft.text.value = 'first'
  const taken = draft.take()
  draft.text.value = 'second'
  await eventually(async () => expect(await saved('one')).toBe('first\nsecond'))
  draft.settle(taken, true)
  await eventually(async () => expect(await saved('one')).toBe('second'))
  expect(draft.text.value).toBe('second')
})

describe('in another room by the time it is settled', () => {
  /** Something is on its way from room one, and room two is shown with what was typed there. */
  async function startAway() {
    const started = start()
    const { draft, roomId, saved } = started
    draft.text.value = 'for one'
    await eventually(async () => expect(await saved('one')).toBe('for one'))
    const taken = draft.take()
    roomId.value = 'two'
    draft.text.value = 'for two'
    await eventually(async () => expect(await saved('two')).toBe('for two'))
    return { ...started, taken }
  }

  test('what was sent is taken off the disk, and nothing else is touched', async () => {
    const { draft, roomId, saved, taken } = await startAway()
    draft.settle(taken, true)
    await eventually(async () => expect(await saved('one')).toBeUndefined())
    expect([draft.text.value, await saved('two')]).toEqual(['for two', 'for two'])
    roomId.value = 'one'
    expect(draft.text.value).toBe('')
  })

  test('what was not sent waits in the room that it was for', async () => {
    const { draft, roomId, saved, taken } = await startAway()
    draft.settle(taken, false)
    expect(draft.text.value).toBe('for two')
    expect([await saved('one'), await saved('two')]).toEqual(['for one', 'for two'])
    roomId.value = 'one'
    await eventually(() => expect(draft.text.value).toBe('for one'))
  })

  test.each([
    [true, 'more'],
    [false, 'for one\nmore'],
  ])('and one goes back before: sent is %s, and the composer has "%s"', async (isSent, kept) => {
    const { draft, roomId, saved, taken } = await startAway()
    roomId.value = 'one'
    // It is on the disk, and not in the composer: it is on its way.
    expect(await saved('one')).toBe('for one')
    expect(draft.text.value).toBe('')
    draft.text.value = 'more'
    draft.settle(taken, isSent)
    expect(draft.text.value).toBe(kept)
    await eventually(async () => expect(await saved('one')).toBe(kept))
    expect(await saved('two')).toBe('for two')
  })

  test('a room that was forgotten meanwhile gets no draft again', async () => {
    const { draft, roomId, saved, taken } = await startAway()
    roomId.value = 'one'
    draft.text.value = 'more'
    roomId.value = 'two'
    await eventually(async () => expect(await saved('one')).toBe('for one\nmore'))
    await database.drafts.delete('one')
    draft.settle(taken, true)
    draft.text.value = 'after it'
    await eventually(async () => expect(await saved('two')).toBe('after it'))
    expect(await saved('one')).toBeUndefined()
  })
})
