import { describe, expect, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { limits } from '../base/limits.ts'
import { createPeople } from '../identity/people.ts'
import { registerFeature, type FeatureTransport } from '../session/registered-feature.ts'
import type { SessionPeer } from '../session/feature.ts'
import { createStandings } from '../session/standing.ts'
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
      onChange: () => undefined,
      onFailure(error) {
        throw error
      },
    })
  const rooms = { one: openRoom(), other: openRoom() }
  const trustOf = (room: keyof typeof rooms, key: string, name: string) => {
    const peer: SessionPeer = { peerId: `id of ${key}`, name, state: 'connected' }
    return rooms[room].viewOf(peer).trust
  }
  return {
    clock,
    rooms,
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

test('somebody who cannot compare keys is known by the key all the same, and a comparison says that it cannot be', async () => {
  const { open, people, rooms, trustOf } = start()
  await open('one', 'k1', 'Bo')
  expect(trustOf('one', 'k1', 'Bo')).toBe('new')
  await people.setVerified('id of k1', true)
  await eventually(() => expect(trustOf('one', 'k1', 'Bo')).toBe('verified'))
  expect(rooms.one.actions.verify.run({ peerId: 'id of k1', step: 'start' })).toEqual({
    kind: 'verification-interrupted',
    peerName: 'Bo',
  })
})

describe('a peer that breaks the rules', () => {
  /** Bo's link is open in a room, over as many links one after the other as the test likes. */
  function startWithBo() {
    const { clock, rooms } = start()
    const standing = createStandings(clock).of('k1')
    const feature = registerFeature(rooms.one)
    const sender = { send: () => Promise.resolve(true), sendNow: () => true }
    const transport: FeatureTransport = {
      peerId: 'id of k1',
      publicKey: 'k1',
      name: 'Bo',
      senders: { chat: sender, control: sender },
      countMalformed: () => undefined,
      isWithin: standing.isWithin,
    }
    const peer: SessionPeer = { peerId: 'id of k1', name: 'Bo', state: 'connected' }
    return {
      verification: () => rooms.one.viewOf(peer).verification,
      cancel: () => rooms.one.actions.verify.run({ peerId: 'id of k1', step: 'cancel' }),
      openLink() {
        rooms.one.handleProved({ peerId: 'id of k1', publicKey: 'k1', name: 'Bo' })
        return feature.open(transport, 1)
      },
    }
  }
  const question = { type: 'verify-start', run: 'r'.repeat(22), commitment: 'c'.repeat(43) }
  const match = { type: 'verify-match', run: 'r'.repeat(22) }

  test('by asking again and again, over as many links, is shown so often and no more', () => {
    const { cancel, openLink, verification } = startWithBo()
    let shown = 0
    for (let n = 0; n < 100; n++) {
      const link = openLink()
      for (let m = 0; m < 10; m++) {
        void link.handle('verify-start', question, 100)
        if (verification()?.kind === 'asked') shown += 1
        cancel()
      }
    }
    expect(shown).toBe(limits.maxVerificationBurst)
  })

  test('by a flood is counted for all that is beyond what it may say', () => {
    const { openLink } = startWithBo()
    const link = openLink()
    const verdicts = Array.from({ length: 1_000 }, () => link.handle('verify-match', match, 50))
    expect(verdicts.filter((verdict) => verdict === 'fine')).toHaveLength(limits.maxVerificationMessageBurst)
    expect(verdicts.at(-1)).toBe('malformed')
  })

  test('by a message of a known type that does not parse is counted', () => {
    expect(startWithBo().openLink().handle('verify-match', { type: 'verify-match', run: 7 }, 50)).toBe(
      'malformed',
    )
  })
})
