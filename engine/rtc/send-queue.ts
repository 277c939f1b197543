/** Above this many queued bytes a sender waits. Chromium's queue dies at about 16 MB. */
const highWaterBytes = 1_048_576
const lowWaterBytes = 262_144

/** Sends on a data channel no faster than it drains. */
export function createSendQueue(channel: RTCDataChannel, isOpen: () => boolean) {
  const waiting = new Set<() => void>()
  channel.bufferedAmountLowThreshold = lowWaterBytes
  channel.addEventListener('bufferedamountlow', wake)

  function wake() {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  /** Waits until the channel has drained somewhat. */
  async function draining() {
    await new Promise<void>((resolve) => {
      waiting.add(resolve)
      // It may have fired before we subscribed.
      if (channel.bufferedAmount <= lowWaterBytes) resolve()
    })
  }

  return {
    /** Resolves when handed to the channel, after what was queued before has drained; false if it closed. */
    async send(text: string): Promise<boolean> {
      // Looked at and sent in one step: of many that send at once, only those go out that there is room for.
      while (channel.bufferedAmount > highWaterBytes && isOpen()) await draining()
      if (!isOpen()) return false
      channel.send(text)
      return true
    },
    /** The channel closed: nobody waits any longer. */
    wake,
  }
}
