import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CommandInput, EnteringCommand } from '@/ipc/commands.ts'
import { createHostClient } from '@/ipc/host-client.ts'
import type { Update } from '@/ipc/protocol.ts'
import { platform } from '@/platform/current.ts'
import type { CallLevels, CallView } from '@/engine/call/call-view.ts'
import { limits } from '@/engine/base/limits.ts'
import type { Problem } from '@/engine/base/problem.ts'
import type { LogEntry, RoomView } from '@/engine/view.ts'
import { useLiveEntriesStore } from './live-entries.ts'

/** What the host tells of rooms and links, and the way to ask it for something. */
export const useHostStore = defineStore('host', () => {
  const live = useLiveEntriesStore()
  const rooms = shallowRef<RoomView[]>([])
  const log = shallowRef<LogEntry[]>([])
  /** The call that this browser is in. */
  const call = shallowRef<CallView>()
  const levels = shallowRef<CallLevels>({})
  /** Why the last call ended, if not because somebody wanted it. */
  const callEnded = shallowRef<Problem>()
  /** The host is starting again after it was lost with a room open. */
  const isLost = ref(false)
  /** How often a host has told everything: each time it is one that knows nothing of this panel. */
  const snapshotCount = ref(0)

  const client = createHostClient({
    openPort: platform.openHostPort,
    onUpdate: take,
    onLost: () => (isLost.value = true),
  })

  function take(update: Exclude<Update, { type: 'outcome' }>) {
    switch (update.type) {
      case 'snapshot':
        rooms.value = update.rooms
        log.value = update.log
        call.value = update.call
        isLost.value = false
        snapshotCount.value += 1
        return
      case 'room':
        return putRoom(update.room)
      case 'entries':
        return live.add(update.roomId, update.entries)
      case 'entries-kept':
        return live.handleKept(update.roomId, update.entries)
      case 'left':
        live.forget(update.roomId)
        rooms.value = rooms.value.filter((room) => room.roomId !== update.roomId)
        return
      case 'call':
        call.value = update.call
        callEnded.value = update.ended
        return
      case 'call-levels':
        levels.value = update.levels
        return
      case 'log':
        log.value = [...log.value, ...update.entries].slice(-limits.maxLogEntries)
    }
  }

  function putRoom(room: RoomView) {
    const isKnown = rooms.value.some((known) => known.roomId === room.roomId)
    rooms.value = isKnown
      ? rooms.value.map((known) => (known.roomId === room.roomId ? room : known))
      : [...rooms.value, room]
  }

  /** Rooms that the panel turned to, the newest first. */
  const turnedTo = ref<string[]>([])
  const show = (roomId: string) => {
    turnedTo.value = [roomId, ...turnedTo.value.filter((id) => id !== roomId)]
  }

  return {
    rooms,
    log,
    call,
    levels,
    callEnded,
    isLost,
    snapshotCount,
    /** The room that the panel shows: of those that are joined the one that it turned to last. */
    room: computed(
      () =>
        turnedTo.value
          .map((roomId) => rooms.value.find((room) => room.roomId === roomId))
          .find((room) => room !== undefined) ?? rooms.value.at(-1),
    ),
    show,
    /** These were shown last, the newest first; what this panel turned to itself goes before. */
    showBefore(roomIds: string[]) {
      turnedTo.value = [...new Set([...turnedTo.value, ...roomIds])]
    },
    /** Has the host carry out any command of ipc/commands.ts. */
    ask: client.ask,
    /** Has it do something of one feature in a room. */
    act: client.act,
    /** Asks for a command that joins a room, and turns to the room. What keeps it from that is given back. */
    async enter<Name extends EnteringCommand>(
      name: Name,
      input: CommandInput<Name>,
    ): Promise<Problem | undefined> {
      const outcome = await client.ask<EnteringCommand>(name, input)
      if (!outcome.ok) return outcome.problem
      show(outcome.value.roomId)
      return undefined
    },
  }
})
