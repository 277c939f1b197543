import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Verdict } from '../session/feature.ts'
import type { ChatLink } from './chat-links.ts'
import type { SaidEntries, VersionVector } from './protocol.ts'

export interface HistorySyncOptions {
  readonly clock: Clock
  /** What we have. */
  readonly versionVector: () => Promise<VersionVector>
  readonly onError: (error: unknown) => void
  /** Checks and writes what a peer sent; resolves with how much of it was new. */
  readonly take: (
    link: ChatLink,
    entries: SaidEntries,
    characters: number,
  ) => Promise<{ added: number; verdict: Verdict }>
}

/** What we took over one link. */
interface Source {
  readonly link: ChatLink
  /** Questions that may still be answered. */
  asked: number
  entries: number
  characters: number
}

/**
 * Gets from the others what was said while we were away: from one peer at a time, since most have the same, the
 * newest first, page by page, and only so much from each. What is interrupted goes on with the next link,
 * since every question says what we have by then.
 */
export function createHistorySync(options: HistorySyncOptions) {
  const sources = new Map<string, Source>()
  /** Those whom we have to ask, the first one next. */
  const waiting = new Set<Source>()
  let current: Source | undefined
  let cancelTimeout = () => {}

  const isOpen = (source: Source) => sources.get(source.link.peer.peerId) === source

  /** So long may a question take to go out, and from then on the answer to come; meanwhile nobody else is asked. */
  function awaitSource(source: Source) {
    cancelTimeout()
    cancelTimeout = options.clock.after(limits.historyAnswerTimeoutMs, () => leave(source))
  }

  async function ask(source: Source) {
    current = source
    awaitSource(source)
    try {
      const have = await options.versionVector()
      if (!isOpen(source)) return
      source.asked += 1
      const isAsked = await source.link.send({ type: 'want', have })
      if (current !== source) return
      if (isAsked) awaitSource(source)
      else leave(source)
    } catch (error) {
      options.onError(error)
      putOff(source)
    }
  }

  const isEnough = (source: Source) =>
    source.entries >= limits.maxCatchUpEntries || source.characters >= limits.maxCatchUpCharacters

  /** Our disk failed: it is the next peer's turn, and a while later this one's again. */
  function putOff(source: Source) {
    if (!isOpen(source)) return
    leave(source)
    if (isEnough(source)) return
    options.clock.after(limits.historyAnswerTimeoutMs, () => askInTurn(source))
  }

  /** Asks a peer, or asks it again, when nobody else is being asked. */
  function askInTurn(source: Source) {
    if (!isOpen(source)) return
    waiting.add(source)
    if (current === undefined) next()
  }

  /** Turns to the next peer, if it was this one's turn. */
  function leave(source: Source) {
    if (current !== source) return
    cancelTimeout()
    current = undefined
    next()
  }

  function next() {
    for (const source of waiting) {
      waiting.delete(source)
      if (isOpen(source)) return void ask(source)
    }
  }

  return {
    /** A link opened. */
    open(link: ChatLink) {
      const source = { link, asked: 0, entries: 0, characters: 0 }
      const before = sources.get(link.peer.peerId)
      sources.set(link.peer.peerId, source)
      if (before) leave(before)
      askInTurn(source)
    },

    /** Takes an answer; `characters` is its length on the wire. One that nobody asked for is malformed. */
    async handleHistory(
      link: ChatLink,
      answer: { readonly entries: SaidEntries; readonly isComplete: boolean },
      characters: number,
    ): Promise<Verdict> {
      const source = sources.get(link.peer.peerId)
      if (source?.link !== link || source.asked === 0) return 'malformed'
      source.asked -= 1
      if (current === source) cancelTimeout()
      source.entries += answer.entries.length
      source.characters += characters
      let taken: { added: number; verdict: Verdict }
      try {
        taken = await options.take(link, answer.entries, characters)
      } catch (error) {
        putOff(source)
        throw error
      }
      const { added, verdict } = taken
      if (!isOpen(source)) return verdict
      // A peer that sends only what we have, or what is forged, would do so again.
      const isOver = answer.isComplete || isEnough(source) || added === 0
      if (!isOver && current === source) void ask(source)
      // It was given up for another one meanwhile, and has answered after all.
      else if (!isOver) askInTurn(source)
      else leave(source)
      return verdict
    },

    /** The link ended. */
    end(link: ChatLink) {
      const source = sources.get(link.peer.peerId)
      if (source?.link !== link) return
      sources.delete(link.peer.peerId)
      waiting.delete(source)
      leave(source)
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
