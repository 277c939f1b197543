import { beforeEach, describe, expect, test } from 'vitest'
import { languages, speak } from '@/components/testing/messages.ts'
import { problemSchema, relayDenials, type Problem } from '@/engine/base/problem.ts'
import { logEventSchema, type RoomView } from '@/engine/view.ts'
import { connectionSentence } from '@/components/rooms/connection-words.ts'
import { logSentence } from '@/components/rooms/log-words.ts'
import { nextSteps } from './next-steps.ts'
import { problemSentence } from './sentences.ts'

const relayUrl = 'ws://relay.example/ws'
const problems: Problem[] = [
  { kind: 'name-empty' },
  { kind: 'name-too-long', actual: 41, max: 40 },
  { kind: 'room-name-empty' },
  { kind: 'room-name-too-long', actual: 10_000, max: 100 },
  { kind: 'relay-url-empty' },
  { kind: 'relay-url-unreadable' },
  { kind: 'relay-url-scheme', scheme: 'http:', suggestion: relayUrl },
  { kind: 'relay-url-scheme', scheme: '', suggestion: relayUrl },
  { kind: 'invite-empty' },
  { kind: 'invite-unreadable' },
  { kind: 'invite-cut-off' },
  { kind: 'invite-newer-version' },
  { kind: 'page-unfit' },
  { kind: 'too-many-rooms', max: 16 },
  { kind: 'ice-server-empty' },
  { kind: 'ice-server-unreadable' },
  { kind: 'turn-credentials-missing' },
  { kind: 'too-many-ice-servers', max: 8 },
  { kind: 'relay-only-without-turn' },
  { kind: 'relay-unreachable', relayUrl },
  { kind: 'relay-unreachable', relayUrl: 'wss://relay.example/ws' },
  ...relayDenials.map((reason): Problem => ({ kind: 'relay-denied', relayUrl, reason })),
  { kind: 'relay-refused', relayUrl },
  { kind: 'relay-lost', relayUrl },
  { kind: 'relay-malformed', count: 1 },
  { kind: 'relay-malformed', count: 5 },
  { kind: 'peer-malformed', peerName: 'Ada', count: 3 },
  { kind: 'peer-forged', peerName: 'Ada', count: 3 },
  { kind: 'peer-equivocates', authorName: 'Ada' },
  { kind: 'panel-storage-failed', detail: 'QuotaExceededError' },
  { kind: 'peer-unreachable', peerName: 'Ada' },
  { kind: 'peer-unauthenticated', peerName: 'Ada' },
  { kind: 'room-full', max: 32 },
  { kind: 'webrtc-off' },
  { kind: 'identity-unsupported' },
  { kind: 'same-name', peerName: 'Ada' },
  { kind: 'own-name', peerName: 'Ada' },
  { kind: 'verification-mismatch', peerName: 'Ada' },
  { kind: 'verification-cancelled', peerName: 'Ada' },
  { kind: 'verification-timed-out', peerName: 'Ada' },
  { kind: 'verification-interrupted', peerName: 'Ada' },
  { kind: 'verification-broken', peerName: 'Ada' },
  { kind: 'microphone-prompt' },
  { kind: 'microphone-denied' },
  { kind: 'microphone-in-use' },
  { kind: 'microphone-none' },
  { kind: 'microphone-unplugged', label: 'Headset' },
  { kind: 'microphone-unplugged', label: '' },
  { kind: 'microphone-revoked' },
  { kind: 'microphone-failed', detail: 'AbortError' },
  { kind: 'speaker-unplugged', label: 'Headset' },
  { kind: 'speaker-unplugged', label: '' },
  { kind: 'playback-blocked' },
  { kind: 'call-full', max: 8 },
  { kind: 'not-in-call' },
  { kind: 'message-empty' },
  { kind: 'message-too-long', actualBytes: 1_048_576, maxBytes: 32_768 },
  { kind: 'message-gone' },
  { kind: 'not-joined' },
  { kind: 'storage-failed', detail: 'QuotaExceededError' },
  { kind: 'host-lost' },
  { kind: 'unexpected', detail: 'Error: no' },
]

test('the list above has every kind of problem', () => {
  const kinds = problemSchema.options.map((option) => option.entries.kind.literal)
  expect(new Set(problems.map((problem) => problem.kind))).toEqual(new Set(kinds))
})

/** Said with buttons of their own: at people and in calls. */
const hasOwnNotice = (kind: Problem['kind']) =>
  kind === 'call-full' || kind === 'not-in-call' || /^(verification|microphone|playback)-/.test(kind)

test('a problem that says what to do here has a button that does it', () => {
  speak('en')
  const dead = problems.filter((problem) => {
    const promised = /try again|leave (one|a room)|join it again|use another|check the relay url/i
    return promised.test(problemSentence(problem)) && nextSteps(problem).length === 0
  })
  // Another page has to be opened first; the menu joins its room.
  expect(dead.map(({ kind }) => kind).filter((kind) => !hasOwnNotice(kind))).toEqual(['page-unfit'])
})

