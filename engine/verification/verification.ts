import type { Clock } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { Verdict } from '../session/feature.ts'
import type { VerificationView } from './verification-view.ts'
import { limits } from '../base/limits.ts'
import type { VerificationEnd, VerificationMessage } from './protocol.ts'
import { commitTo, shortAuthenticationString } from './sas.ts'

export interface VerificationOptions {
  readonly clock: Clock
  /** 16 random bytes in base64url. */
  readonly randomId: () => string
  readonly me: { readonly peerId: string; readonly publicKey: string }
  /** Whose key was proved on the link. */
  readonly peer: { readonly peerId: string; readonly publicKey: string; readonly name: string }
  readonly send: (message: VerificationMessage) => void
  /** {@link Verification.view} changed. */
  readonly onChange: () => void
  /** The emoji were compared, at this browser or (where they differ) at the other one. */
  readonly onCompared: (doMatch: boolean) => void
}

export interface Verification {
  /** Undefined while there is nothing to say. */
  readonly view: () => VerificationView | undefined
  /** Asks the peer to compare, or agrees to compare where the peer asked. */
  start(): void
  /** The person at this browser sees the same emoji as the other one. */
  match(): void
  /** The person at this browser sees other emoji than the other one. */
  mismatch(): void
  /** Ends what runs, or puts away how it ended. */
  cancel(): void
  /** Takes what the peer said; `malformed` if it may not be said at that point. */
  handle(message: VerificationMessage): Verdict
  /** The link is gone. */
  end(): void
}

type Stage = Exclude<VerificationView, { kind: 'matched' | 'failed' }> | { kind: 'matched'; emoji: number[] }

/** One comparison. `commitment` is the asker's; whoever answers holds the asker to it. */
interface Run {
  readonly id: string
  readonly weAsked: boolean
  readonly nonce: string
  commitment: string
  stage: Stage
  /** Both nonces are out: only the hash is still being made. */
  isRevealed: boolean
  theySaidSo: boolean
}

const problemKinds = {
  cancelled: 'verification-cancelled',
  mismatch: 'verification-mismatch',
  'timed-out': 'verification-timed-out',
  broken: 'verification-broken',
  interrupted: 'verification-interrupted',
} as const satisfies Record<VerificationEnd | 'interrupted', Problem['kind']>

/**
 * Comparing keys with one peer, one run at a time: commit, answer, reveal, compare (docs/protocol.md, "Verification").
 * Whoever asks is bound to its nonce before it knows the other's, and the other answers before it knows the first: so
 * somebody in between has one guess in 2^42 for each run that both people agree to.
 */
