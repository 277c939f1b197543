import { describe, expect, test } from 'vitest'
import {
  mine,
  startEnd,
  startPair,
  stranger,
  take,
  theirs,
  type Body,
  type EndOptions,
} from '../testing/link-ends.ts'
import { spoken } from '../testing/members-world.ts'
import { idOf } from '../testing/test-keys.ts'
import { channels } from '../wire/channel.ts'

/** Two ends that may know different things; both must end `unauthenticated`, or at least the one that is lied to. */
function connectEnds(oneKnows: EndOptions, otherKnows: EndOptions) {
  const one = startEnd((body) => take(other.link, body), oneKnows)
  const other = startEnd((body) => take(one.link, body), otherKnows)
  void one.link.offer()
  return { one, other }
}

/** What a later Sidetone may announce. */
const newer = { versions: [2, 1], features: { chat: 2, files: 1 } }

const asThem = { identity: theirs, theirKey: mine.publicKey }

test('both prove who they are, and only then anything is heard', async () => {
  const { one, other } = await startPair()
  await one.link.chat.send('hello')
  await expect.poll(() => other.chat).toEqual(['"hello"'])
  // The proofs themselves are nobody else's business.
  expect([...one.control, ...other.control]).toEqual([])
})

test('two of different age prove themselves with what each announced, unknown features and all', async () => {
  const { one, other } = connectEnds(
    { capabilities: newer },
    { ...asThem, theirCapabilities: { versions: [1, 2], features: { files: 1, chat: 2 } } },
  )
  await expect.poll(() => one.link.isOpen() && other.link.isOpen()).toBe(true)
})

/** Tells what comes on its control channel. */
class OverheardConnection extends RTCPeerConnection {
  readonly heard: unknown[] = []
  control: RTCDataChannel | undefined
  override createDataChannel(label: string, options?: RTCDataChannelInit) {
    const channel = super.createDataChannel(label, options)
    if (options?.id === channels.control.id) {
      this.control = channel
      channel.addEventListener('message', ({ data }) => this.heard.push(data))
    }
    return channel
  }
}

test('who offered waits for no proof on the channel: it came with the answer', async () => {
  const [offering, answering] = [new OverheardConnection(), new OverheardConnection()]
  const { one, other } = connectEnds({ connection: offering }, { ...asThem, connection: answering })
  await expect.poll(() => one.link.isOpen() && other.link.isOpen()).toBe(true)
  expect([offering.heard.length, answering.heard.length]).toEqual([0, 1])
})

test('a false proof with the answer is one', async () => {
  const one = startEnd((body) => take(other.link, body))
  const other = startEnd((body) => {
    take(one.link, body.type === 'answer' ? { ...body, proof: 'A'.repeat(86) } : body)
  }, asThem)
  void one.link.offer()
  await expect.poll(() => one.ends).toEqual(['unauthenticated'])
  expect(one.link.isOpen() || other.link.isOpen()).toBe(false)
})

test('nothing goes out before our own proof, however early theirs holds', async () => {
  let sign = () => {}
  const allowed = new Promise<void>((resolve) => (sign = resolve))
  const slow = {
    ...mine,
    sign: (...said: Parameters<typeof mine.sign>) => allowed.then(() => mine.sign(...said)),
  }
  const connection = new OverheardConnection()
  const { one, other } = connectEnds({ identity: slow, connection }, asThem)
  // Theirs came with the answer.
  await expect.poll(() => connection.control?.readyState).toBe('open')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([one.link.isOpen(), one.link.control.sendNow('too early'), other.ends]).toEqual([false, false, []])
  sign()
  await expect.poll(() => one.link.isOpen() && other.link.isOpen()).toBe(true)
  expect(other.control).toEqual([])
})

