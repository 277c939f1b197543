import { expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import type { Link, LinkSignal } from '../rtc/link.ts'
import type { Candidate } from '../wire/signal.ts'
import { createEarlyOffer } from './early-offer.ts'
import type { Peer } from './peer.ts'

const candidate = (number: number): Candidate => ({
  candidate: `candidate:${number} 1 udp 1 10.0.0.1 9 typ ${number > 40 ? 'relay' : 'host'}`,
  sdpMid: '0',
  sdpMLineIndex: 0,
})

/** As much of a peer as an early offer looks at. */
function peerNamed(peerId: string): Peer {
  const known: Pick<Peer, 'peerId'> = { peerId }
  return known as Peer
}

function start() {
  let say: (body: LinkSignal) => void = () => undefined
  const link: Pick<Link, 'hasEnded' | 'offer' | 'close'> = {
    hasEnded: () => false,
    offer() {
      say({ type: 'offer', sdp: 'v=0', nonce: 'nonce' })
      return Promise.resolve()
    },
    close: () => undefined,
  }
  const early = createEarlyOffer('link', (_, hold) => {
    say = hold
    return link as Link
  })
  const find = (from: number, to: number) => {
    for (let number = from; number < to; number++)
      say({ type: 'candidates', candidates: [candidate(number)] })
  }
  return { early, find }
}

test('every candidate of an early offer is told, in as many signals as it takes', async () => {
  const { early, find } = start()
  find(0, 50)
  const announced = await early.announcement()
  expect(announced?.candidates).toHaveLength(limits.maxCandidatesPerSignal)
  find(50, 100)
  const later = early.claim(peerNamed('peer'))?.candidates ?? []
  for (const some of later) expect(some.length).toBeLessThanOrEqual(limits.maxCandidatesPerSignal)
  expect([...(announced?.candidates ?? []), ...later.flat()]).toEqual(
    Array.from({ length: 100 }, (_, number) => candidate(number)),
  )
})

test('an early offer goes out once, and is one peer’s', async () => {
  const { early } = start()
  expect(await early.announcement()).toMatchObject({ linkId: 'link', sdp: 'v=0', nonce: 'nonce' })
  expect(await early.announcement()).toBeUndefined()
  expect(early.claim(peerNamed('peer'))).toBeDefined()
  expect(early.claim(peerNamed('other'))).toBeUndefined()
})

test('an early offer goes out with the candidates that there are, be there none', async () => {
  const { early, find } = start()
  expect(await early.announcement()).toMatchObject({ linkId: 'link', candidates: [] })
  find(0, 3)
  expect(early.claim(peerNamed('peer'))?.candidates).toEqual([[candidate(0), candidate(1), candidate(2)]])
})