export function createVerification(options: VerificationOptions): Verification {
  const { clock, me, peer, send } = options
  let run: Run | undefined
  let failed: Problem | undefined
  /** A run that matched and was looked at; it lives on to hear what the other says. */
  let isPutAway = false
  let cancelTimeout = () => {}

  function setStage(current: Run, stage: Stage, timeoutMs: number) {
    current.stage = stage
    cancelTimeout()
    cancelTimeout = clock.after(timeoutMs, () => handleTimeout(current))
    options.onChange()
  }

  function begin(fresh: Run, timeoutMs: number) {
    run = fresh
    failed = undefined
    isPutAway = false
    setStage(fresh, fresh.stage, timeoutMs)
  }

  function finish(reason?: keyof typeof problemKinds) {
    cancelTimeout()
    run = undefined
    isPutAway = false
    failed = reason && { kind: problemKinds[reason], peerName: peer.name }
    options.onChange()
  }

  function abort(current: Run, reason: VerificationEnd, isSaid = true) {
    send({ type: 'verify-cancel', run: current.id, reason })
    finish(isSaid ? reason : undefined)
  }

  function handleTimeout(current: Run) {
    if (current.stage.kind === 'matched') return finish()
    // Who never answered a question need not hear about it.
    abort(current, 'timed-out', current.stage.kind !== 'asked')
  }

  async function ask() {
    const fresh: Run = {
      id: options.randomId(),
      weAsked: true,
      nonce: options.randomId(),
      commitment: '',
      stage: { kind: 'offered' },
      isRevealed: false,
      theySaidSo: false,
    }
    begin(fresh, limits.verificationAnswerTimeoutMs)
    const commitment = await commitTo({ run: fresh.id, askerKey: me.publicKey, nonce: fresh.nonce })
    if (run !== fresh) return
    fresh.commitment = commitment
    send({ type: 'verify-start', run: fresh.id, commitment })
  }

  function agree(current: Run) {
    send({ type: 'verify-accept', run: current.id, nonce: current.nonce })
    setStage(current, { kind: 'exchanging' }, limits.verificationStepTimeoutMs)
  }

  function handleStart({
    run: id,
    commitment,
  }: Extract<VerificationMessage, { type: 'verify-start' }>): Verdict {
    // Both asked at once: the one with the greater id has asked, so both decide alike.
    const bothAsked = run?.stage.kind === 'offered'
    if (bothAsked && me.peerId > peer.peerId) return 'fine'
    if (run && !bothAsked && run.stage.kind !== 'matched') return 'malformed'
    const asked: Run = {
      id,
      weAsked: false,
      nonce: options.randomId(),
      commitment,
      stage: { kind: 'asked' },
      isRevealed: false,
      theySaidSo: false,
    }
    begin(asked, limits.verificationAnswerTimeoutMs)
    // Our person has said so already.
    if (bothAsked) agree(asked)
    return 'fine'
  }

  async function reveal(current: Run, theirNonce: string) {
    current.isRevealed = true
    send({ type: 'verify-reveal', run: current.id, nonce: current.nonce })
    setStage(current, { kind: 'exchanging' }, limits.verificationStepTimeoutMs)
    await showEmoji(current, current.nonce, theirNonce)
  }

  async function checkRevealed(current: Run, theirNonce: string) {
    current.isRevealed = true
    const commitment = await commitTo({ run: current.id, askerKey: peer.publicKey, nonce: theirNonce })
    if (run !== current) return
    if (commitment !== current.commitment) return abort(current, 'broken')
    await showEmoji(current, theirNonce, current.nonce)
  }

  async function showEmoji(current: Run, askerNonce: string, answererNonce: string) {
    const [asker, answerer] = current.weAsked ? [me, peer] : [peer, me]
    const emoji = await shortAuthenticationString({
      run: current.id,
      askerKey: asker.publicKey,
      answererKey: answerer.publicKey,
      askerNonce,
      answererNonce,
    })
    if (run !== current) return
    setStage(current, { kind: 'comparing', emoji }, limits.verificationCompareTimeoutMs)
  }

  function handleCancel(current: Run, reason: VerificationEnd) {
    // Before there is anything to compare it is no more than a no.
    if (reason === 'mismatch' && current.isRevealed) {
      finish(reason)
      return options.onCompared(false)
    }
    // What the person here compared stands; the other one only closed the dialog.
    const isQuiet = current.stage.kind === 'matched' || current.stage.kind === 'asked'
    finish(isQuiet ? undefined : reason === 'mismatch' ? 'cancelled' : reason)
  }

  function handleMatch(current: Run) {
    if (!current.isRevealed) return abort(current, 'broken')
    current.theySaidSo = true
    options.onChange()
  }

  return {
    view(): VerificationView | undefined {
      if (failed) return { kind: 'failed', problem: failed }
      if (!run || isPutAway) return undefined
      const { stage, theySaidSo } = run
      return stage.kind === 'matched' ? { ...stage, theySaidSo } : stage
    },

    start() {
      if (run?.stage.kind === 'asked') agree(run)
      else if (!run || run.stage.kind === 'matched') void ask()
    },

    match() {
      if (run?.stage.kind !== 'comparing') return
      send({ type: 'verify-match', run: run.id })
      setStage(run, { kind: 'matched', emoji: run.stage.emoji }, limits.verificationCompareTimeoutMs)
      options.onCompared(true)
    },

    mismatch() {
      if (run?.stage.kind !== 'comparing') return
      abort(run, 'mismatch')
      options.onCompared(false)
    },

    cancel() {
      if (run?.stage.kind === 'matched') {
        isPutAway = true
        options.onChange()
      } else if (run) abort(run, 'cancelled', false)
      else if (failed) finish()
    },

    handle(message) {
      if (message.type === 'verify-start') return handleStart(message)
      // Of a run that is over here, or played again: nobody looks at it.
      if (run?.id !== message.run) return 'fine'
      if (message.type === 'verify-cancel') handleCancel(run, message.reason)
      else if (message.type === 'verify-match') handleMatch(run)
      else if (run.stage.kind === 'matched') return 'malformed'
      else if (message.type === 'verify-accept') {
        if (run.stage.kind === 'offered' && run.weAsked) void reveal(run, message.nonce)
        else abort(run, 'broken')
      } else if (run.stage.kind === 'exchanging' && !run.weAsked && !run.isRevealed) {
        void checkRevealed(run, message.nonce)
      } else abort(run, 'broken')
      return 'fine'
    },

    end() {
      if (run?.stage.kind === 'matched') finish()
      else if (run) finish(run.stage.kind === 'asked' ? undefined : 'interrupted')
    },
  }
}