describe('is not verified', () => {
  test.each<[string, EndOptions, EndOptions]>([
    ['who has another key', {}, { ...asThem, identity: stranger }],
    ['who takes us for somebody else', {}, { ...asThem, theirKey: stranger.publicKey }],
    ['a link of another room', {}, { ...asThem, roomId: idOf('Q') }],
    ['a link of another id', {}, { ...asThem, linkId: idOf('T') }],
    ['who is believed to have fewer features', { theirCapabilities: { ...spoken, features: {} } }, asThem],
    [
      'who is believed to have an older version of one',
      { capabilities: newer },
      { ...asThem, theirCapabilities: spoken },
    ],
    [
      'who was talked down to an older version',
      { capabilities: newer, theirCapabilities: newer },
      { ...asThem, capabilities: newer, theirCapabilities: { ...newer, versions: [1] } },
    ],
    [
      'who has no version in common',
      { capabilities: { ...spoken, versions: [2] } },
      { ...asThem, theirCapabilities: { ...spoken, versions: [2] } },
    ],
  ])('%s', async (_, oneKnows, otherKnows) => {
    const { one, other } = connectEnds(oneKnows, otherKnows)
    await expect.poll(() => [...one.ends, ...other.ends]).toContain('unauthenticated')
    expect(one.link.isOpen() || other.link.isOpen()).toBe(false)
    expect([...one.chat, ...other.chat]).toEqual([])
  })

  test('another nonce than was said', async () => {
    const one = startEnd((body) => take(other.link, 'nonce' in body ? { ...body, nonce: idOf('X') } : body))
    const other = startEnd((body) => take(one.link, body), asThem)
    void one.link.offer()
    await expect.poll(() => [one.ends, other.ends].flat()).toContain('unauthenticated')
    expect(one.link.isOpen()).toBe(false)
  })
})

/** A connection that answers an end without any link around it, and says what it likes. */
async function answerBare(
  offer: Body & { type: 'offer' },
  onCandidate: (candidate: RTCIceCandidate) => void,
) {
  const connection = new RTCPeerConnection()
  const control = connection.createDataChannel('control', { negotiated: true, id: 0 })
  const chat = connection.createDataChannel('chat', { negotiated: true, id: 1 })
  connection.addEventListener('icecandidate', ({ candidate }) => candidate && onCandidate(candidate))
  await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp })
  await connection.setLocalDescription()
  const heard: string[] = []
  control.addEventListener('message', (event) => heard.push(String(event.data)))
  return { connection, control, chat, heard, sdp: connection.localDescription?.sdp ?? '' }
}

type Liar = Awaited<ReturnType<typeof answerBare>>

/** An end of ours, and somebody who has its offer and no key. */
async function startWithLiar() {
  let liar: Liar | undefined
  const waiting: Body[] = []
  const end = startEnd((body) => void handle(body))
  async function handle(body: Body) {
    if (body.type === 'offer') {
      liar = await answerBare({ ...body, type: 'offer' }, ({ candidate, sdpMid, sdpMLineIndex }) => {
        if (candidate) void end.link.addCandidates([{ candidate, sdpMid, sdpMLineIndex }])
      })
      void end.link.acceptAnswer(liar.sdp, idOf('L'))
    } else waiting.push(body)
    const to = liar
    if (!to) return
    for (const one of waiting.splice(0)) {
      if (one.type === 'candidates')
        for (const candidate of one.candidates) void to.connection.addIceCandidate(candidate)
    }
  }
  void end.link.offer()
  await expect.poll(() => [liar?.control.readyState, liar?.chat.readyState]).toEqual(['open', 'open'])
  if (!liar) throw new Error('It answered.')
  return { end, liar }
}