describe.each(languages)('in %s', (language) => {
  beforeEach(() => speak(language))

  test('every problem has a sentence of its own, with everything filled in', () => {
    const sentences = problems.map(problemSentence)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/[.?。？]$/)
      expect(sentence).not.toMatch(/\{|\$|undefined/)
    }
    expect(new Set(sentences).size).toBe(problems.length)
  })

  test('what a sentence is about is in it', () => {
    expect(problemSentence({ kind: 'relay-refused', relayUrl })).toContain(relayUrl)
    expect(problemSentence({ kind: 'room-name-too-long', actual: 10_000, max: 100 })).toMatch(
      /10,000.*100|100.*10,000/,
    )
    expect(problemSentence({ kind: 'message-too-long', actualBytes: 1_048_576, maxBytes: 32_768 })).toMatch(
      /1,024.*32/,
    )
    expect(problemSentence({ kind: 'message-too-long', actualBytes: 32_769, maxBytes: 32_768 })).toMatch(
      /33.*32/,
    )
    expect(problemSentence({ kind: 'relay-malformed', count: 1_234 })).toMatch(/1,?234/)
  })

  test('every log event has words, with the name in those about a peer', () => {
    const entry = { atMs: 0, roomId: 'room' }
    const words = logEventSchema.options.map((event) => logSentence({ ...entry, event, peerName: 'Ada' }))
    expect(words.filter((text) => text === '' || /[{$]/.test(text))).toEqual([])
    expect(new Set(words).size).toBe(words.length)
    expect(words.filter((text) => !text.includes('Ada')).length).toBe(
      logEventSchema.options.filter((event) => event.startsWith('relay-')).length,
    )
    expect(logSentence({ ...entry, event: 'hello-sent' })).not.toContain('?')
    expect(logSentence({ ...entry, event: 'ice-state', peerName: 'Ada', detail: 'checking' })).toMatch(
      /: checking$/,
    )
  })

  test.each(['$1 $2', ' | ', 'a | b', '<b>Ada</b>', '$$', '__MSG_extensionName__'])(
    'a name that looks like a placeholder is shown as it is: %j',
    (name) => {
      expect(problemSentence({ kind: 'peer-unreachable', peerName: name })).toContain(name)
      expect(problemSentence({ kind: 'peer-malformed', peerName: name, count: 3 })).toContain(name)
      expect(connectionSentence(roomWith([{ name, state: 'connected' }]), 'lobby', 0)).toContain(name)
      expect(logSentence({ atMs: 0, roomId: 'room', event: 'peer-left', peerName: name })).toContain(name)
    },
  )
})

function roomWith(
  peers: { name: string; state: 'connecting' | 'connected' | 'reconnecting' }[],
  relay: RoomView['relay'] = { kind: 'open', address: 'room' },
): RoomView {
  return {
    roomId: 'room',
    roomName: 'lobby',
    relayUrl,
    me: { peerId: 'me', name: 'Me' },
    relay,
    peers: peers.map((peer, index) => ({ ...peer, peerId: String(index) })),
    problems: [],
  }
}

describe('where the connection is', () => {
  beforeEach(() => speak('en'))
  const waiting = {
    kind: 'waiting' as const,
    retryAtMs: 10_000,
    problem: { kind: 'relay-lost' as const, relayUrl },
  }

  test.each<[string, RoomView, number]>([
    ['Connecting to the relay…', roomWith([], { kind: 'connecting' }), 0],
    ['Waiting for others in the pub.', roomWith([]), 0],
    ['Connecting to Ada…', roomWith([{ name: 'Ada', state: 'connecting' }]), 0],
    ['Connected to Ada.', roomWith([{ name: 'Ada', state: 'connected' }]), 0],
    ['Lost the connection to Ada. Reconnecting…', roomWith([{ name: 'Ada', state: 'reconnecting' }]), 0],
    ['Can’t reach the relay. Trying again in 3\u00A0s.', roomWith([], waiting), 7_500],
    ['Can’t reach the relay. Trying again now…', roomWith([], waiting), 10_000],
    [
      'Can’t reach the relay. Trying again now…',
      roomWith([], { kind: 'connecting', problem: waiting.problem }),
      0,
    ],
    [
      'Connected to Ada. Can’t reach the relay, so nobody new can join right now.',
      roomWith([{ name: 'Ada', state: 'connected' }], waiting),
      0,
    ],
    [
      'Connected to Ada. Connecting to Bo…',
      roomWith([
        { name: 'Ada', state: 'connected' },
        { name: 'Bo', state: 'connecting' },
      ]),
      0,
    ],
    [
      'Connected to A, B, and 3 others.',
      roomWith(['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, state: 'connected' }))),
      0,
    ],
  ])('%s', (sentence, room, nowMs) => {
    expect(connectionSentence(room, 'the pub', nowMs)).toBe(sentence)
  })
})
