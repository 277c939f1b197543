import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { reloadToJoin, takeRoomToJoin } from '@/platform/join-after-reload.ts'
import { platform } from '@/platform/current.ts'
import { problemIn } from '@/engine/base/outcome.ts'
import { problemOf, type Problem } from '@/engine/base/problem.ts'
import type { CallAction } from '@/engine/call/protocol.ts'
import { useHostStore } from './host.ts'
import { roomTitle, useRoomsStore } from './rooms.ts'

/** What a panel knows of calls, and what a person asks of them. */
export const useCallStore = defineStore('call', () => {
  const host = useHostStore()
  const rooms = useRoomsStore()

  const isAskedInTab = platform.asksForMicrophone === 'in-tab'
  /** Whose call is being joined. */
  const joiningId = ref<string>()
  /** Why a room's call could not be joined. */
  const refused = shallowRef<{ roomId: string; problem: Problem }>()
  /** Why something else could not be done. */
  const problem = shallowRef<Problem>()

  watch(
    () => host.call?.roomId,
    (roomId, before) => {
      problem.value = undefined
      if (roomId !== undefined) refused.value = undefined
      else if (before !== undefined && host.callEnded)
        refused.value = { roomId: before, problem: host.callEnded }
    },
  )

  let lastAction: CallAction | undefined
  function act(action: CallAction) {
    lastAction = action
    void host.ask('call', action).then((outcome) => {
      const found = problemIn(outcome)
      // A call that ended meanwhile is seen to be over.
      if (found?.kind !== 'not-in-call') problem.value = found
    })
  }

  async function join(roomId: string) {
    if (joiningId.value !== undefined) return
    joiningId.value = roomId
    refused.value = undefined
    const joining = platform.joinCallHere?.(roomId) ?? host.ask('call', { type: 'join', roomId })
    const found = await joining.then(problemIn, problemOf)
    joiningId.value = undefined
    if (found) refused.value = { roomId, problem: found }
  }

  const isIn = (roomId: string) => host.call?.roomId === roomId
  function tryAgain(roomId: string) {
    if (isIn(roomId)) act({ type: 'open-microphone' })
    else void join(roomId)
  }

  let roomToJoin = isAskedInTab ? undefined : takeRoomToJoin()
  watch(
    () => host.rooms,
    (joined) => {
      const roomId = roomToJoin
      if (roomId === undefined || !joined.some((room) => room.roomId === roomId)) return
      roomToJoin = undefined
      host.show(roomId)
      void join(roomId)
    },
    { immediate: true },
  )

  return {
    isAskedInTab,
    joiningId,
    refused,
    problem,
    /** What the room of our call is called here. */
    roomTitle: computed(() => {
      const roomId = host.call?.roomId
      if (roomId === undefined) return ''
      const room = rooms.rowOf(roomId) ?? host.rooms.find((view) => view.roomId === roomId)
      return room ? roomTitle(room) : ''
    }),
    act,
    /** What was asked last of the call, once more. */
    actAgain() {
      if (lastAction) act(lastAction)
    },
    join,
    tryAgain,
    /** Asks where the browser can; once it is granted, the room's call starts, or goes on with us heard. */
    askForMicrophone(roomId?: string) {
      if (isAskedInTab) platform.openPermissionPage(roomId)
      else if (roomId !== undefined) tryAgain(roomId)
    },
    /**
     * Firefox asks a document once: its question, closed, waits where a sidebar shows no way to it. So the document is
     * loaded again, and the call joined again.
     */
    askAfresh: reloadToJoin,
    openBrowserSettings: platform.openBrowserSettings,
    /** The press is what the browser waits for. */
    hearOthers: () => act({ type: 'resume' }),
  }
})
