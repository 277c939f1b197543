import type { Clock } from '../base/environment.ts'
import type { Heads, SignedMessage } from './protocol.ts'
import { limits } from '../base/limits.ts'
import type { ChatVerdict } from './verdict.ts'

export interface HistorySyncOptions {
  readonly clock: Clock
  /** What we have. */
  readonly heads: () => Promise<Heads>
  /** Asks a peer for what we lack; false if it cannot be reached. */
  readonly ask: (peerId: string, have: Heads) => Promise<boolean>
  readonly onError: (error: unknown) => void
  /** Checks and writes what a peer sent; resolves with how much of it was new. */
  readonly take: (messages: readonly SignedMessage[]) => Promise<{ added: number; verdict: ChatVerdict }>
}

/** What we took of one peer since its link opened. */
interface Source {
  /** Questions that may still be answered. */
  asked: number
  messages: number
  characters: number
}

/**
 * Gets from the others what was said while we were away: from one peer at a time, since most have the same, the
 * newest first, page by page, and only so much from each. What is interrupted goes on with the next link,
 * since every question says what we have by then.
 */
export function createHistorySync(options: HistorySyncOptions) {
  const sources = new Map<string, Source>()
  /** Those who were not asked yet. */
  const waiting = new Set<string>()
  let current: string | undefined
  let cancelTimeout = () => {}

  async function ask(peerId: string, source: Source) {
    current = peerId
    cancelTimeout()
    cancelTimeout = options.clock.after(limits.historyAnswerTimeoutMs, () => leave(peerId))
    try {
      const have = await options.heads()
      // Another link opened meanwhile, and has its own question.
      if (current !== peerId || sources.get(peerId) !== source) return
      source.asked += 1
      // By the time it cannot be reached, another link of the same peer may have its turn.
      const isAsked = await options.ask(peerId, have)
      if (!isAsked && sources.get(peerId) === source) leave(peerId)
    } catch (error) {
      options.onError(error)
      putOff(peerId, source)
    }
  }

  const isEnough = (source: Source) =>
    source.messages >= limits.maxCatchUpMessages || source.characters >= limits.maxCatchUpCharacters

  /** Our disk failed: it is the next peer's turn, and a while later this one's again. */
  function putOff(peerId: string, source: Source) {
    if (sources.get(peerId) !== source) return
    leave(peerId)
    if (isEnough(source)) return
    options.clock.after(limits.historyAnswerTimeoutMs, () => {
      if (sources.get(peerId) !== source) return
      waiting.add(peerId)
      if (current === undefined) next()
    })
  }

  /** Turns to the next peer, if it was this one's turn. */
  function leave(peerId: string) {
    if (current !== peerId) return
    cancelTimeout()
    current = undefined
    next()
  }

  function next() {
    for (const peerId of waiting) {
      waiting.delete(peerId)
      const source = sources.get(peerId)
      if (source) return void ask(peerId, source)
    }
  }

  return {
    /** A link opened. */
    open(peerId: string) {
      // An answer over the link before may still be waiting for its turn.
      const asked = sources.get(peerId)?.asked ?? 0
      sources.set(peerId, { asked, messages: 0, characters: 0 })
      waiting.add(peerId)
      if (current === peerId) leave(peerId)
      else if (current === undefined) next()
    },

    /** Takes an answer; `characters` is its length on the wire. One that nobody asked for is unreadable. */
    async handleHistory(
      peerId: string,
      answer: { readonly messages: readonly SignedMessage[]; readonly isComplete: boolean },
      characters: number,
    ): Promise<ChatVerdict> {
      const source = sources.get(peerId)
      if (!source || source.asked === 0) return 'unreadable'
      source.asked -= 1
      if (current === peerId) cancelTimeout()
      source.messages += answer.messages.length
      source.characters += characters
      const { added, verdict } = await options.take(answer.messages).catch((error: unknown) => {
        putOff(peerId, source)
        throw error
      })
      if (current !== peerId || sources.get(peerId) !== source) return verdict
      // Who sends only what we have, or what is forged, would do so again.
      if (answer.isComplete || isEnough(source) || added === 0) leave(peerId)
      else void ask(peerId, source)
      return verdict
    },

    close() {
      cancelTimeout()
      sources.clear()
      waiting.clear()
      current = undefined
    },
  }
}

export type HistorySync = ReturnType<typeof createHistorySync>
