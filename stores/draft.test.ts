import { effectScope, ref } from 'vue'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from './database.ts'
import { useDraft } from './draft.ts'
import { storageProblem } from './storage-problem.ts'

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

test('comes back, and before what was typed while the disk answered', async () => {
  await database.drafts.put({ roomId: 'one', text: 'from before' })
  const { draft, saved } = start()
  draft.text.value = 'newer'
  await eventually(() => expect(draft.text.value).toBe('from before\nnewer'))
  await eventually(async () => expect(await saved('one')).toBe('from before\nnewer'))
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
    await eventually(() => expect(draft.text.value).toBe('for two'))
    draft.text.value = 'after it'
    await eventually(async () => expect(await saved('two')).toBe('after it'))
    expect(await saved('one')).toBeUndefined()
  })
})

describe('of two panels that show one room', () => {
  /** Both have the same draft. */
  async function startTwo() {
    const [one, two] = [start(), start()]
    one.draft.text.value = 'hello'
    await eventually(() => expect(two.draft.text.value).toBe('hello'))
    return { one: one.draft, two: two.draft, saved: one.saved }
  }

  test('one shows what is typed in the other, and what is deleted there', async () => {
    const { one, two } = await startTwo()
    two.text.value = 'hello there'
    await eventually(() => expect(one.text.value).toBe('hello there'))
    one.text.value = ''
    await eventually(() => expect(two.text.value).toBe(''))
  })

  test('one does not offer what the other sent', async () => {
    const { one, two, saved } = await startTwo()
    const taken = one.take()
    one.settle(taken, true)
    await eventually(() => expect(two.text.value).toBe(''))
    expect([one.text.value, await saved('one')]).toEqual(['', undefined])
  })

  test('what is typed in both at once is kept in both', async () => {
    const { one, two, saved } = await startTwo()
    one.text.value = 'hello from one'
    two.text.value = 'hi from two'
    const both = 'hello from one\nhi from two'
    await eventually(() => expect([one.text.value, two.text.value]).toEqual([both, both]))
    expect(await saved('one')).toBe(both)
  })

  test('what one goes on typing while the other sends the beginning stays', async () => {
    const { one, two } = await startTwo()
    const taken = one.take()
    two.text.value = 'hello and more'
    await eventually(async () => expect((await database.drafts.get('one'))?.text).toBe('hello and more'))
    one.settle(taken, true)
    await eventually(() => expect(one.text.value).toBe('hello and more'))
    expect(two.text.value).toBe('hello and more')
  })

  test('what one types as the other’s words arrive loses neither', async () => {
    const { one, two } = await startTwo()
    for (let n = 1; n <= 20; n++) {
      const panel = n % 2 === 0 ? one : two
      panel.text.value = `${panel.text.value} ${n}`
      await Promise.resolve()
    }
    await eventually(() => expect(one.text.value).toBe(two.text.value))
    const words = one.text.value.split(/\s/)
    for (let n = 1; n <= 20; n++) expect(words).toContain(String(n))
  })
})

test('a draft that cannot be written is said, tried again, and written in the end', async () => {
  const { draft, saved } = start()
  await eventually(() => expect(storageProblem.value).toBeUndefined())
  const put = vi.spyOn(database.drafts, 'put').mockRejectedValue(new DOMException('', 'QuotaExceededError'))
  onTestFinished(() => put.mockRestore())
  draft.text.value = 'hello'
  await eventually(() =>
    expect(storageProblem.value).toEqual({ kind: 'panel-storage-failed', detail: 'QuotaExceededError' }),
  )
  expect([draft.text.value, await saved('one')]).toEqual(['hello', undefined])
  put.mockRestore()
  await eventually(async () => expect(await saved('one')).toBe('hello'))
  await eventually(() => expect(storageProblem.value).toBeUndefined())
})
