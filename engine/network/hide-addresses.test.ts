import { expect, test } from 'vitest'
import type { Candidate, SignalBody } from '../wire/signal.ts'
import { hideAddresses } from './hide-addresses.ts'

const candidate = (text: string): Candidate => ({ candidate: text, sdpMid: '0', sdpMLineIndex: 0 })
const host = 'candidate:1 1 udp 2113937151 10.1.2.3 54321 typ host generation 0 ufrag abcd'
const mapped =
  'candidate:2 1 udp 1677729535 203.0.113.7 54321 typ srflx raddr 10.1.2.3 rport 54321 ufrag abcd'
const relayed =
  'candidate:3 1 udp 33562367 198.51.100.9 50001 typ relay raddr 203.0.113.7 rport 54321 generation 0 ufrag abcd'
const hiddenRelayed =
  'candidate:3 1 udp 33562367 198.51.100.9 50001 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag abcd'
const sdp = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 10.1.2.3',
  's=-',
  't=0 0',
  'm=application 54321 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP6 2001:db8::7',
  `a=${host}`,
  `a=${mapped}`,
  `a=${relayed}`,
  'a=ice-ufrag:abcd',
  '',
].join('\r\n')
const to = { peerId: 'p'.repeat(43), visitId: 'i'.repeat(22) }
const linkId = 's'.repeat(22)

const isHidden = (body: SignalBody | undefined) =>
  expect(JSON.stringify(body)).not.toMatch(/10\.1\.2\.3|203\.0\.113\.7|2001:db8|typ host|typ srflx/)

test('of candidates the relayed ones stay, without the address behind them', () => {
  const candidates = [host, mapped, relayed].map(candidate)
  expect(hideAddresses({ type: 'candidates', to, linkId, candidates })).toEqual({
    type: 'candidates',
    to,
    linkId,
    candidates: [candidate(hiddenRelayed)],
  })
})

test('where none stays nothing is said', () => {
  const candidates = [host, mapped].map(candidate)
  expect(hideAddresses({ type: 'candidates', to, linkId, candidates })).toBeUndefined()
})

test.each(['offer', 'answer'] as const)('an %s names no address, and is otherwise the same', (type) => {
  const hidden = hideAddresses({ type, to, linkId, sdp, nonce: 'N'.repeat(22) })
  isHidden(hidden)
  expect(hidden).toMatchObject({ type, to, linkId })
  const text = hidden && 'sdp' in hidden ? hidden.sdp : ''
  expect(text.split('\r\n')).toEqual([
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'm=application 54321 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=${hiddenRelayed}`,
    'a=ice-ufrag:abcd',
    '',
  ])
})

test('an early offer is treated as both; a hello without one is as it was', () => {
  const candidates = [host, relayed].map(candidate)
  const hidden = hideAddresses({
    type: 'hello',
    offer: { linkId, sdp, nonce: 'N'.repeat(22), candidates },
  })
  isHidden(hidden)
  expect(hidden).toMatchObject({ offer: { linkId, candidates: [candidate(hiddenRelayed)] } })
  expect(hideAddresses({ type: 'hello' })).toEqual({ type: 'hello' })
})