describe('somebody without the key', () => {
  test.each<[string, (liar: Liar) => void | Promise<void>]>([
    ['who says something else first', ({ control }) => control.send('{"type":"ping","n":1}')],
    ['who says rubbish', ({ control }) => control.send('x'.repeat(100_000))],
    [
      'who gives our own proof back',
      async ({ control, heard }) => {
        await expect.poll(() => heard.length).toBeGreaterThan(0)
        control.send(heard[0] ?? '')
      },
    ],
    [
      'who made a signature up',
      ({ control }) => control.send(JSON.stringify({ type: 'proof', signature: 'A'.repeat(86) })),
    ],
    [
      'whose proof is of another link of the same two',
      async ({ control }) => {
        const signature = await theirs.sign('link', JSON.stringify(['another', 'link']))
        control.send(JSON.stringify({ type: 'proof', signature }))
      },
    ],
  ])('%s is shown the door, and nothing it said is heard', async (_, lie) => {
    const { end, liar } = await startWithLiar()
    liar.chat.send('believe me')
    await lie(liar)
    await expect.poll(() => end.ends).toEqual(['unauthenticated'])
    expect([end.chat, end.control]).toEqual([[], []])
  })

  test.each([
    ['often', 1_000, 1],
    ['at length', 8, 200_000],
  ])('who only talks, %s, is shown the door', async (_, times, length) => {
    const { end, liar } = await startWithLiar()
    for (let n = 0; n < times; n++) liar.chat.send('x'.repeat(length))
    await expect.poll(() => end.ends).toEqual(['unauthenticated'])
    expect(end.chat).toEqual([])
  })
})

test('a relay in the middle, with a certificate of its own to either side, gets neither to talk', async () => {
  // To each it is the other, and it carries their proofs across: they do not fit its own certificates.
  const toOne = new RTCPeerConnection()
  const toOther = new RTCPeerConnection()
  const middle = { one: pipe(toOne), other: pipe(toOther) }
  function pipe(connection: RTCPeerConnection) {
    const control = connection.createDataChannel('control', { negotiated: true, id: 0 })
    connection.createDataChannel('chat', { negotiated: true, id: 1 })
    return control
  }
  const held: [RTCDataChannel, string][] = []
  function carry(from: RTCDataChannel, to: RTCDataChannel) {
    from.addEventListener('message', (event) => {
      if (to.readyState === 'open') to.send(String(event.data))
      else held.push([to, String(event.data)])
    })
    to.addEventListener('open', () => {
      for (const [channel, text] of held) if (channel === to) to.send(text)
    })
  }
  carry(middle.one, middle.other)
  carry(middle.other, middle.one)

  const one = startEnd((body) => void fromOne(body))
  const other = startEnd((body) => void fromOther(body), asThem)
  let offerNonce = ''
  const late: Body[] = []
  toOne.addEventListener(
    'icecandidate',
    ({ candidate }) => candidate?.candidate && void one.link.addCandidates([pick(candidate)]),
  )
  toOther.addEventListener(
    'icecandidate',
    ({ candidate }) => candidate?.candidate && void other.link.addCandidates([pick(candidate)]),
  )
  const pick = ({ candidate, sdpMid, sdpMLineIndex }: RTCIceCandidate) => ({
    candidate,
    sdpMid,
    sdpMLineIndex,
  })

  async function fromOne(body: Body) {
    if (body.type === 'candidates') {
      late.push(body)
      return
    }
    offerNonce = body.nonce
    await toOne.setRemoteDescription({ type: 'offer', sdp: body.sdp })
    await toOther.setLocalDescription(await toOther.createOffer())
    void other.link.acceptOffer(toOther.localDescription?.sdp ?? '', offerNonce)
  }
  async function fromOther(body: Body) {
    if (body.type === 'candidates') {
      for (const candidate of body.candidates) {
        // It may be closed by then.
        void toOther.addIceCandidate(candidate).catch(() => undefined)
      }
      return
    }
    await toOther.setRemoteDescription({ type: 'answer', sdp: body.sdp })
    await toOne.setLocalDescription()
    const proof = body.type === 'answer' ? body.proof : undefined
    void one.link.acceptAnswer(toOne.localDescription?.sdp ?? '', body.nonce, proof)
    for (const candidates of late.splice(0)) {
      if (candidates.type === 'candidates')
        for (const candidate of candidates.candidates)
          // As above.
          void toOne.addIceCandidate(candidate).catch(() => undefined)
    }
  }
  void one.link.offer()
  await expect.poll(() => [one.ends, other.ends].flat()).toContain('unauthenticated')
  await expect.poll(() => one.link.hasEnded() || other.link.hasEnded()).toBe(true)
  expect(one.link.isOpen() || other.link.isOpen()).toBe(false)
  toOne.close()
  toOther.close()
})
