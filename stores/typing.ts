import { watch } from 'vue'
import { useHostStore } from './host.ts'

/** The host hears of typing no more often than this. */
const intervalMs = 1_000

/** Tells the host that something is typed into a room's composer; whether others hear of it is decided there. */
export function useTyping(roomId: () => string) {
  const host = useHostStore()
  /** What the host was told last, and when. */
  let told: { roomId: string; atMs: number } | undefined

  async function tell(id: string, isTyping: boolean) {
    const outcome = await host.act(id, 'activity', 'typing', { isTyping })
    // Others believe it for a moment longer, or hear of it with the next letter.
    if (!outcome.ok && outcome.problem.kind !== 'not-joined')
      console.error('The host does not know who is typing', outcome.problem)
  }

  /** What is typed may be said soon. */
  async function prepare(id: string) {
    const outcome = await host.act(id, 'chat', 'prepare', {})
    // It's said all the same, a little later.
    if (!outcome.ok && outcome.problem.kind !== 'not-joined')
      console.error('The host could not prepare for a message', outcome.problem)
  }

  function stop() {
    if (told) void tell(told.roomId, false)
    told = undefined
  }

  watch(roomId, stop, { flush: 'sync' })

  return {
    /** This is in the composer after something was typed there. */
    handleInput(text: string) {
      if (text === '') return stop()
      const nowMs = performance.now()
      if (told && nowMs - told.atMs < intervalMs) return
      told = { roomId: roomId(), atMs: nowMs }
      void tell(roomId(), true)
      void prepare(roomId())
    },
    /** The message was sent, or given up. */
    stop,
  }
}
