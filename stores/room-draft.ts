import { shallowRef } from 'vue'
import { createBackoff } from '@/engine/base/backoff.ts'
import { browserClock } from '@/engine/base/browser-environment.ts'
import { limits } from '@/engine/base/limits.ts'
import { database } from './database.ts'
import { mergeDrafts } from './merge-drafts.ts'
import { noteQuery } from './storage-problem.ts'

/** What was taken out of a room's composer to be sent there. */
export interface TakenDraft {
  readonly roomId: string
  readonly text: string
}

export interface RoomDraftOptions {
  readonly roomId: string
  /** Of a room that is not shown a row that is gone stays gone: the room may have been forgotten. */
  readonly isShown: () => boolean
  /** All is on disk and nothing on its way. */
  readonly onIdle: () => void
}

const join = (parts: readonly string[]) => parts.filter((part) => part !== '').join('\n')

/**
 * What is in one room's composer, and the same on disk. Another panel may show the room, too, with a copy of its own:
 * what is typed or sent there comes here, and nothing that was typed in either is dropped. What cannot be written is
 * tried again until it can.
 */
export function createRoomDraft({ roomId, isShown, onIdle }: RoomDraftOptions) {
  const composer = shallowRef('')
  const health = noteQuery()
  const backoff = createBackoff({ firstMs: limits.databaseReopenFirstMs, random: () => 1 })
  /** Taken and not settled, oldest first; on disk it stands before what is in the composer. */
  let onTheWay: readonly TakenDraft[] = []
  /** What the disk and the composer last had in common. */
  let base = ''
  let isSyncing = false
  let isStale = false
  let cancelRetry: (() => void) | undefined

  const ours = () => join([...onTheWay.map(({ text }) => text), composer.value])

  /** Writes what we have merged with what another panel wrote; gives both. */
  const write = (mine: string) =>
    database.transaction('rw', database.drafts, async () => {
      const theirs = (await database.drafts.get(roomId))?.text ?? ''
      // What became of what is on its way decides whose the text on disk is.
      if (theirs !== base && onTheWay.length > 0) return undefined
      if (theirs === '' && base !== '' && !isShown()) return { theirs, merged: theirs }
      const merged = mergeDrafts(base, mine, theirs)
      if (merged === '') await database.drafts.delete(roomId)
      else if (merged !== theirs) await database.drafts.put({ roomId, text: merged })
      return { theirs, merged }
    })

  async function syncOnce() {
    const mine = ours()
    const written = await write(mine)
    if (!written) return
    const { theirs, merged } = written
    const isTyping = ours() !== mine
    if (merged === mine) base = merged
    else if (merged !== theirs) {
      // Both, ours last: what was typed or taken since goes on from there.
      composer.value = onTheWay.length > 0 ? join([theirs, composer.value]) : join([theirs, ours()])
      base = merged
      if (isTyping) isStale = true
    } else if (!isTyping) composer.value = base = merged
    // Nothing was written, and what was typed since has a say.
    else isStale = true
  }

  async function sync() {
    isStale = true
    if (isSyncing) return
    isSyncing = true
    cancelRetry?.()
    cancelRetry = undefined
    try {
      while (isStale) {
        isStale = false
        await syncOnce()
      }
      health.worked()
      backoff.reset()
    } catch (error) {
      health.failed(error)
      cancelRetry = browserClock.after(backoff.nextMs(limits.databaseReopenMaxMs), () => void sync())
    }
    isSyncing = false
    if (isIdle()) onIdle()
  }

  const isIdle = () => !isSyncing && !cancelRetry && onTheWay.length === 0

  // What is there from before.
  void sync()

  return {
    composer,
    isIdle,
    type(text: string) {
      composer.value = text
      void sync()
    },
    /** The disk has this text. */
    handleStored(text: string) {
      if (text !== base) void sync()
    },
    /** Empties the composer for sending; on disk the draft stays until {@link settle}. */
    take(): TakenDraft {
      const taken = { roomId, text: composer.value }
      onTheWay = [...onTheWay, taken]
      composer.value = ''
      return taken
    },
    /** Sent: the disk forgets it. Not sent: the text comes back, before what was typed there meanwhile. */
    settle(taken: TakenDraft, isSent: boolean) {
      onTheWay = onTheWay.filter((one) => one !== taken)
      if (!isSent) composer.value = join([taken.text, composer.value])
      void sync()
    },
    end: health.end,
  }
}

export type RoomDraft = ReturnType<typeof createRoomDraft>
