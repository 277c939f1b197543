import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createFakeClock, settle as settleTasks } from '../testing/fake-clock.ts'
import { limits } from '../base/limits.ts'
import type { VerificationMessage } from './protocol.ts'
import type * as shortStringModule from './sas.ts'
import { commitTo, type Commitment, type SasTranscript } from './sas.ts'
import { createVerification } from './verification.ts'

/** Hashes that are being made: on other threads, so that no turn of ours is sure to come after them. */
const hashing = vi.hoisted(() => new Set<Promise<unknown>>())
vi.mock('./sas.ts', async (importOriginal) => {
  const real = await importOriginal<typeof shortStringModule>()
  function noted<Value>(made: Promise<Value>): Promise<Value> {
    hashing.add(made)
    void made.finally(() => hashing.delete(made))
    return made
  }
  return {
    commitTo: (commitment: Commitment) => noted(real.commitTo(commitment)),
    shortAuthenticationString: (transcript: SasTranscript) =>
      noted(real.shortAuthenticationString(transcript)),
  }
})

/** Lets everything that can go on by itself do so. */
async function settle() {
  await settleTasks()
  while (hashing.size > 0) {
    await Promise.all(hashing)
    await settleTasks()
  }
}

const party = (letter: string) => ({ peerId: letter.repeat(43), publicKey: letter.repeat(43), name: letter })
const [ada, bo, mallory] = [party('A'), party('B'), party('M')]

let lastId = 0
const randomId = () => String((lastId += 1)).padStart(22, 'r')

type Clock = ReturnType<typeof createFakeClock>

/** One end. What it says waits in `outbox` until the test carries it. */
function startEnd(clock: Clock, me = ada, peer = bo) {
  const outbox: VerificationMessage[] = []
  const compared: boolean[] = []
  const verification = createVerification({
    clock,
    randomId,
    me,
    peer,
    send: (message) => outbox.push(message),
    onChange: () => undefined,
    onCompared: (doMatch) => compared.push(doMatch),
  })
  const kind = () => verification.view()?.kind
  return {
    ...verification,
    outbox,
    compared,
    kind,
    emoji() {
      const view = verification.view()
      return view && 'emoji' in view ? view.emoji : undefined
    },
    problem() {
      const view = verification.view()
      return view?.kind === 'failed' ? view.problem : undefined
    },
  }
}
type End = ReturnType<typeof startEnd>

function startPair() {
  const clock = createFakeClock()
  const [a, b] = [startEnd(clock, ada, bo), startEnd(clock, bo, ada)]
  /** Carries everything both ways until nobody says anything more. */
  async function carry() {
    await settle()
    while (a.outbox.length + b.outbox.length > 0) {
      for (const message of a.outbox.splice(0)) b.handle(message)
      for (const message of b.outbox.splice(0)) a.handle(message)
      await settle()
    }
  }
  return { clock, a, b, carry }
}

async function startComparing() {
  const pair = startPair()
  pair.a.start()
  await pair.carry()
  pair.b.start()
  await pair.carry()
  return pair
}

