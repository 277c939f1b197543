import type { CallView } from '@/engine/call/call-view.ts'
import type { Problem } from '@/engine/base/problem.ts'
import { limits } from '@/engine/base/limits.ts'

/**
 * Paces what panels are told of the call that we are in, as `batchEvents` does with rooms: what a panel draws while a
 * voice is being connected holds up that voice, for host and panel share one thread in Chrome.
 *
 * What the person did, who is heard, a problem and the end are told at once. A new call is told with the first who is
 * heard, or after `newCallPaceMs`, before a person would notice; all else a moment later.
 */
export function batchCall(tell: (view: CallView | undefined, ended?: Problem) => void) {
  let waiting: CallView | undefined
  let told: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What must not wait; nothing while the call is new and nobody is heard. */
  function gist(view: CallView): string {
    const connected = view.peers.filter((peer) => peer.state === 'connected')
    const { isDeafened, isPushToTalk, notice, roomId, microphone } = view
    if (told === undefined && connected.length === 0 && !notice) return ''
    return JSON.stringify([
      [roomId, microphone, isDeafened, isPushToTalk, notice],
      connected.map((peer) => [peer.peerId, peer.microphone, peer.volumePercent, peer.isMutedLocally]),
    ])
  }

  function flush() {
    clearTimeout(timer)
    timer = undefined
    const view = waiting
    waiting = undefined
    if (!view) return
    told ??= ''
    told = gist(view)
    tell(view)
  }

  return {
    flush,
    handle(view: CallView | undefined, ended?: Problem) {
      if (!view) {
        clearTimeout(timer)
        timer = waiting = told = undefined
        return tell(undefined, ended)
      }
      waiting = view
      if (gist(view) !== (told ?? '')) return flush()
      timer ??= setTimeout(flush, told === undefined ? limits.newCallPaceMs : limits.panelPaceMs)
    },
  }
}
