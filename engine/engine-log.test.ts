import { expect, test } from 'vitest'
import { limits } from './base/limits.ts'
import { createEngine } from './engine.ts'
import { eventually } from './testing/eventually.ts'
import { createFakeEnvironment } from './testing/fake-environment.ts'
import { createMemoryDatabase } from './testing/memory-database.ts'

test('the log of the engine tells what failed, and no name, room or address', async () => {
  const fakes = createFakeEnvironment()
  const database = createMemoryDatabase()
  const { environment } = fakes
  const engine = createEngine({ environment, database, onEvent: () => undefined })
  await engine.rejoinAtStart(() => Promise.resolve(true))

  const typed = { name: 'Adelheid', relayUrl: 'wss://relay-of-ours.example/ws', roomName: 'Kaffeeklatsch' }
  // A browser's message may quote anything.
  database.strict.rooms.hook('creating', (roomId) => {
    throw new Error(`"Kaffeeklatsch" (${roomId}) at wss://relay-of-ours.example/ws does not fit`)
  })
  const joined = await engine.join(typed)
  if (!joined.ok) throw new Error(joined.problem.kind)
  const { roomId } = joined.value
  const peerId = engine.snapshot().rooms[0]?.me.peerId ?? ''
  fakes.sockets.last().open()
  fakes.sockets.last().deliver('neither sealed nor signed')
  fakes.sockets.last().drop()
  await fakes.clock.advance(limits.saveDelayMs)
  const text = () => engine.logLines().join('\n')
  await eventually(() => expect(text()).toContain('join-not-remembered'))
  database.close()
  engine.leave(roomId)
  await engine.forget(roomId)
  await eventually(() => expect(text()).toContain('room-not-forgotten'))

  expect(peerId).not.toBe('')
  for (const secret of ['Adelheid', 'Kaffeeklatsch', 'relay-of-ours', roomId, peerId]) {
    expect(text()).not.toContain(secret)
  }
})