describe('two who keep to the rules', () => {
  test('see the same emoji once both want to, and each verifies the other', async () => {
    const { a, b, carry } = startPair()
    a.start()
    await carry()
    expect([a.kind(), b.kind()]).toEqual(['offered', 'asked'])
    b.start()
    await carry()
    expect([a.kind(), b.kind()]).toEqual(['comparing', 'comparing'])
    expect(a.emoji()).toHaveLength(7)
    expect(a.emoji()).toEqual(b.emoji())
    expect([...a.compared, ...b.compared]).toEqual([])

    a.match()
    await carry()
    expect(a.view()).toMatchObject({ kind: 'matched', theySaidSo: false })
    // What the other said is not shown before one has looked oneself.
    expect(b.view()).toEqual({ kind: 'comparing', emoji: b.emoji() })
    b.match()
    await carry()
    expect(a.view()).toMatchObject({ kind: 'matched', theySaidSo: true })
    expect(b.view()).toMatchObject({ kind: 'matched', theySaidSo: true })
    expect([a.compared, b.compared]).toEqual([[true], [true]])
  })

  test('who both ask at once run once', async () => {
    const { a, b, carry } = startPair()
    a.start()
    b.start()
    await carry()
    expect([a.kind(), b.kind()]).toEqual(['comparing', 'comparing'])
    expect(a.emoji()).toEqual(b.emoji())
  })

  test('have other emoji the next time', async () => {
    const { a, b, carry } = await startComparing()
    const before = a.emoji()
    a.cancel()
    await carry()
    expect(b.problem()).toEqual({ kind: 'verification-cancelled', peerName: 'A' })
    b.start()
    await carry()
    a.start()
    await carry()
    expect(a.emoji()).toEqual(b.emoji())
    expect(a.emoji()).not.toEqual(before)
  })

  test('who see a difference are both told, and nothing stays verified', async () => {
    const { a, b, carry } = await startComparing()
    a.match()
    await carry()
    b.mismatch()
    await carry()
    expect(a.problem()?.kind).toBe('verification-mismatch')
    expect(b.problem()?.kind).toBe('verification-mismatch')
    expect([a.compared, b.compared]).toEqual([[true, false], [false]])
  })

  test('put the result away, and still hear of a difference that the other sees', async () => {
    const { a, b, carry } = await startComparing()
    a.match()
    a.cancel()
    expect(a.view()).toBeUndefined()
    await carry()
    b.mismatch()
    await carry()
    expect(a.problem()?.kind).toBe('verification-mismatch')
    expect(a.compared).toEqual([true, false])
  })

  test('who said that they match are not undone by the other closing the dialog', async () => {
    const { a, b, carry } = await startComparing()
    a.match()
    b.cancel()
    await carry()
    expect([a.compared, b.compared]).toEqual([[true], []])
    expect(a.problem()).toBeUndefined()
  })
})

describe('time', () => {
  test('who does not answer in time ends it, on both sides, quietly for who was asked', async () => {
    const { a, b, carry, clock } = startPair()
    a.start()
    await carry()
    await clock.advance(limits.verificationAnswerTimeoutMs)
    await carry()
    expect(a.problem()?.kind).toBe('verification-timed-out')
    expect(b.view()).toBeUndefined()
  })

  test('a browser that stops in the middle is not waited for', async () => {
    const { a, b, carry, clock } = startPair()
    a.start()
    await carry()
    b.start()
    b.outbox.length = 0
    await clock.advance(limits.verificationStepTimeoutMs)
    expect(b.problem()?.kind).toBe('verification-timed-out')
  })

  test('nobody who looks at the emoji for ten minutes is verified by that', async () => {
    const { a, b, carry, clock } = await startComparing()
    await clock.advance(limits.verificationCompareTimeoutMs)
    await carry()
    expect([a.problem()?.kind, b.problem()?.kind]).toEqual([
      'verification-timed-out',
      'verification-timed-out',
    ])
    a.match()
    expect(a.compared).toEqual([])
  })

  test('no timer outlives a run', async () => {
    const { a, b, carry, clock } = await startComparing()
    a.match()
    b.match()
    await carry()
    await clock.advance(limits.verificationCompareTimeoutMs)
    expect([a.view(), b.view()]).toEqual([undefined, undefined])
    expect(clock.pending()).toBe(0)
  })

  test.each(['offered', 'comparing', 'matched'])('a link that ends while it is %s', async (stage) => {
    const { a, b, carry, clock } = startPair()
    a.start()
    await carry()
    if (stage !== 'offered') b.start()
    await carry()
    if (stage === 'matched') a.match()
    expect(a.kind()).toBe(stage)
    a.end()
    b.end()
    expect(a.problem()?.kind).toBe(stage === 'matched' ? undefined : 'verification-interrupted')
    expect(clock.pending()).toBe(0)
  })
})

