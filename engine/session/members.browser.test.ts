import { describe, expect, onTestFinished, test } from 'vitest'
import type { Identity } from '../identity/identity.ts'
import { browserEnvironment } from '../base/browser-environment.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { spoken, startMembers } from '../testing/members-world.ts'
import { mine, startEnd, stranger, take, theirs, type Body } from '../testing/link-ends.ts'
import { idOf, newIdentity } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { LinkSignal } from '../rtc/link.ts'
import type { Recipient, Sender, Signal, SignalBody } from '../wire/signal.ts'

const senderOf = ({ peerId, publicKey }: Identity, name: string): Sender => ({
  peerId,
  publicKey,
  visitId: name.replace(/\W/g, '_').padStart(22, 'i'),
  name,
})

/** Members on a clock of their own, who are bare ends of links: they prove themselves, and say nothing more. */
function start() {
  const clock = createFakeClock()
  const ends = new Map<string, ReturnType<typeof startEnd>>()
  const me = senderOf(mine, 'Me')
  const { members, problems, relay, sent } = startMembers({
    me,
    identity: mine,
    environment: { ...browserEnvironment(), clock },
    onSignal(body) {
      const end = 'to' in body && body.to && ends.get(body.to.peerId)
      if (end && (body.type === 'offer' || body.type === 'candidates')) take(end.link, body)
    },
  })
  onTestFinished(() => members.close())
  const handle = (signal: Signal) => members.handleSignal(signal, signal)
  /** Our visit. */
  const to = { peerId: me.peerId, visitId: me.visitId }

  /** Somebody says hello, and takes our offer with the identity that it has, whatever it says to be. */
  async function meet(name: string, said: Identity, has = said) {
    const from = senderOf(said, name)
    let count = 0
    const common = () => ({ from, count: (count += 1), ...spoken })
    const before = sent.length
    handle({ ...common(), type: 'hello' })
    const offer = () => sent.slice(before).find((body) => body.type === 'offer')
    await expect.poll(offer).toBeDefined()
    const made = offer()
    if (made?.type !== 'offer') throw new Error('No offer was made.')
    const { linkId } = made
    const end = startEnd((body) => handle({ ...common(), ...body, to, linkId }), {
      identity: has,
      theirKey: mine.publicKey,
      linkId,
    })
    ends.set(said.peerId, end)
    for (const body of sent.slice(before)) {
      if (body.type === 'offer' || body.type === 'candidates') take(end.link, body)
    }
    return end
  }
  const state = () => members.view().map((peer) => peer.state)
  return { clock, handle, me, members, to, meet, problems, relay, sent, state }
}

/** From the last word of a peer until the ladder has gone past its new path. */
const untilRebuiltMs =
  limits.heartbeatTimeoutMs + 2 * limits.heartbeatIntervalMs + limits.restartTimeoutMs + 1

test('a silent link is given up for another where the peer can be asked', async () => {
  const { clock, meet, sent, state } = start()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  // Bob's end answers the new path, or doesn't in time, as this computer pleases.
  await clock.advance(untilRebuiltMs + limits.answeredRestartTimeoutMs)
  const to = { peerId: theirs.peerId, visitId: senderOf(theirs, 'Bob').visitId }
  expect(sent).toContainEqual({ type: 'hello', to })
  await expect.poll(() => bob.ends).toEqual(['lost'])
})

test('a silent link is kept while the relay is away, and is as good as ever when it is heard again', async () => {
  const { clock, meet, relay, sent, state } = start()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  relay.isOpen = false
  await clock.advance(60_000)
  expect(sent.filter(({ type }) => type === 'hello')).toEqual([])
  expect([state(), bob.ends]).toEqual([['reconnecting'], []])
  bob.link.control.sendNow({ type: 'pong', n: 1 })
  await expect.poll(state).toEqual(['connected'])
  expect(bob.ends).toEqual([])
})

test('a replayed hello of an earlier visit drops no link that is being recovered', async () => {
  const { clock, handle, meet, members, relay, sent, state } = start()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  // Nobody is asked for another link meanwhile.
  relay.isOpen = false
  await clock.advance(untilRebuiltMs)
  expect(state()).toEqual(['reconnecting'])
  const earlier = { ...senderOf(theirs, 'Bob'), visitId: idOf('E') }
  handle({ ...spoken, from: earlier, count: 1, type: 'hello' })
  expect(sent.at(-1)).toEqual({ type: 'hello', to: { peerId: earlier.peerId, visitId: earlier.visitId } })
  bob.link.control.sendNow({ type: 'pong', n: 1 })
  await expect.poll(state).toEqual(['connected'])
  expect(bob.ends).toEqual([])
  expect(members.isMember(senderOf(theirs, 'Bob'))).toBe(true)
})

