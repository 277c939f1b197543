import { describe, expect, test } from 'vitest'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { spoken, startMembers } from '../testing/members-world.ts'
import { idOf } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { Sender, Signal } from '../wire/signal.ts'

/** What needs no WebRTC; links themselves are tested in a real browser (*.browser.test.ts). */
function start() {
  const { clock, environment } = createFakeEnvironment()
  const me: Sender = { peerId: idOf('M'), publicKey: idOf('K'), visitId: idOf('m'), name: 'Me' }
  const identity = {
    publicKey: me.publicKey,
    sign: () => Promise.reject(new Error('There is no link to prove.')),
  }
  const world = startMembers({ me, identity, environment })
  return { clock, handle: (signal: Signal) => world.members.handleSignal(signal, signal), ...world }
}

/** Our visit, which somebody names who has heard of us. */
const to = { peerId: idOf('M'), visitId: idOf('m') }

const senderNumber = (number: number): Sender => ({
  peerId: String(number).padStart(22, 'P'),
  publicKey: String(number).padStart(43, 'K'),
  visitId: String(number).padStart(22, 'i'),
  name: `Peer ${number}`,
})
/** From somebody who has heard of us; {@link helloToAll} may be a recording. */
const helloFrom = (from: Sender): Signal => ({ ...helloToAll(from), to })
const helloToAll = (from: Sender): Signal & { type: 'hello' } => ({
  from,
  count: 1,
  type: 'hello',
  ...spoken,
})