/** Two honest ends with somebody between them, who has keys of their own and carries what they like. */
describe('a man in the middle', () => {
  async function attack(relay: (a: End, b: End, carryOther: () => Promise<void>) => Promise<void>) {
    const clock = createFakeClock()
    const a = startEnd(clock, ada, mallory)
    const b = startEnd(clock, bo, mallory)
    await relay(a, b, settle)
    return { a, b }
  }

  test('who passes everything through gives them different emoji, or none', async () => {
    const { a, b } = await attack(async (a, b) => {
      a.start()
      await settle()
      for (const message of a.outbox.splice(0)) b.handle(message)
      b.start()
      for (const message of b.outbox.splice(0)) a.handle(message)
      await settle()
      for (const message of a.outbox.splice(0)) b.handle(message)
      await settle()
    })
    // Ada's commitment is to her own key: to Bo, who was told Mallory's, it is no commitment at all.
    expect(a.kind()).toBe('comparing')
    expect(b.problem()).toEqual({ kind: 'verification-broken', peerName: 'M' })
    expect([...a.compared, ...b.compared]).toEqual([])
  })

  test('who runs it with each of them gives them different emoji', async () => {
    const { a, b } = await attack(async (a, b) => {
      // To Ada, Mallory answers; of Bo, Mallory asks, with the same run and Ada's own nonce where that helps.
      a.start()
      await settle()
      const [start] = a.outbox.splice(0)
      if (start?.type !== 'verify-start') throw new Error('Ada asked.')
      const nonce = randomId()
      const commitment = await commitTo({ run: start.run, askerKey: mallory.publicKey, nonce })
      b.handle({ type: 'verify-start', run: start.run, commitment })
      b.start()
      const [accept] = b.outbox.splice(0)
      if (accept?.type !== 'verify-accept') throw new Error('Bo agreed.')
      a.handle(accept)
      b.handle({ type: 'verify-reveal', run: start.run, nonce })
      await settle()
    })
    expect([a.kind(), b.kind()]).toEqual(['comparing', 'comparing'])
    expect(a.emoji()).not.toEqual(b.emoji())
  })

  test('cannot reflect what an end says back to it', async () => {
    const { a } = await attack(async (a) => {
      a.start()
      for (let n = 0; n < 5; n++) {
        await settle()
        for (const message of a.outbox.splice(0)) a.handle(message)
        expect(a.emoji()).toBeUndefined()
      }
    })
    expect(a.problem()?.kind).toBe('verification-broken')
  })
})

/** Somebody who has a link and says what they like on it. */
describe('a peer that breaks the rules', () => {
  async function startAsked() {
    const clock = createFakeClock()
    const a = startEnd(clock)
    const nonce = randomId()
    const run = randomId()
    const commitment = await commitTo({ run, askerKey: bo.publicKey, nonce })
    a.handle({ type: 'verify-start', run, commitment })
    return { a, run, nonce, clock }
  }

  test('reveals a nonce that does not fit: nothing to compare, and a sentence', async () => {
    const { a, run } = await startAsked()
    a.start()
    a.handle({ type: 'verify-reveal', run, nonce: randomId() })
    await settle()
    expect(a.problem()).toEqual({ kind: 'verification-broken', peerName: 'B' })
    expect(a.outbox.at(-1)).toEqual({ type: 'verify-cancel', run, reason: 'broken' })
    a.match()
    expect(a.compared).toEqual([])
  })

  test('reveals before we agreed, or twice', async () => {
    const early = await startAsked()
    early.a.handle({ type: 'verify-reveal', run: early.run, nonce: early.nonce })
    expect(early.a.problem()?.kind).toBe('verification-broken')

    const twice = await startAsked()
    twice.a.start()
    const reveal: VerificationMessage = { type: 'verify-reveal', run: twice.run, nonce: twice.nonce }
    twice.a.handle(reveal)
    twice.a.handle(reveal)
    await settle()
    expect(twice.a.problem()?.kind).toBe('verification-broken')
    expect(twice.a.emoji()).toBeUndefined()
  })

  test('says that they match before there is anything to see', async () => {
    const { a, run } = await startAsked()
    a.handle({ type: 'verify-match', run })
    expect(a.problem()?.kind).toBe('verification-broken')
  })

  test('cries mismatch before there is anything to see: that is a no', async () => {
    const { a, run } = await startAsked()
    a.start()
    a.handle({ type: 'verify-cancel', run, reason: 'mismatch' })
    expect(a.problem()?.kind).toBe('verification-cancelled')
    expect(a.compared).toEqual([])
  })

  test('plays an earlier run again: it is not looked at', async () => {
    const { a, b, carry } = startPair()
    const recorded: VerificationMessage[] = []
    a.start()
    await carry()
    b.start()
    recorded.push(...b.outbox)
    await carry()
    a.cancel()
    await carry()
    a.start()
    await settle()
    a.outbox.length = 0
    for (const message of recorded) expect(a.handle(message)).toBe('fine')
    expect(a.kind()).toBe('offered')
    expect(a.outbox).toEqual([])
  })

  test('asks while it is being compared: that is too much', async () => {
    const { a } = await startComparing()
    const emoji = a.emoji()
    expect(a.handle({ type: 'verify-start', run: randomId(), commitment: 'c'.repeat(43) })).toBe('malformed')
    expect(a.emoji()).toEqual(emoji)
  })
})