test('a replayed hello of an earlier visit drops no link that is silent for a moment', async () => {
  const { clock, handle, meet, sent, state } = start()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  const earlier = { ...senderOf(theirs, 'Bob'), visitId: idOf('E') }
  handle({ ...spoken, from: earlier, count: 1, type: 'hello' })
  await clock.advance(limits.visitProbeMs)
  expect([state(), bob.ends]).toEqual([['connected'], []])
  expect(sent.at(-1)).toEqual({ type: 'hello', to: { peerId: earlier.peerId, visitId: earlier.visitId } })
})

test('another visit that names ours replaces one whose link says nothing', async () => {
  const { clock, handle, meet, members, sent, state, to } = start()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  const next = { ...senderOf(theirs, 'Bob'), visitId: idOf('N') }
  handle({ ...spoken, from: next, count: 1, type: 'hello' })
  handle({ ...spoken, from: next, count: 2, type: 'hello', to })
  // Played again meanwhile: it takes nothing back.
  handle({ ...spoken, from: { ...next, visitId: idOf('O') }, count: 1, type: 'hello' })
  await clock.advance(limits.visitProbeMs)
  expect(sent.at(-1)).toEqual({ type: 'hello', to: { peerId: next.peerId, visitId: next.visitId } })
  expect(members.isMember(next)).toBe(true)
  await expect.poll(() => bob.ends).toEqual(['lost'])
})

test('who dies before it answers our offer is gone within ten seconds', async () => {
  const { clock, handle, members, relay, to } = start()
  const from = senderOf(theirs, 'Bob')
  handle({ ...spoken, from, count: 1, type: 'hello', to })
  expect(members.view()).toHaveLength(1)
  await clock.advance(10_000)
  expect(members.view()).toEqual([])
  expect(relay.timesLookedAt).toBeGreaterThan(0)
})

test('before somebody who does not answer is gone, the relay has time to say that it is there', async () => {
  const { clock, handle, members, relay, to } = start()
  handle({ ...spoken, from: senderOf(theirs, 'Bob'), count: 1, type: 'hello', to })
  await clock.advance(limits.offerAnswerTimeoutMs)
  expect([members.view().length, relay.timesLookedAt]).toEqual([1, 1])
  await clock.advance(limits.relaySilenceMs)
  relay.isOpen = false
  await clock.advance(60_000)
  expect(members.view()).toHaveLength(1)
})

test('a link that does not come about makes the relay be looked at', async () => {
  const { clock, handle, relay, to } = start()
  handle({ ...spoken, from: senderOf(theirs, 'Bob'), count: 1, type: 'hello', to })
  relay.isOpen = false
  await clock.advance(limits.linkOpenTimeoutMs - 1)
  expect(relay.timesLookedAt).toBe(0)
  await clock.advance(1)
  expect(relay.timesLookedAt).toBe(1)
})

test('of those who could not be verified some are shown, for a while', async () => {
  const { clock, meet, members, problems } = start()
  const impostors = limits.maxUnauthenticatedPeers + 2
  for (let number = 0; number < impostors; number++) {
    await meet(`Impostor ${number}`, await newIdentity(), stranger)
    await expect
      .poll(() => problems.filter(({ kind }) => kind === 'peer-unauthenticated').length)
      .toBe(number + 1)
  }
  const names = Array.from({ length: limits.maxUnauthenticatedPeers }, (_, index) => `Impostor ${index + 2}`)
  expect(members.view().map(({ name, state }) => [name, state])).toEqual(
    names.map((name) => [name, 'unauthenticated']),
  )
  await clock.advance(limits.unauthenticatedShownMs)
  expect(members.view()).toEqual([])
})

test('a visit whose proof failed links after a wait, if it has the right one then', async () => {
  const { clock, handle, meet, members, state, to } = start()
  await meet('Bob', theirs, stranger)
  await expect.poll(state).toEqual(['unauthenticated'])
  await clock.advance(limits.unauthenticatedRetryMs - 1)
  handle({ ...spoken, from: senderOf(theirs, 'Bob'), count: 100, type: 'hello', to })
  expect(state()).toEqual(['unauthenticated'])
  await clock.advance(1)
  expect(members.view()).toEqual([])
  await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
})

