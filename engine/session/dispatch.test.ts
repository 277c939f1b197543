import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { createFakeEnvironment } from '../testing/fake-environment.ts'
import { idOf } from '../testing/test-keys.ts'
import { limits } from '../base/limits.ts'
import type { Problem } from '../base/problem.ts'
import type { Link } from '../rtc/link.ts'
import type { Sender } from '../wire/signal.ts'
import { createDispatch } from './dispatch.ts'
import type { Feature, LinkedPeer, Verdict } from './feature.ts'
import { createPeer } from './peer.ts'
import { createRecovery } from './recovery.ts'
import { registerFeature } from './registered-feature.ts'
import { createStandings } from './standing.ts'

type Note = { type: 'note'; text: string } | { type: 'wave' }

/** A feature that keeps what it hears; `verdict` is what it says of it. */
function createNotes() {
  const heard: [string, Note, number][] = []
  const opened: LinkedPeer<Note>[] = []
  const notes = {
    heard,
    opened,
    verdict: (): Verdict | Promise<Verdict> => 'fine',
    isClosed: false,
  }
  const feature: Feature<Note> = {
    protocol: {
      name: 'notes',
      version: 3,
      channel: 'chat',
      messages: {
        note: { schema: v.object({ type: v.literal('note'), text: v.string() }) },
        wave: { schema: v.object({ type: v.literal('wave') }), rate: 'waves' },
      },
      rates: { waves: { burst: 2, refillMs: 1_000 } },
    },
    handleOpen: (peer) => void opened.push(peer),
    handle(peer, message, characters) {
      heard.push([peer.peerId, message, characters])
      return notes.verdict()
    },
    close: () => (notes.isClosed = true),
  }
  return Object.assign(notes, { feature })
}

function start() {
  const { clock, environment } = createFakeEnvironment()
  const notes = createNotes()
  const problems: Problem[] = []
  const said: string[] = []
  const base: string[] = []
  const closed: string[] = []
  const standings = createStandings(clock)
  const from: Sender = { peerId: idOf('P'), publicKey: idOf('K'), visitId: idOf('v'), name: 'Bo' }
  const never = () => undefined
  const context = {
    me: { ...from, peerId: idOf('M') },
    identity: { publicKey: idOf('M'), sign: () => Promise.resolve('') },
    roomId: idOf('R'),
    capabilities: { versions: [1], features: { notes: 3 } },
    environment,
    signal: never,
    isRelayOpen: () => true,
    onTrouble: never,
    onChange: never,
    onProblem: (problem: Problem) => void problems.push(problem),
    log: never,
  }
  const dispatch = createDispatch(context, {
    features: [registerFeature(notes.feature)],
    onPing: (_, n) => void base.push(`ping ${n}`),
    onBye: () => void base.push('bye'),
    onTooManyMalformed: ({ name }) => void closed.push(name),
  })

  /** Bo's link opens, on whichever visit. */
  function openLink(features: Record<string, number> = { notes: 2 }) {
    const peer = createPeer(from, standings.of(from.publicKey), () =>
      createRecovery({
        clock,
        isRelayOpen: () => true,
        onRestart: never,
        onRebuild: never,
        onUnreachable: never,
        onGone: never,
      }),
    )
    const sender = {
      send: (message: unknown) => Promise.resolve(said.push(JSON.stringify(message)) > 0),
      sendNow: (message: unknown) => said.push(JSON.stringify(message)) > 0,
    }
    const link: Pick<Link, 'chat' | 'control' | 'isOpen'> = {
      isOpen: () => true,
      chat: sender,
      control: sender,
    }
    peer.attempt = {
      linkId: idOf('L'),
      link: link as Link,
      owner: { peer },
      weOffered: true,
      isAnswered: true,
    }
    dispatch.open(peer, { versions: [1], features })
    return {
      peer,
      chat: (message: unknown) => dispatch.read(peer, 'chat', JSON.stringify(message)),
      control: (message: unknown) => dispatch.read(peer, 'control', JSON.stringify(message)),
      raw: (data: unknown) => dispatch.read(peer, 'chat', data),
    }
  }
  const malformedCount = () => problems.flatMap((one) => ('count' in one ? [one.count] : [])).at(-1) ?? 0
  return { base, clock, closed, dispatch, malformedCount, notes, openLink, problems, said }
}

const note = { type: 'note', text: 'hello' } as const