describe('whatever a peer says', () => {
  const id = fc.constantFrom('r1', 'r2', 'own').map((name) => name.padEnd(22, 'x'))
  const messages: fc.Arbitrary<VerificationMessage> = fc.oneof(
    fc.record({
      type: fc.constant('verify-start' as const),
      run: id,
      commitment: id.map((one) => one.padEnd(43, 'c')),
    }),
    fc.record({
      type: fc.constantFrom('verify-accept' as const, 'verify-reveal' as const),
      run: id,
      nonce: id,
    }),
    fc.record({ type: fc.constant('verify-match' as const), run: id }),
    fc.record({
      type: fc.constant('verify-cancel' as const),
      run: id,
      reason: fc.constantFrom('cancelled', 'mismatch', 'timed-out', 'broken'),
    }),
  )
  const steps = fc.array(
    fc.oneof(messages, fc.constantFrom('start' as const, 'cancel' as const, 'end' as const, 'wait' as const)),
    { maxLength: 40 },
  )

  test('a nonce that fits no commitment never gets as far as emoji; nothing is verified without a person', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const clock = createFakeClock()
        const a = startEnd(clock)
        for (const step of all) {
          if (step === 'wait') await clock.advance(60_000)
          else if (typeof step === 'string') a[step]()
          else a.handle(step)
          await settle()
          expect(a.emoji()).toBeUndefined()
        }
        expect(a.compared).toEqual([])
        // And nobody is left waiting for ever.
        await clock.advance(limits.verificationCompareTimeoutMs * 2)
        expect(clock.pending()).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  test('two honest ends never compare different emoji, whatever both people press and whenever', async () => {
    const press = fc.record({
      who: fc.constantFrom('a' as const, 'b' as const),
      what: fc.constantFrom('start' as const, 'start' as const, 'cancel' as const, 'carry' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(press, { maxLength: 30 }), async (presses) => {
        const pair = startPair()
        for (const { who, what } of presses) {
          const [from, to] = who === 'a' ? [pair.a, pair.b] : [pair.b, pair.a]
          if (what === 'carry') {
            await settle()
            const message = from.outbox.shift()
            if (message) to.handle(message)
          } else from[what]()
          await settle()
          if (pair.a.kind() === 'comparing' && pair.b.kind() === 'comparing') {
            expect(pair.a.emoji()).toEqual(pair.b.emoji())
          }
        }
        await pair.carry()
        for (const end of [pair.a, pair.b]) expect(end.problem()?.kind).not.toBe('verification-broken')
      }),
      { numRuns: 200 },
    )
  })
})