test('whose early offer was answered and who says nothing more is never in sight, and forgotten within ten seconds', async () => {
  const { clock, handle, members, sent } = start()
  let offer: { sdp: string; nonce: string } | undefined
  const end = startEnd(
    (body) => {
      if (body.type === 'offer') offer = body
    },
    { linkId: idOf('E') },
  )
  await end.link.offer()
  if (!offer) throw new Error('It offers nothing.')
  const early = { linkId: idOf('E'), candidates: [], sdp: offer.sdp, nonce: offer.nonce }
  handle({ ...spoken, from: senderOf(theirs, 'Ghost'), count: 1, type: 'hello', offer: early })
  await expect.poll(() => sent.some(({ type }) => type === 'answer')).toBe(true)
  expect([members.view(), members.isAlone()]).toEqual([[], false])
  await clock.advance(10_000)
  expect(members.isAlone()).toBe(true)
})

test('who calls its visit as somebody else does theirs ends nothing of theirs', async () => {
  const { meet, members, state } = start()
  const mallory = await meet('Bob', stranger)
  await expect.poll(state).toEqual(['connected'])
  // Its end opens a moment later, and says no goodbye before.
  await expect.poll(mallory.link.isOpen).toBe(true)
  mallory.link.leave({ type: 'bye' })
  await expect.poll(() => members.view()).toEqual([])
  await meet('Bob', theirs)
  await expect
    .poll(() => members.view())
    .toMatchObject([{ peerId: theirs.peerId, name: 'Bob', state: 'connected', features: ['chat'] }])
})

test('who calls its session as somebody else does theirs ends nothing of theirs either', async () => {
  const { handle, sent, to } = start()
  const linkId = idOf('S')
  const mallory = senderOf(stranger, 'Mallory')
  for (const [index, offered] of [linkId, idOf('T')].entries()) {
    const common = { ...spoken, from: mallory, count: index, to, linkId: offered }
    handle({ ...common, type: 'offer', sdp: 'v=0', nonce: idOf('N') })
  }
  let count = 0
  const bob = startEnd(
    (body) => {
      handle({ ...spoken, from: senderOf(theirs, 'Bob'), count: (count += 1), to, linkId, ...body })
    },
    { identity: theirs, theirKey: mine.publicKey, linkId },
  )
  void bob.link.offer()
  const answers = () =>
    sent.flatMap((body) => (body.type === 'answer' ? [`${body.to.peerId} ${body.linkId}`] : []))
  await expect.poll(answers).toEqual([`${theirs.peerId} ${linkId}`])
})

test('linked, it says less often that it is here', async () => {
  const { clock, meet, members, sent, state } = start()
  const toAll = () => sent.filter((body) => body.type === 'hello' && !body.to).length
  await members.announce()
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  async function live(durationMs: number) {
    for (let passedMs = 0; passedMs < durationMs; passedMs += 1_000) {
      bob.link.control.sendNow({ type: 'pong', n: 1 })
      // It takes its time over a real channel; not all of ten in a row are late.
      await new Promise((resolve) => setTimeout(resolve, 20))
      await clock.advance(1_000)
    }
  }
  // What was begun alone is still said.
  await live(1.5 * limits.helloIntervalAloneMs)
  const before = toAll()
  await live(limits.helloIntervalMs / 2 - 1_000)
  expect(toAll() - before).toBeLessThanOrEqual(1)
  expect(limits.helloIntervalMs / 2).toBeGreaterThan(3 * limits.helloIntervalAloneMs)
})

test('it says again that it is here, only where a relay hears it, and no more once it has left', async () => {
  const { clock, meet, members, relay, sent, state } = start()
  const hellos = () => sent.filter((body) => body.type === 'hello').length
  await members.announce()
  expect(hellos()).toBe(1)
  await clock.advance(1.5 * limits.helloIntervalAloneMs)
  expect(hellos()).toBeGreaterThan(1)
  const alone = hellos()
  relay.isOpen = false
  await clock.advance(10 * limits.helloIntervalAloneMs)
  expect(hellos()).toBe(alone)
  relay.isOpen = true
  const bob = await meet('Bob', theirs)
  await expect.poll(state).toEqual(['connected'])
  bob.link.control.sendNow({ type: 'pong', n: 1 })
  await clock.advance(1.5 * limits.helloIntervalAloneMs)
  const asked = hellos()
  members.close()
  await clock.advance(10 * limits.helloIntervalMs)
  expect(hellos()).toBe(asked)
})

