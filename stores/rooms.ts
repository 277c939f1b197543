import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { NotifyLevel } from '@/engine/rooms/notify-level.ts'
import { muteRoom, renameRoom, setNotifyLevel } from '@/engine/rooms/own-marks.ts'
import { countUnread } from '@/engine/rooms/unread.ts'
import type { RoomRow } from '@/engine/storage/database.ts'
import type { RoomView } from '@/engine/view.ts'
import { problemIn } from '@/engine/base/outcome.ts'
import type { Problem } from '@/engine/base/problem.ts'
import { database } from './database.ts'
import { useHostStore } from './host.ts'
import { useLiveQuery } from './live-query.ts'

/** A room in the list: what is on disk of it, and what happens there now, where it is joined. */
export interface ListedRoom {
  readonly roomId: string
  readonly title: string
  readonly row: RoomRow | undefined
  readonly view: RoomView | undefined
  /** Messages that no panel showed yet. */
  readonly unreadCount: number
}

/** What a person calls a room: their own name for it, or its name; a page's without the scheme. */
export function roomTitle(room: Pick<RoomRow, 'roomName' | 'localName'>): string {
  return room.localName ?? room.roomName.replace(/^https?:\/\/(?=.)/, '')
}

/** The rooms that this browser knows, joined or not. */
export const useRoomsStore = defineStore('rooms', () => {
  const host = useHostStore()

  /** The same in every room; kept when the last one is left. */
  const ownId = ref<string>()
  watch(
    () => host.rooms[0]?.me.peerId,
    (peerId) => (ownId.value = peerId ?? ownId.value),
    { immediate: true },
  )

  const known = useLiveQuery(
    () => ownId.value,
    async (own) => {
      const rows = await database.rooms.toArray()
      return Promise.all(
        rows.map(async (row) => ({ row, unreadCount: await countUnread(database, row, own) })),
      )
    },
  )
  const rows = computed(() => new Map((known.value ?? []).map(({ row }) => [row.roomId, row])))

  const list = computed((): ListedRoom[] => {
    const views = new Map(host.rooms.map((view) => [view.roomId, view]))
    const onDisk = (known.value ?? []).map(({ row, unreadCount }) => ({
      roomId: row.roomId,
      title: roomTitle(row),
      row,
      view: views.get(row.roomId),
      unreadCount,
    }))
    // Joined a moment ago.
    const fresh = host.rooms
      .filter((view) => !rows.value.has(view.roomId))
      .map((view) => ({
        roomId: view.roomId,
        title: roomTitle(view),
        row: undefined,
        view,
        unreadCount: 0,
      }))
    const joinedAtMs = (room: ListedRoom) => room.row?.joinedAtMs ?? Infinity
    const byRank = (a: ListedRoom, b: ListedRoom) =>
      Number(b.view !== undefined) - Number(a.view !== undefined) || joinedAtMs(b) - joinedAtMs(a)
    return [...fresh, ...onDisk].sort(byRank)
  })

  /** Which room was shown last is known. */
  const isRead = ref(false)
  // Once, when the panel opens: the room that was shown last comes first.
  const stop = watch(known, (found) => {
    if (!found) return
    stop()
    const shown = found.map(({ row }) => row).sort((a, b) => b.shownAtMs - a.shownAtMs)
    host.showBefore(shown.map((row) => row.roomId))
    isRead.value = true
  })

  /** Why a room in the list could not be joined or forgotten. */
  const problem = ref<Problem>()
  /** The room that could not be joined. Joined in the end, nothing is left to say of it. */
  const refusedId = ref<string>()
  /** What failed with the problem, once more. */
  let again: () => unknown = () => {}
  watch(
    () => host.rooms.some((room) => room.roomId === refusedId.value),
    (isJoined) => {
      if (isJoined) problem.value = refusedId.value = undefined
    },
  )

  async function open(roomId: string) {
    problem.value = undefined
    again = () => open(roomId)
    host.show(roomId)
    if (host.rooms.some((room) => room.roomId === roomId)) return
    problem.value = await host.enter('rejoin', { roomId })
    refusedId.value = problem.value && roomId
  }

  async function forget(roomId: string) {
    refusedId.value = undefined
    again = () => forget(roomId)
    problem.value = problemIn(await host.ask('forget', { roomId }))
  }

  return {
    list,
    isRead,
    problem,
    refusedId,
    rowOf: (roomId: string) => rows.value.get(roomId),
    /** Turns to a room, which is joined again where it was left. */
    open,
    forget,
    /** What failed last here, once more. */
    tryAgain: () => again(),
    rename: (roomId: string, typed: string) => renameRoom(database, roomId, typed),
    setNotifyLevel: (roomId: string, level: NotifyLevel) => setNotifyLevel(database, roomId, level),
    mute: (roomId: string, isMuted: boolean) => muteRoom(database, roomId, isMuted),
  }
})
