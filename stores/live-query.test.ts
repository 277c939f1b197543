import { effectScope, nextTick, ref } from 'vue'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

const draftOf = (id: string) => database.drafts.get(id).then((draft) => draft?.text ?? '(none)')

function start() {
  const roomId = ref('one')
  const scope = effectScope()
  const asked: string[] = []
  const value = scope.run(() =>
    useLiveQuery(
      () => roomId.value,
      (id) => {
        asked.push(id)
        return draftOf(id)
      },
    ),
  )
  onTestFinished(async () => {
    scope.stop()
    await database.drafts.clear()
  })
  return { roomId, scope, asked, value: () => value?.value }
}

test('knows nothing until the database has answered, and then follows it', async () => {
  const { value } = start()
  expect(value()).toBeUndefined()
  await eventually(() => expect(value()).toBe('(none)'))
  await database.drafts.put({ roomId: 'one', text: 'hello' })
  await eventually(() => expect(value()).toBe('hello'))
})

test('asks anew when its source changes, and no longer for the one before', async () => {
  const { value, roomId, asked } = start()
  await database.drafts.put({ roomId: 'two', text: 'there' })
  roomId.value = 'two'
  await eventually(() => expect(value()).toBe('there'))
  const before = asked.filter((id) => id === 'one').length
  await database.drafts.put({ roomId: 'one', text: 'here' })
  await database.drafts.put({ roomId: 'two', text: 'there again' })
  await eventually(() => expect(value()).toBe('there again'))
  expect(asked.filter((id) => id === 'one')).toHaveLength(before)
})

test('asks no more when its scope ends', async () => {
  const { value, scope, asked } = start()
  await eventually(() => expect(value()).toBe('(none)'))
  scope.stop()
  const before = asked.length
  const other = start()
  await database.drafts.put({ roomId: 'one', text: 'hello' })
  // Whoever still asks has heard by now.
  await eventually(() => expect(other.value()).toBe('hello'))
  await nextTick()
  expect(asked).toHaveLength(before)
})
