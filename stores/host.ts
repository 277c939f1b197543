import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { createHostClient } from '@/ipc/host-client.ts'
import { openPanelPort } from '@/platform/open-panel-port.ts'
import type { CallLevels, CallView } from '@/engine/call/call-view.ts'
import type { TypedIceServer } from '@/engine/network/ice-server.ts'
import type { ConnectionCheck, IceTest } from '@/engine/network/results.ts'
import type { SettingsChange } from '@/engine/storage/settings-row.ts'
import type { LogEntry, RoomView } from '@/engine/view.ts'
import { limits } from '@/engine/base/limits.ts'
import type { CallAction } from '@/engine/call/protocol.ts'
import type { PageScope } from '@/engine/wire/page-address.ts'
import type { Problem } from '@/engine/base/problem.ts'

/** What the host tells of rooms and links, and the way to ask it for something. */
export const useHostStore = defineStore('host', () => {
  const rooms = shallowRef<RoomView[]>([])
  const log = shallowRef<LogEntry[]>([])
  /** The call that this browser is in. */
  const call = shallowRef<CallView>()
  const levels = shallowRef<CallLevels>({})
  /** Why the last call ended, if not because somebody wanted it. */
  const callEnded = shallowRef<Problem>()
  /** The host is starting again after it was lost with a room open. */
  const isLost = ref(false)

  const connection = createHostClient({
    openPort: openPanelPort,
    onUpdate(update) {
      if (update.type === 'snapshot') {
        rooms.value = update.rooms
        log.value = update.log
        call.value = update.call
        isLost.value = false
      } else if (update.type === 'room') putRoom(update.room)
      else if (update.type === 'left')
        rooms.value = rooms.value.filter((room) => room.roomId !== update.roomId)
      else if (update.type === 'call') {
        call.value = update.call
        callEnded.value = update.ended
      } else if (update.type === 'call-levels') levels.value = update.levels
      else log.value = [...log.value, ...update.entries].slice(-limits.maxLogEntries)
    },
    onLost: () => (isLost.value = true),
  })

  function putRoom(room: RoomView) {
    const isKnown = rooms.value.some((known) => known.roomId === room.roomId)
    rooms.value = isKnown
      ? rooms.value.map((known) => (known.roomId === room.roomId ? room : known))
      : [...rooms.value, room]
  }

  /** The problem that keeps a command from being carried out, or nothing. */
  async function ask(command: Parameters<typeof connection.request>[0]): Promise<Problem | undefined> {
    const outcome = await connection.request(command)
    return outcome.ok ? undefined : outcome.problem
  }

  /** Rooms that the panel turned to, the newest first. */
  const turnedTo = ref<string[]>([])
  const show = (roomId: string) => {
    turnedTo.value = [roomId, ...turnedTo.value.filter((id) => id !== roomId)]
  }

  /** Asks for a command that joins a room, and turns to the room. */
  async function enter(command: Parameters<typeof connection.request>[0]): Promise<Problem | undefined> {
    const outcome = await connection.request(command)
    if (!outcome.ok) return outcome.problem
    if (outcome.roomId !== undefined) show(outcome.roomId)
    return undefined
  }

  /** Firefox holds a call in the sidebar that joins it; everything else goes to whoever holds it. */
  async function callAction(action: CallAction): Promise<Problem | undefined> {
    // Not `FIREFOX`, which is a text in unit tests, and so always true.
    if (import.meta.env.BROWSER !== 'firefox' || action.type !== 'join') return ask({ type: 'call', action })
    const { joinInSidebar } = await import('@/ipc/join-in-sidebar.ts')
    const outcome = await joinInSidebar(action.roomId)
    return outcome.ok ? undefined : outcome.problem
  }

  async function testIceServer(typed: TypedIceServer): Promise<{ result: IceTest } | { problem: Problem }> {
    const outcome = await connection.request({ type: 'test-ice-server', ...typed })
    if (!outcome.ok) return { problem: outcome.problem }
    return { result: outcome.iceTest ?? { kind: 'no-answer' } }
  }

  async function checkConnection(
    relayUrl: string,
  ): Promise<{ check: ConnectionCheck } | { problem: Problem }> {
    const outcome = await connection.request({ type: 'check-connection', relayUrl })
    if (!outcome.ok) return { problem: outcome.problem }
    return outcome.check ? { check: outcome.check } : { problem: { kind: 'host-lost' } }
  }

  return {
    rooms,
    log,
    call,
    levels,
    callEnded,
    isLost,
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
    join: (typed: { name: string; relayUrl: string; roomName: string }) => enter({ type: 'join', ...typed }),
    createRoom: (typed: { name: string; relayUrl: string; roomName: string; sharesHistory: boolean }) =>
      enter({ type: 'create-room', ...typed }),
    joinInvite: (typed: { name: string; invite: string }) => enter({ type: 'join-invite', ...typed }),
    joinPage: (asked: { name: string; relayUrl: string; url: string; scope: PageScope }) =>
      enter({ type: 'join-page', ...asked }),
    rejoin: (roomId: string) => enter({ type: 'rejoin', roomId }),
    changeRelay: (roomId: string, relayUrl: string) => enter({ type: 'change-relay', roomId, relayUrl }),
    forget: (roomId: string) => ask({ type: 'forget', roomId }),
    send: (roomId: string, text: string) => ask({ type: 'send', roomId, text }),
    tryNow: (roomId: string) => ask({ type: 'try-now', roomId }),
    tryPeerNow: (roomId: string, peerId: string) => ask({ type: 'try-peer-now', roomId, peerId }),
    dismissProblem: (roomId: string, kind: Problem['kind']) => ask({ type: 'dismiss-problem', roomId, kind }),
    leave: (roomId: string) => ask({ type: 'leave', roomId }),
    verify: (roomId: string, peerId: string, step: 'start' | 'match' | 'mismatch' | 'cancel') =>
      ask({ type: 'verify', roomId, peerId, step }),
    setVerified: (peerId: string, isVerified: boolean) => ask({ type: 'set-verified', peerId, isVerified }),
    acceptSameName: (peerId: string) => ask({ type: 'accept-same-name', peerId }),
    deleteIdentity: () => ask({ type: 'delete-identity' }),
    callAction,
    testIceServer,
    checkConnection,
    changeSettings: (change: SettingsChange) => ask({ type: 'change-settings', change }),
  }
})
