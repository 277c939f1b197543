import { expect, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import type { PeerView } from '../view.ts'
import { limits } from '../base/limits.ts'
import { createPeople } from '../identity/people.ts'
import { createRoomTrust } from './room-trust.ts'

/** Two rooms of one browser; somebody's link opens there with the name that they give. */
function start() {
  const { clock, environment } = createFakeEnvironment()
  const people = createPeople({ database: createMemoryDatabase(), clock })
  const openRoom = () =>
    createRoomTrust({
      environment,
      me: { peerId: 'id of me', publicKey: 'me', name: 'Me' },
      people,
      send: () => undefined,
      onChange: () => undefined,
      onFailure(error) {
        throw error
      },
    })
  const rooms = { one: openRoom(), other: openRoom() }
  const trustOf = (room: keyof typeof rooms, key: string, name: string) => {
    const peer: PeerView = { peerId: `id of ${key}`, name, state: 'connected' }
    return rooms[room].withTrust([peer])[0]?.trust
  }
  return {
    people,
    trustOf,
    async open(room: keyof typeof rooms, key: string, name: string) {
      rooms[room].handleProved({ peerId: `id of ${key}`, publicKey: key, name })
      await clock.advance(limits.afterOpenMs)
      await eventually(() => expect(trustOf(room, key, name)).toBeDefined())
    },
  }
}

test('what is known of somebody is said under the name that it was judged with, and under no other', async () => {
  const { open, people, trustOf } = start()
  await open('one', 'k1', 'Mallory')
  await people.setVerified('id of k1', true)
  await eventually(() => expect(trustOf('one', 'k1', 'Mallory')).toBe('verified'))
  expect(trustOf('one', 'k1', 'Ada')).toBeUndefined()
})

test('a mark is given and taken back in each room, whatever name they have there', async () => {
  const { open, people, trustOf } = start()
  await open('one', 'k1', 'Bo')
  await open('other', 'k1', 'Bob')
  for (const [isVerified, trust] of [
    [true, 'verified'],
    [false, 'known'],
  ] as const) {
    await people.setVerified('id of k1', isVerified)
    await eventually(() =>
      expect([trustOf('one', 'k1', 'Bo'), trustOf('other', 'k1', 'Bob')]).toEqual([trust, trust]),
    )
  }
})
