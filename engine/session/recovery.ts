import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'

export interface RecoveryOptions {
  readonly clock: Clock
  /** Whether the relay is reached: without it nobody can be asked, and silence proves nothing. */
  readonly isRelayOpen: () => boolean
  /** Step 1: give the open link a new path (ICE restart). */
  readonly onRestart: () => void
  /** Step 2: ask the peer for a new link. While nobody can be asked the open one is kept: it may yet come back. */
  readonly onRebuild: () => void
  /** Step 3: the peer is there, since it answers through the relay, and no link to it comes about. */
  readonly onUnreachable: () => void
  /** The peer does not answer any more. Without it, a peer that doesn't is unreachable, and tried again like any such. */
  readonly onGone?: () => void
}

/**
 * The recovery ladder of one peer: ICE restart, a new link, and in the end `unreachable` or `gone`. It holds no link
 * and no socket, only the order and the times of the steps.
 */
export function createRecovery(options: RecoveryOptions) {
  const { clock } = options
  let state: 'fine' | 'restarting' | 'rebuilding' | 'linking' | 'unreachable' = 'fine'
  let wasHeard = false
  /** Times that the peer was asked for a link and said nothing at all. */
  let unanswered = 0
  /** Links that were begun and never opened, since the last one that did. */
  let failures = 0
  let cancel = () => {}

  function after(delayMs: number, step: () => void) {
    cancel()
    cancel = clock.after(delayMs, step)
  }

  function restart(timeoutMs: number = limits.restartTimeoutMs) {
    state = 'restarting'
    options.onRestart()
    after(timeoutMs, () => {
      // It answers through the relay: its new path may yet come.
      if (wasHeard) after(limits.answeredRestartTimeoutMs, rebuild)
      else rebuild()
    })
  }

  function rebuild() {
    state = 'rebuilding'
    wasHeard = false
    // First: a new link that is begun at once has a time-out of its own instead.
    after(limits.rebuildAnswerTimeoutMs, () => {
      // It is there, and its link has not come: asked again until it does.
      if (wasHeard) return fail()
      if (!options.isRelayOpen()) return wait()
      unanswered += 1
      if (unanswered < limits.maxUnansweredRebuilds) rebuild()
      else if (options.onGone) options.onGone()
      else giveUp()
    })
    options.onRebuild()
  }

  /** In two halves: after a sleep, what came meanwhile is heard before the second. */
  function awaitAnswer() {
    wasHeard = false
    after(limits.offerAnswerTimeoutMs / 2, () =>
      after(limits.offerAnswerTimeoutMs / 2, () => {
        if (!wasHeard && options.isRelayOpen()) rebuild()
      }),
    )
  }

  /** The relay is away: nothing to do until it is back. */
  function wait() {
    state = 'rebuilding'
    cancel()
  }

  function fail() {
    failures += 1
    if (failures < limits.maxLinkFailures) {
      state = 'rebuilding'
      after(limits.rebuildBackoffMs * failures, rebuild)
      return
    }
    giveUp()
  }

  function giveUp() {
    state = 'unreachable'
    options.onUnreachable()
    // Quietly, now and then: networks change.
    after(limits.unreachableRetryMs, () => {
      failures = limits.maxLinkFailures - 1
      unanswered = 0
      rebuild()
    })
  }

  return {
    isFine: () => state === 'fine',
    /** Whether the peer is being asked for a new link. */
    isRebuilding: () => state === 'rebuilding',
    /** The open link is silent, or its path is gone. */
    suspect() {
      if (state !== 'fine') return
      wasHeard = false
      unanswered = 0
      restart()
    },
    /** The link ended. */
    lost() {
      if (state === 'linking') return fail()
      if (state === 'rebuilding' || state === 'unreachable') return
      unanswered = 0
      rebuild()
    },
    /**
     * A new link is being made; it has a time-out of its own. A peer who was offered it, or who offered it unasked, and
     * says nothing more at all may be gone (`isOffered`), and is asked long before that.
     */
    linking({ isOffered }: { isOffered: boolean }) {
      state = 'linking'
      unanswered = 0
      cancel()
      if (isOffered) awaitAnswer()
    },
    /** The peer said something through the relay. */
    heardThroughRelay() {
      wasHeard = true
    },
    /** The link is open, or its new path carries. */
    recovered() {
      state = 'fine'
      failures = unanswered = 0
      cancel()
    },
    /** The relay is reached again: what was waited for can be asked for. */
    relayOpened() {
      // Its socket may be new because the peer's silence made us doubt it: a dead peer must not gain much time by that.
      if (state === 'restarting') restart(limits.rebuildAnswerTimeoutMs)
      if (state === 'rebuilding') rebuild()
    },
    /** A person wants another try now. */
    tryNow() {
      failures = unanswered = 0
      rebuild()
    },
    stop: () => cancel(),
  }
}

export type Recovery = ReturnType<typeof createRecovery>