/** Two newcomers at once: the other is a test that does as one client or another may. */
describe('two newcomers who both offer early', () => {
  /** We are the smaller or the greater of the two. */
  async function startNewcomers(weAre: 'smaller' | 'greater') {
    const other = await newIdentityThat((id) => (weAre === 'smaller' ? id > mine.peerId : id < mine.peerId))
    const from = senderOf(other, 'Bob')
    const world = start()
    const { members, sent, to } = world
    members.prepare()
    await members.announce()
    const ours = sent.flatMap((body) => (body.type === 'hello' && body.offer ? [body.offer] : []))[0]
    if (!ours) throw new Error('We offer nothing.')
    let count = 0
    const say = (body: Said) => world.handle({ ...spoken, from, count: (count += 1), ...body })
    const options = { identity: other, theirKey: mine.publicKey }
    /** Bob's end of our early offer, and of its own. */
    const endOf = (linkId: string) => ({
      linkId,
      end: startEnd((body) => held(linkId, body), { ...options, linkId }),
    })
    const [ofOurs, ofTheirs] = [endOf(ours.linkId), endOf(idOf('E'))]
    /** What Bob says of its own link goes out with its hello. */
    let early: { sdp: string; nonce: string } | undefined
    let isToldToUs = false
    /** What Bob says next, once it has answered ours. */
    let afterAnswer = () => {}
    function held(linkId: string, body: Body) {
      if (linkId === idOf('E') && body.type === 'offer') early = body
      else if (linkId !== idOf('E') || isToldToUs) say({ ...body, to, linkId })
      if (linkId === ours?.linkId && body.type === 'answer') afterAnswer()
    }
    void ofTheirs.end.link.offer()
    await expect.poll(() => early).toBeDefined()
    /** Hands Bob what we said about one of the links, in order and once. */
    let told = 0
    function deliver() {
      for (const body of sent.slice(told)) {
        if (!('linkId' in body)) continue
        for (const { end, linkId } of [ofOurs, ofTheirs]) if (body.linkId === linkId) take(end.link, body)
      }
      told = sent.length
    }
    return {
      ...world,
      deliver,
      ofOurs,
      ofTheirs,
      answerOurs(then = () => {}) {
        afterAnswer = then
        take(ofOurs.end.link, { type: 'offer', sdp: ours.sdp, nonce: ours.nonce })
        take(ofOurs.end.link, { type: 'candidates', candidates: ours.candidates })
      },
      sayHello() {
        if (!early) return
        isToldToUs = true
        say({
          type: 'hello',
          offer: { linkId: idOf('E'), candidates: [], sdp: early.sdp, nonce: early.nonce },
        })
      },
      answered: () => sent.filter((body) => body.type === 'answer').length,
    }
  }

  test.each(['smaller', 'greater'] as const)(
    'link over ours, where it was answered before the other said hello; we are the %s',
    async (weAre) => {
      const world = await startNewcomers(weAre)
      world.answerOurs(world.sayHello)
      await expect
        .poll(() => {
          world.deliver()
          return world.state()
        })
        .toEqual(['connected'])
      expect([world.answered(), world.ofOurs.end.ends]).toEqual([0, []])
    },
  )

  test.each([
    ['smaller', 'ofTheirs'],
    ['greater', 'ofOurs'],
  ] as const)('link over the greater’s, where the hello came first; we are the %s', async (weAre, which) => {
    const world = await startNewcomers(weAre)
    world.sayHello()
    await expect.poll(world.answered).toBe(1)
    // Both have answered: Bob keeps to the one that prevails.
    world.answerOurs()
    await expect
      .poll(() => {
        world.deliver()
        return world.state()
      })
      .toEqual(['connected'])
    await expect.poll(() => world[which].end.link.isOpen()).toBe(true)
  })
})

type Said = SignalBody | (LinkSignal & { to: Recipient; linkId: string })

async function newIdentityThat(fits: (peerId: string) => boolean): Promise<Identity> {
  for (;;) {
    const identity = await newIdentity()
    if (fits(identity.peerId)) return identity
  }
}
