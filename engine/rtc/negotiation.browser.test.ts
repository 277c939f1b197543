import { describe, expect, onTestFinished, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { createLog } from '../base/log.ts'
import type { Candidate } from '../wire/signal.ts'
import { createNegotiation } from './negotiation.ts'

type Said =
  { type: 'offer' | 'answer'; sdp: string } | { type: 'candidates'; candidates: readonly Candidate[] }

/** An end of a negotiation, whose descriptions and candidates the test carries. */
function startEnd(isPolite: boolean, connection = new RTCPeerConnection()) {
  const said: Said[] = []
  let malformed = 0
  const listeners: ((one: Said) => void)[] = []
  const say = (one: Said) => {
    said.push(one)
    for (const hear of listeners) hear(one)
  }
  const log = createLog({ nowMs: () => Date.now() })
  connection.createDataChannel('test', { negotiated: true, id: 0 })
  const negotiation = createNegotiation({
    connection,
    log: log.logger('negotiation'),
    isPolite: () => isPolite,
    onDescription: (type, sdp) => say({ type, sdp }),
    onCandidates: (candidates) => say({ type: 'candidates', candidates }),
    onMalformed: () => (malformed += 1),
  })
  onTestFinished(() => {
    negotiation.close()
    connection.close()
  })
  return {
    connection,
    negotiation,
    said,
    types: () => said.flatMap(({ type }) => (type === 'candidates' ? [] : type)),
    malformed: () => malformed,
    events: () => log.lines().map(({ event }) => event),
    onSay: (hear: (one: Said) => void) => listeners.push(hear),
  }
}

type End = ReturnType<typeof startEnd>

function take({ negotiation }: End, one: Said): Promise<unknown> {
  if (one.type === 'candidates') return negotiation.addCandidates(one.candidates)
  return one.type === 'offer' ? negotiation.acceptOffer(one.sdp) : negotiation.acceptAnswer(one.sdp)
}

/** Two ends that found each other; what they say from then on waits for the test. */
async function startPair() {
  const polite = startEnd(true)
  const impolite = startEnd(false)
  let isOpen = true
  polite.onSay((one) => isOpen && void take(impolite, one))
  impolite.onSay((one) => isOpen && void take(polite, one))
  await impolite.negotiation.offer()
  await expect
    .poll(() => [polite, impolite].map(({ connection }) => connection.iceConnectionState))
    .toEqual([expect.stringMatching(/connected|completed/), expect.stringMatching(/connected|completed/)])
  await expect.poll(() => impolite.connection.iceGatheringState).toBe('complete')
  isOpen = false
  for (const end of [polite, impolite]) end.said.length = 0
  return { polite, impolite, carry: () => (isOpen = true) }
}

const ufragsOf = ({ connection: { localDescription, remoteDescription } }: End) =>
  [localDescription, remoteDescription].map((one) => /ice-ufrag:(\S+)/.exec(one?.sdp ?? '')?.[1])

/** The only description that was said since. */
function descriptionOf(end: End): Exclude<Said, { type: 'candidates' }> {
  const [one, ...others] = end.said.flatMap((said) => (said.type === 'candidates' ? [] : [said]))
  if (!one || others.length > 0)
    throw new Error(`One description was expected, not ${end.types().join(', ')}.`)
  return one
}

/** Each uses the other's credentials. */
const agree = (polite: End, impolite: End) =>
  expect
    .poll(() => [ufragsOf(polite), ufragsOf(impolite).reverse()].map((ufrags) => ufrags.join()))
    .toSatisfy(([one, other]: string[]) => one === other)

describe('negotiation: offers that collide', () => {
  test('the impolite end drops theirs while its own is being set, with its candidates, and nobody is blamed', async () => {
    const { polite, impolite } = await startPair()
    await polite.negotiation.restart()
    await expect.poll(() => polite.said.some(({ type }) => type === 'candidates')).toBe(true)
    const restarting = impolite.negotiation.restart()
    expect(impolite.connection.signalingState).toBe('stable')
    await Promise.all(polite.said.map((one) => take(impolite, one)))
    await restarting
    expect(impolite.types()).toEqual(['offer'])
    expect(impolite.malformed()).toBe(0)
    expect(impolite.events()).toContain('offers-collided')
  })

  test('the polite end gives its own up while that is being set, and both agree', async () => {
    const { polite, impolite } = await startPair()
    const before = ufragsOf(polite)
    await impolite.negotiation.restart()
    const offer = descriptionOf(impolite)
    const restarting = polite.negotiation.restart()
    expect(polite.connection.signalingState).toBe('stable')
    await take(polite, offer)
    await restarting
    expect(polite.types().at(-1)).toBe('answer')
    await take(impolite, { type: 'answer', sdp: polite.connection.localDescription?.sdp ?? '' })
    await agree(polite, impolite)
    for (const ufrag of ufragsOf(polite)) expect(before).not.toContain(ufrag)
  })
})

describe('negotiation: what comes at the wrong moment', () => {
  test('an offer on the heels of an answer is no collision', async () => {
    const { polite, impolite } = await startPair()
    await impolite.negotiation.offer()
    await take(polite, descriptionOf(impolite))
    await polite.negotiation.restart()
    const [answer, offer] = polite.said.filter(({ type }) => type !== 'candidates')
    if (!answer || !offer) throw new Error('An answer and an offer were expected.')
    impolite.said.length = 0
    const taking = take(impolite, answer)
    expect(impolite.connection.signalingState).toBe('have-local-offer')
    await Promise.all([taking, take(impolite, offer)])
    expect(impolite.types()).toEqual(['answer'])
    expect(impolite.events()).not.toContain('offers-collided')
  })

  test('an offer that is said again while it is answered is answered again, and both agree', async () => {
    const { polite, impolite } = await startPair()
    await impolite.negotiation.restart()
    const offer = descriptionOf(impolite)
    await Promise.all([take(polite, offer), take(polite, offer)])
    expect(polite.types()).toEqual(['answer', 'answer'])
    for (const answer of polite.said.filter(({ type }) => type === 'answer')) await take(impolite, answer)
    await agree(polite, impolite)
    expect([polite, impolite].map(({ connection }) => connection.signalingState)).toEqual([
      'stable',
      'stable',
    ])
  })

  test('an offer that is wanted during another is made once that is answered', async () => {
    const { polite, impolite, carry } = await startPair()
    await impolite.negotiation.offer()
    await impolite.negotiation.offer()
    expect(impolite.types()).toEqual(['offer'])
    const offer = descriptionOf(impolite)
    carry()
    await take(polite, offer)
    await expect
      .poll(() => [impolite.types(), polite.types()])
      .toEqual([
        ['offer', 'offer'],
        ['answer', 'answer'],
      ])
  })

  test('a restart that is wanted while their offer is answered follows', async () => {
    const { polite, impolite, carry } = await startPair()
    const before = ufragsOf(polite)
    await impolite.negotiation.offer()
    const offer = descriptionOf(impolite)
    carry()
    const answering = take(polite, offer)
    await polite.negotiation.restart()
    await answering
    await expect.poll(() => polite.types().at(-1)).toBe('offer')
    // Halfway, when only one has renewed its own, they agree already.
    await expect.poll(() => ufragsOf(polite).filter((ufrag) => before.includes(ufrag))).toEqual([])
    await agree(polite, impolite)
  })

  test('a restart again while its offer has no answer says the same offer again', async () => {
    const { polite } = await startPair()
    await polite.negotiation.restart()
    await polite.negotiation.restart()
    expect(polite.types()).toEqual(['offer', 'offer'])
    const ufrags = polite.said.flatMap((one) =>
      one.type === 'offer' ? [/ice-ufrag:(\S+)/.exec(one.sdp)?.[1]] : [],
    )
    expect(new Set(ufrags).size).toBe(1)
  })
})

describe('negotiation: what does not parse', () => {
  test.each<[string, string]>([
    ['no description', 'v=0\r\nnonsense'],
    ['zeros', '\u0000'.repeat(30_000)],
    ['nothing', ''],
  ])('%s as an offer is malformed, and a proper one is answered after it', async (_, sdp) => {
    const { polite, impolite } = await startPair()
    await Promise.all([polite.negotiation.acceptOffer(sdp), polite.negotiation.acceptOffer(sdp)])
    expect(polite.malformed()).toBe(2)
    await impolite.negotiation.offer()
    await take(polite, descriptionOf(impolite))
    expect(polite.types()).toEqual(['answer'])
  })

  test('as an answer is malformed, and a proper one counts after it', async () => {
    const { polite, impolite } = await startPair()
    await impolite.negotiation.offer()
    await take(polite, descriptionOf(impolite))
    expect(await impolite.negotiation.acceptAnswer('v=0\r\nnonsense')).toBe(false)
    expect(impolite.malformed()).toBe(1)
    expect(await impolite.negotiation.acceptAnswer(descriptionOf(polite).sdp)).toBe(true)
  })

  test('a candidate that fits nothing is malformed; after the end nothing is', async () => {
    const { polite } = await startPair()
    const candidates = [{ candidate: 'candidate:x', sdpMid: '9', sdpMLineIndex: 9 }]
    await polite.negotiation.addCandidates(candidates)
    expect(polite.malformed()).toBe(1)
    const adding = polite.negotiation.addCandidates(candidates)
    polite.negotiation.close()
    polite.connection.close()
    await Promise.race([adding, new Promise((resolve) => setTimeout(resolve, 200))])
    await polite.negotiation.acceptOffer('nonsense')
    expect(polite.malformed()).toBe(1)
  })
})

test('negotiation: no more candidates wait for a description than a link may need', async () => {
  const added: unknown[] = []
  class Counting extends RTCPeerConnection {
    override addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      added.push(candidate)
      return super.addIceCandidate(candidate)
    }
  }
  const end = startEnd(true, new Counting())
  const other = startEnd(false)
  await other.negotiation.offer()
  const one = { candidate: 'candidate:1 1 udp 1 10.0.0.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 }
  for (let n = 0; n < 10; n++) await end.negotiation.addCandidates(Array.from({ length: 32 }, () => one))
  expect(added).toEqual([])
  await take(end, descriptionOf(other))
  expect(added).toHaveLength(limits.maxWaitingCandidates)
})
