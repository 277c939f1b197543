import { expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { createActivityWorld, type Resident } from '../testing/activity-world.ts'

const { typingIntervalMs, typingTimeoutMs } = limits

function start() {
  const world = createActivityWorld()
  const [ada, bo] = [world.add('Ada'), world.add('Bo')]
  world.link(ada, bo)
  /** What was said about typing. */
  const typingSaid = ({ said }: Resident) =>
    said.flatMap(({ message }) => (message.type === 'activity-typing' ? message.isTyping : []))
  const types = (who: Resident, isTyping = true) => who.activity.actions.typing.run({ isTyping })
  const isShown = (viewer: Resident, typer: Resident) => world.viewOf(viewer, typer).isTyping === true
  return { ...world, ada, bo, typingSaid, types, isShown }
}

test('typing: is shown at once, and no longer when the message is sent or given up', () => {
  const { ada, bo, isShown, types } = start()
  types(ada)
  expect([isShown(bo, ada), isShown(ada, bo), bo.changes]).toEqual([true, false, 1])
  types(ada, false)
  expect([isShown(bo, ada), bo.changes]).toEqual([false, 2])
})

test('typing: is said once in an interval, however fast somebody types', async () => {
  const { ada, clock, types, typingSaid } = start()
  for (let letter = 0; letter < 100; letter++) {
    types(ada)
    await clock.advance(typingIntervalMs / 20)
  }
  // At once, and after each of five intervals.
  expect(typingSaid(ada)).toEqual(Array.from({ length: 6 }, () => true))
})

test('typing: somebody who sends a word at a time is said to type no more often', async () => {
  const { ada, bo, clock, types, typingSaid } = start()
  for (let word = 0; word < 60; word++) {
    types(ada)
    types(ada, false)
    await clock.advance(typingIntervalMs / 10)
  }
  // Each interval one that begins and one that ends at most.
  expect(typingSaid(ada).length).toBeLessThanOrEqual(2 * 6)
  expect(bo.changes).toBeLessThanOrEqual(2 * 6)
})

test('typing: what is begun within the interval is said when that is over', async () => {
  const { ada, bo, clock, isShown, types } = start()
  types(ada)
  types(ada, false)
  types(ada)
  expect(isShown(bo, ada)).toBe(false)
  await clock.advance(typingIntervalMs)
  expect(isShown(bo, ada)).toBe(true)
})

test('typing: ends by itself where nothing more is heard', async () => {
  const { ada, bo, clock, isShown, types } = start()
  types(ada)
  await clock.advance(typingTimeoutMs - 1)
  expect(isShown(bo, ada)).toBe(true)
  await clock.advance(1)
  expect([isShown(bo, ada), bo.changes]).toEqual([false, 2])
})

test('typing: goes on as long as it is said again, and changes the view no more', async () => {
  const { ada, bo, clock, isShown, types } = start()
  for (let interval = 0; interval < 10; interval++) {
    types(ada)
    await clock.advance(typingIntervalMs)
    expect(isShown(bo, ada)).toBe(true)
  }
  expect(bo.changes).toBe(1)
})

test('typing: nobody out of reach types, nor somebody who has left', () => {
  const { ada, bo, isShown, tellPeers, types, viewOf } = start()
  types(ada)
  expect(viewOf(bo, ada, 'reconnecting')).toEqual({})
  tellPeers(bo, { Ada: 'reconnecting' })
  expect(isShown(bo, ada)).toBe(false)
  tellPeers(bo, {})
  expect(isShown(bo, ada)).toBe(false)
})

test('typing: a new link begins with nobody typing', () => {
  const { ada, bo, isShown, link, types } = start()
  types(ada)
  link(ada, bo)
  expect(isShown(bo, ada)).toBe(false)
})

test('typing: who does not tell is not told, and nothing travels', async () => {
  const { ada, bo, clock, isShown, types, typingSaid } = start()
  ada.telling.typing = false
  types(ada)
  types(ada, false)
  types(bo)
  await clock.advance(typingIntervalMs)
  expect(typingSaid(ada)).toEqual([])
  expect(isShown(ada, bo)).toBe(false)
  // Switched on again, with what was heard meanwhile forgotten.
  ada.telling.typing = true
  expect(isShown(ada, bo)).toBe(false)
})

test('typing: switched off in the middle, nothing more travels and others forget it', async () => {
  const { ada, bo, clock, isShown, types, typingSaid } = start()
  types(ada)
  types(ada)
  ada.telling.typing = false
  types(ada)
  await clock.advance(typingTimeoutMs)
  types(ada, false)
  expect(typingSaid(ada)).toEqual([true])
  expect(isShown(bo, ada)).toBe(false)
})

test('typing: nothing runs on after the room was left', async () => {
  const { ada, bo, clock, types } = start()
  types(ada)
  types(ada)
  await clock.advance(limits.afterOpenMs)
  for (const { activity } of [ada, bo]) activity.close()
  expect(clock.pending()).toBe(0)
})

test.each([[{}], [{ isTyping: 'yes' }], [{ isTyping: null }]])(
  'typing: %j is malformed, and changes nothing',
  (fields) => {
    const { ada, bo, hear } = start()
    expect(hear(bo, ada, { type: 'activity-typing', ...fields })).toBe('malformed')
    expect(bo.changes).toBe(0)
  },
)

test('typing: a peer cannot have the panels told more often than its rate allows', () => {
  const { ada, bo, hear } = start()
  const verdicts = Array.from({ length: 500 }, (_, n) =>
    hear(bo, ada, { type: 'activity-typing', isTyping: n % 2 === 0 }),
  )
  expect(verdicts.filter((verdict) => verdict === 'fine')).toHaveLength(limits.maxTypingBurst)
  expect(bo.changes).toBe(limits.maxTypingBurst)
})