test('dispatch hands a message to the feature that owns its type, with the version that both speak', async () => {
  const { notes, openLink, said } = start()
  openLink().chat(note)
  expect(notes.heard).toEqual([[idOf('P'), note, JSON.stringify(note).length]])
  const [peer] = notes.opened
  expect(peer).toMatchObject({ peerId: idOf('P'), name: 'Bo', version: 2 })
  expect([await peer?.send(note), peer?.sendNow({ type: 'wave' })]).toEqual([true, true])
  expect(said).toEqual([JSON.stringify(note), '{"type":"wave"}'])
})

test('dispatch keeps what every link says to itself', () => {
  const { base, openLink, malformedCount } = start()
  const { control } = openLink({})
  for (const message of [{ type: 'ping', n: 1, more: 1 }, { type: 'pong', n: 1 }, { type: 'bye' }])
    control(message)
  expect([base, malformedCount()]).toEqual([['ping 1', 'bye'], 0])
})

describe('dispatch ignores, and blames on nobody', () => {
  test.each<[string, Record<string, number>, 'chat' | 'control', unknown]>([
    ['a type that no feature has', { notes: 3 }, 'chat', { type: 'hologram' }],
    ['a type of the prototype', { notes: 3 }, 'chat', { type: 'constructor' }],
    ['what every link says, on the other channel', { notes: 3 }, 'chat', { type: 'ping', n: 'x' }],
    ['a type of a feature that the peer did not announce', {}, 'chat', note],
    ['a known type on another channel than its feature’s', { notes: 3 }, 'control', { type: 'note' }],
  ])('%s', (_, features, channel, message) => {
    const { closed, notes, openLink, problems } = start()
    const link = openLink(features)
    for (let n = 0; n < 2 * limits.malformedCloseCount; n++) link[channel](message)
    expect([notes.heard, problems, closed]).toEqual([[], [], []])
  })
})

describe('dispatch counts as malformed', () => {
  test.each<[string, unknown]>([
    ['bytes', new ArrayBuffer(3)],
    ['no JSON', 'hello'],
    ['JSON without a type', '{"text":"hello"}'],
    ['a type that is no text', '{"type":1}'],
    ['an array', '[{"type":"note"}]'],
    ['a known type that does not parse', '{"type":"note","text":7}'],
    ['more than a channel carries', 'x'.repeat(limits.maxChannelMessageBytes + 1)],
  ])('%s', (_, data) => {
    const { notes, openLink, malformedCount } = start()
    const { raw } = openLink()
    for (let n = 0; n < limits.malformedNoticeCount; n++) raw(data)
    expect([notes.heard, malformedCount()]).toEqual([[], limits.malformedNoticeCount])
  })

  test('what is beyond its rate, which outlives the link', () => {
    const { notes, openLink, malformedCount } = start()
    for (let link = 0; link < 5; link++) openLink().chat({ type: 'wave' })
    expect([notes.heard.length, malformedCount()]).toEqual([2, 3])
  })

  test('what a feature says is malformed, at once or later; and says at once what is forged', async () => {
    const { clock, notes, openLink, malformedCount, problems } = start()
    const { chat } = openLink()
    notes.verdict = () => 'malformed'
    chat(note)
    notes.verdict = () => Promise.resolve('malformed')
    chat(note)
    chat(note)
    await clock.advance(0)
    expect(malformedCount()).toBe(3)
    notes.verdict = () => Promise.resolve('forged')
    chat(note)
    await clock.advance(0)
    expect(problems.at(-1)).toEqual({ kind: 'peer-forged', peerName: 'Bo', count: 1 })
  })
})

test('a peer’s malformed count survives the link that was closed for it, a goodbye and a new visit', () => {
  const { closed, openLink } = start()
  const first = openLink()
  for (let n = 0; n < limits.malformedCloseCount; n++) first.raw('malformed')
  expect(closed).toEqual(['Bo'])
  openLink().raw('malformed')
  expect(closed).toEqual(['Bo', 'Bo'])
})

test('a feature that fails takes nothing else down, and the log says so', async () => {
  const { clock, notes, openLink, malformedCount } = start()
  const { chat } = openLink()
  notes.verdict = () => Promise.reject(new Error('The disk is full.'))
  chat(note)
  await clock.advance(0)
  notes.verdict = () => 'fine'
  chat(note)
  expect([notes.heard.length, malformedCount()]).toEqual([2, 0])
})