describe('a browser that refuses another connection', () => {
  test('is said, and the peer is asked again, and cannot be reached in the end', async () => {
    const { members, handle, problems, sent, clock } = start()
    const ada = senderNumber(1)
    const toAda = { peerId: ada.peerId, visitId: ada.visitId }
    const offer = (session: string): Signal => ({
      from: ada,
      count: 1,
      ...spoken,
      type: 'offer',
      to,
      linkId: idOf(session),
      sdp: 'v=0',
      nonce: idOf('N'),
    })
    handle(helloFrom(ada))
    expect(problems.at(-1)).toMatchObject({ kind: 'unexpected' })
    expect(sent).toEqual([{ type: 'hello', to: toAda }])
    for (let failure = 1; failure <= limits.maxLinkFailures; failure++) {
      handle(offer(String(failure)))
      await clock.advance(limits.rebuildAnswerTimeoutMs + limits.rebuildBackoffMs * failure)
    }
    expect(members.view()).toEqual([{ peerId: ada.peerId, name: 'Peer 1', state: 'unreachable' }])
    expect(problems.at(-1)).toEqual({ kind: 'peer-unreachable', peerName: 'Peer 1' })

    const before = sent.length
    members.tryPeerNow(ada.peerId)
    expect(sent.slice(before)).toEqual([{ type: 'hello', to: toAda }])
    expect(members.view()[0]?.state).toBe('reconnecting')
  })

  test('a peer that says nothing when it is asked leaves the list', async () => {
    const { members, handle, clock } = start()
    handle(helloFrom(senderNumber(1)))
    await clock.advance(limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds - 1)
    expect(members.view()).toHaveLength(1)
    await clock.advance(1)
    expect(members.view()).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})

describe('a full room', () => {
  test('takes so many and no more; the one too many is told', () => {
    const { members, handle, sent } = start()
    for (let number = 1; number <= limits.maxRoomMembers; number++) {
      handle(helloFrom(senderNumber(number)))
    }
    expect(members.view()).toHaveLength(limits.maxRoomMembers - 1)
    const { peerId, visitId } = senderNumber(limits.maxRoomMembers)
    expect(sent.filter((body) => body.type === 'full')).toEqual([{ type: 'full', to: { peerId, visitId } }])
  })

  test('is not reached by those who may be recordings, however many are played', () => {
    const { members, handle, sent } = start()
    for (let number = 1; number <= 10 * limits.maxRoomMembers; number++) {
      handle(helloToAll(senderNumber(number)))
    }
    expect([members.view(), sent.filter((body) => body.type === 'full')]).toEqual([[], []])
    for (let number = 1; number <= limits.maxRoomMembers - 1; number++) {
      handle(helloFrom(senderNumber(1_000 + number)))
    }
    expect(members.view()).toHaveLength(limits.maxRoomMembers - 1)
  })

  test('is said to those who are told by somebody without a link, and only then', () => {
    const { handle, problems } = start()
    const full = { from: senderNumber(1), count: 1, type: 'full', to } as const
    handle(full)
    expect(problems).toEqual([{ kind: 'room-full', max: limits.maxRoomMembers }])

    const other = start()
    other.handle(helloFrom(senderNumber(1)))
    other.problems.length = 0
    other.handle(full)
    expect(other.problems).toEqual([])
  })

  test('is not believed of a stranger while anybody is there who has room for us', () => {
    const { handle, problems } = start()
    handle(helloFrom(senderNumber(1)))
    problems.length = 0
    handle({ from: senderNumber(2), count: 1, type: 'full', to })
    expect(problems).toEqual([])
  })
})

test('signals of a link that is none are dropped', () => {
  const { members, handle, sent, problems } = start()
  const stale = { from: senderNumber(1), count: 1, to, linkId: idOf('S') }
  handle({ ...stale, ...spoken, type: 'answer', sdp: 'v=0', nonce: idOf('N') })
  handle({ ...stale, type: 'candidates', candidates: [] })
  expect(members.view()).toEqual([])
  expect([...sent, ...problems]).toEqual([])
})

describe('a hello to all, which anybody may play again', () => {
  test('lists nobody, until something of that visit names ours', () => {
    const { members, handle } = start()
    handle(helloToAll(senderNumber(1)))
    handle({ ...helloToAll(senderNumber(1)), count: 2 })
    expect(members.view()).toEqual([])
    handle({ ...helloFrom(senderNumber(1)), count: 3 })
    expect(members.view()).toMatchObject([{ name: 'Peer 1' }])
  })

  test('of another visit of a listed peer drops nothing: that visit is asked, and replaces it once it names ours', async () => {
    const { clock, members, handle, sent } = start()
    const other = { ...senderNumber(1), visitId: idOf('o') }
    handle(helloFrom(senderNumber(1)))
    const before = sent.length
    handle(helloToAll(other))
    expect(members.view()).toMatchObject([{ name: 'Peer 1' }])
    expect(members.isMember(senderNumber(1))).toBe(true)
    expect(sent.slice(before)).toEqual([
      { type: 'hello', to: { peerId: other.peerId, visitId: other.visitId } },
    ])
    handle({ ...helloFrom(other), count: 2 })
    expect([members.isMember(senderNumber(1)), members.isMember(other)]).toEqual([false, true])
    await clock.advance(10_000)
    expect(clock.pending()).toBe(0)
  })

  test('of another visit is asked of so often and no more', () => {
    const { handle, sent } = start()
    handle(helloFrom(senderNumber(1)))
    const before = sent.length
    for (let number = 0; number < 100; number++)
      handle(helloToAll({ ...senderNumber(1), visitId: String(number).padStart(22, 'o') }))
    expect(sent.length - before).toBe(limits.maxLinkBurst)
  })

  test('is remembered of so many and for so long', async () => {
    const { members, handle, clock } = start()
    for (let number = 1; number <= 100; number++) handle(helloToAll(senderNumber(number)))
    expect(members.isMember(senderNumber(100))).toBe(true)
    expect(members.isMember(senderNumber(100 - limits.maxUnlistedPeers))).toBe(false)
    await clock.advance(10_000)
    expect([members.isAlone(), clock.pending()]).toEqual([true, 0])
  })
})

describe('somebody without a common version', () => {
  const newer = { versions: [3, 2], features: { chat: 4 } }
  const outer = (more: object = {}) => ({ ...helloToAll(senderNumber(1)), ...newer, ...more })
  const seen = { peerId: senderNumber(1).peerId, name: 'Peer 1', state: 'incompatible' }

  test('is answered by one hello for each visit, and no link', () => {
    const { members, sent } = start()
    const hello = { type: 'hello', to: { peerId: senderNumber(1).peerId, visitId: senderNumber(1).visitId } }
    for (let count = 1; count <= 5; count++) members.handleSignal(outer({ count }))
    expect(sent).toEqual([hello])
    members.handleSignal(outer({ count: 6, to }))
    expect(sent).toEqual([hello])
    const next = { ...senderNumber(1), visitId: idOf('n') }
    members.handleSignal(outer({ from: next }))
    expect(sent).toEqual([hello, { type: 'hello', to: { peerId: next.peerId, visitId: next.visitId } }])
    expect(members.isAlone()).toBe(true)
  })

  test('is listed once it names our visit, with who needs the newer Sidetone, until it is long silent', async () => {
    const { members, clock, problems } = start()
    members.handleSignal(outer())
    expect(members.view()).toEqual([])
    members.handleSignal(outer({ count: 2, to }))
    expect(members.view()).toEqual([{ ...seen, needsUpdate: 'us' }])
    members.handleSignal(outer({ count: 3, versions: [2] }))
    await clock.advance(limits.incompatibleShownMs - 1)
    expect(members.view()).toHaveLength(1)
    await clock.advance(1)
    expect([members.view(), problems, clock.pending()]).toEqual([[], [], 0])
  })

  test('is listed as any other once it speaks a version of ours', () => {
    const { members, handle } = start()
    members.handleSignal(outer({ to }))
    handle({ ...helloFrom({ ...senderNumber(1), visitId: idOf('n') }) })
    expect(members.view()).toMatchObject([{ name: 'Peer 1', state: 'connecting' }])
  })

  test('is one of so many at most', () => {
    const { members } = start()
    for (let number = 1; number <= 100; number++)
      members.handleSignal(outer({ from: senderNumber(number), to }))
    expect(members.view()).toHaveLength(limits.maxIncompatiblePeers)
  })
})

test('left, it says and starts nothing more', async () => {
  const { members, handle, sent, clock } = start()
  handle(helloFrom(senderNumber(1)))
  members.close()
  const before = sent.length
  handle(helloFrom(senderNumber(2)))
  await clock.advance(60_000)
  expect(sent).toHaveLength(before)
  expect(members.view()).toEqual([])
  expect(clock.pending()).toBe(0)
})
