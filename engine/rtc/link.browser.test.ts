import { describe, expect, test } from 'vitest'
import { mine, startEnd, startPair, take, theirs, type Body } from '../testing/link-ends.ts'
import { limits } from '../base/limits.ts'
import type { Candidate } from '../wire/signal.ts'

test('link: candidates that come before their description wait for it', async () => {
  let offer: Body | undefined
  const early: Body[] = []
  const one = startEnd((body) => {
    if (body.type === 'offer') offer = body
    else early.push(body)
  })
  // Theirs are all there is to make a path: its own never arrive.
  const other = startEnd((body) => body.type === 'answer' && take(one.link, body), {
    identity: theirs,
    theirKey: mine.publicKey,
  })
  void one.link.offer()
  await expect.poll(() => early.length).toBeGreaterThan(0)
  for (const body of early.splice(0)) take(other.link, body)
  if (!offer) throw new Error('Candidates came before there was an offer.')
  take(other.link, offer)
  await expect.poll(() => one.link.isOpen() && other.link.isOpen()).toBe(true)
})

test('link: four megabytes said at once wait their turn, and all arrive in order', async () => {
  const { one, other } = await startPair()
  const texts = Array.from({ length: 128 }, (_, index) => `${index} ${'x'.repeat(32_000)}`)
  const taken = await Promise.all(texts.map((text) => one.link.chat.send(text)))
  expect(taken.every(Boolean)).toBe(true)
  await expect.poll(() => other.chat.length).toBe(texts.length)
  expect(other.chat).toEqual(texts.map((text) => JSON.stringify(text)))
})

test('link: both ends are told that it is direct', async () => {
  const { one, other } = await startPair()
  await expect.poll(() => [one.paths.at(-1), other.paths.at(-1)]).toEqual(['direct', 'direct'])
})

describe('link: when it ends', () => {
  test('the other end is told once, and a sender that waits is told no', async () => {
    const { one, other } = await startPair()
    const waiting = Array.from({ length: 200 }, () => one.link.chat.send('x'.repeat(60_000)))
    other.link.close()
    expect(await Promise.all(waiting)).toContain(false)
    await expect.poll(() => one.ends).toEqual(['lost'])
    expect(other.ends).toEqual([])
    expect(await one.link.chat.send('too late')).toBe(false)
    expect(one.link.control.sendNow('too late')).toBe(false)
  })

  test('by leaving, the last word arrives first', async () => {
    const { one, other } = await startPair()
    one.link.leave('bye')
    await expect.poll(() => other.control).toEqual(['"bye"'])
    expect(one.ends).toEqual([])
  })
})

test('link: a computer with many networks sends no more candidates at once than others take', async () => {
  const many = 100
  /** Finds all its candidates before its description is ready. */
  class ManyNetworks extends RTCPeerConnection {
    // The overloads of RTCPeerConnection take callbacks too; ours is called without anything.
    override async setLocalDescription(): Promise<void> {
      for (let index = 0; index < many; index++) {
        const candidate = new RTCIceCandidate({
          candidate: `candidate:${index} 1 udp 1 10.0.0.${index} 9 typ host`,
          sdpMid: '0',
          sdpMLineIndex: 0,
        })
        this.dispatchEvent(new RTCPeerConnectionIceEvent('icecandidate', { candidate }))
      }
      await super.setLocalDescription()
    }
  }
  const said: Candidate[][] = []
  const { link } = startEnd((body) => body.type === 'candidates' && said.push(body.candidates), {
    connection: new ManyNetworks(),
  })
  await link.offer()
  expect(said.flat().length).toBeGreaterThanOrEqual(many)
  for (const candidates of said) expect(candidates.length).toBeLessThanOrEqual(limits.maxCandidatesPerSignal)
})

describe('link: a new path', () => {
  const ufragOf = (connection: RTCPeerConnection) =>
    /ice-ufrag:(\S+)/.exec(connection.localDescription?.sdp ?? '')?.[1]

  /** Whose credentials an end uses: its own, and the other's. */
  const ufragsOf = ({ localDescription, remoteDescription }: RTCPeerConnection) =>
    [localDescription, remoteDescription].map((one) => /ice-ufrag:(\S+)/.exec(one?.sdp ?? '')?.[1])

  test.each([
    ['at the wish of one', (pair: Awaited<ReturnType<typeof startPair>>) => [pair.one]],
    ['at the wish of both at once', (pair: Awaited<ReturnType<typeof startPair>>) => [pair.one, pair.other]],
  ])('%s, what is said meanwhile arrives', async (_, who) => {
    const pair = await startPair()
    const { one, other } = pair
    const before = [ufragOf(one.connection), ufragOf(other.connection)]
    for (const end of who(pair)) void end.link.restart()
    await one.link.chat.send('meanwhile')
    await expect.poll(() => ufragOf(one.connection)).not.toBe(before[0])
    await expect.poll(() => ufragOf(other.connection)).not.toBe(before[1])
    await expect
      .poll(() => [one, other].map((end) => end.connection.signalingState))
      .toEqual(['stable', 'stable'])
    await other.link.chat.send('afterwards')
    await expect.poll(() => [one.chat, other.chat]).toEqual([['"afterwards"'], ['"meanwhile"']])
    expect([...one.ends, ...other.ends]).toEqual([])
  })

  test('wanted by the peer while our own offer is still being set: the impolite end answers nothing, and both agree', async () => {
    const saidByPolite: Body[] = []
    const saidByImpolite: Body[] = []
    let isHeld = false
    const polite = startEnd((body) => {
      saidByPolite.push(body)
      if (!isHeld) take(impolite.link, body)
    })
    const impolite = startEnd(
      (body) => {
        saidByImpolite.push(body)
        take(polite.link, body)
      },
      { identity: theirs, theirKey: mine.publicKey },
    )
    void polite.link.offer()
    await expect.poll(() => polite.link.isOpen() && impolite.link.isOpen()).toBe(true)
    const before = ufragsOf(polite.connection)
    isHeld = true
    saidByPolite.length = saidByImpolite.length = 0

    await polite.link.restart()
    expect(saidByPolite[0]?.type).toBe('offer')
    void impolite.link.restart()
    expect(impolite.connection.signalingState).toBe('stable')
    isHeld = false
    for (const body of [...saidByPolite]) take(impolite.link, body)

    await expect
      .poll(() => [polite, impolite].map(({ connection }) => connection.signalingState))
      .toEqual(['stable', 'stable'])
    await expect.poll(() => saidByPolite.map(({ type }) => type)).toContain('answer')
    expect(saidByImpolite.map(({ type }) => type)).not.toContain('answer')
    expect(ufragsOf(polite.connection)).toEqual(ufragsOf(impolite.connection).reverse())
    for (const ufrag of ufragsOf(polite.connection)) expect(before).not.toContain(ufrag)
  })

  test('with another certificate is none', async () => {
    const { one, other } = await startPair()
    const sdp = (one.connection.localDescription?.sdp ?? '').replace(
      /a=fingerprint:sha-256 ..:/,
      (line) => `${line.slice(0, -3)}${line.endsWith('00:') ? '11' : '00'}:`,
    )
    await other.link.acceptRestart(sdp)
    await other.link.chat.send('still here')
    await expect.poll(() => one.chat).toEqual(['"still here"'])
    expect(other.connection.signalingState).toBe('stable')
  })
})
