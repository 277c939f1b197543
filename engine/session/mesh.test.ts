import { describe, expect, test } from 'vitest'
import type { Problem } from '../base/problem.ts'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { idOf } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { Sender, Signal, SignalBody } from '../wire/signal.ts'
import { createMesh } from './mesh.ts'

/** What needs no WebRTC; links themselves are tested in a real browser (*.browser.test.ts). */
function start() {
  const { clock, environment } = createFakeEnvironment()
  const sent: SignalBody[] = []
  const problems: Problem[] = []
  const me: Sender = { peerId: idOf('M'), publicKey: idOf('K'), visitId: idOf('m'), name: 'Me' }
  const mesh = createMesh({
    me,
    identity: {
      publicKey: me.publicKey,
      sign: () => Promise.reject(new Error('There is no link to prove.')),
    },
    roomId: idOf('R'),
    isRelayOpen: () => true,
    onTrouble: () => undefined,
    environment,
    signal: (body) => sent.push(body),
    onChange: () => undefined,
    onPeerOpen: () => undefined,
    onChat: () => Promise.resolve('fine'),
    onVerification: () => true,
    onCall: () => true,
    onProblem: (problem) => problems.push(problem),
    log: () => undefined,
  })
  return { clock, mesh, sent, problems }
}

const senderNumber = (number: number): Sender => ({
  peerId: String(number).padStart(22, 'P'),
  publicKey: String(number).padStart(43, 'K'),
  visitId: String(number).padStart(22, 'i'),
  name: `Peer ${number}`,
})
const helloFrom = (from: Sender): Signal => ({ version: 1, from, count: 1, type: 'hello' })

describe('a browser that refuses another connection', () => {
  test('is said, and the peer is asked again, and cannot be reached in the end', async () => {
    const { mesh, problems, sent, clock } = start()
    const ada = senderNumber(1)
    const to = { peerId: ada.peerId, visitId: ada.visitId }
    const offer = (session: string): Signal => ({
      ...helloFrom(ada),
      type: 'offer',
      to,
      linkId: idOf(session),
      sdp: 'v=0',
      nonce: idOf('N'),
    })
    mesh.handleSignal(helloFrom(ada))
    expect(problems.at(-1)).toMatchObject({ kind: 'unexpected' })
    expect(sent).toEqual([{ type: 'hello', to }])
    for (let failure = 1; failure <= limits.maxLinkFailures; failure++) {
      mesh.handleSignal(offer(String(failure)))
      await clock.advance(limits.rebuildAnswerTimeoutMs + limits.rebuildBackoffMs * failure)
    }
    expect(mesh.peers()).toEqual([{ peerId: ada.peerId, name: 'Peer 1', state: 'unreachable' }])
    expect(problems.at(-1)).toEqual({ kind: 'peer-unreachable', peerName: 'Peer 1' })

    const before = sent.length
    mesh.tryPeerNow(ada.peerId)
    expect(sent.slice(before)).toEqual([{ type: 'hello', to }])
    expect(mesh.peers()[0]?.state).toBe('reconnecting')
  })

  test('a peer that says nothing when it is asked leaves the list', async () => {
    const { mesh, clock } = start()
    mesh.handleSignal(helloFrom(senderNumber(1)))
    await clock.advance(limits.rebuildAnswerTimeoutMs * limits.maxUnansweredRebuilds - 1)
    expect(mesh.peers()).toHaveLength(1)
    await clock.advance(1)
    expect(mesh.peers()).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})

describe('a full room', () => {
  test('takes so many and no more; the one too many is told', () => {
    const { mesh, sent } = start()
    for (let number = 1; number <= limits.maxRoomMembers; number++) {
      mesh.handleSignal(helloFrom(senderNumber(number)))
    }
    expect(mesh.peers()).toHaveLength(limits.maxRoomMembers - 1)
    const { peerId, visitId } = senderNumber(limits.maxRoomMembers)
    expect(sent.filter((body) => body.type === 'full')).toEqual([{ type: 'full', to: { peerId, visitId } }])
  })

  test('is said to whoever is told by somebody without a link, and only then', () => {
    const { mesh, problems } = start()
    const to = { peerId: idOf('M'), publicKey: idOf('K'), visitId: idOf('m') }
    mesh.handleSignal({ ...helloFrom(senderNumber(1)), type: 'full', to })
    expect(problems).toEqual([{ kind: 'room-full', max: limits.maxRoomMembers }])

    const other = start()
    other.mesh.handleSignal(helloFrom(senderNumber(1)))
    other.problems.length = 0
    other.mesh.handleSignal({ ...helloFrom(senderNumber(1)), type: 'full', to })
    expect(other.problems).toEqual([])
  })
})

test('signals of a session that is none are dropped', () => {
  const { mesh, sent, problems } = start()
  const to = { peerId: idOf('M'), publicKey: idOf('K'), visitId: idOf('m') }
  const stale = { ...helloFrom(senderNumber(1)), to, linkId: idOf('S') }
  mesh.handleSignal({ ...stale, type: 'answer', sdp: 'v=0', nonce: idOf('N') })
  mesh.handleSignal({ ...stale, type: 'candidates', candidates: [] })
  expect(mesh.peers()).toEqual([])
  expect([...sent, ...problems]).toEqual([])
})

test('left, it says and starts nothing more', async () => {
  const { mesh, sent, clock } = start()
  mesh.handleSignal(helloFrom(senderNumber(1)))
  mesh.close()
  const before = sent.length
  mesh.handleSignal(helloFrom(senderNumber(2)))
  await clock.advance(60_000)
  expect(sent).toHaveLength(before)
  expect(mesh.peers()).toEqual([])
  expect(clock.pending()).toBe(0)
})
