import { expect, test } from 'vitest'
import { describeCandidates } from './candidates.ts'

const one = (candidate: string) => ({ candidate, sdpMid: '0', sdpMLineIndex: 0 })

test('describeCandidates: transport and type of each kind once, and no address', () => {
  expect(
    describeCandidates([
      one('candidate:1 1 udp 2113937151 192.0.2.7 50000 typ host generation 0'),
      one('candidate:2 1 UDP 2113937150 192.0.2.8 50001 typ host'),
      one('candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active'),
      one('candidate:4 1 udp 41885695 198.51.100.1 3478 typ relay raddr 192.0.2.7 rport 50000'),
    ]),
  ).toBe('udp host, tcp host, udp relay')
})

test('describeCandidates: what is no candidate is described by nothing of its own', () => {
  expect(
    describeCandidates([
      one('candidate:<b>192.0.2.7</b>'),
      one('x'.repeat(1_000)),
      { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host', sdpMid: null, sdpMLineIndex: null },
    ]),
  ).toBe('? ?')
})
