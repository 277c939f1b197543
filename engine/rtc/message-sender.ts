import type { Logger } from '../base/log.ts'

/** Above this many queued bytes a sender waits. Chromium's queue dies at about 16 MB. */
const highWaterBytes = 1_048_576
const lowWaterBytes = 262_144

/** Says messages, as JSON, on one channel of a link. Neither throws nor rejects. */
export interface MessageSender {
  /** Resolves when handed to the channel, after what was queued before has drained; false if the link ended. */
  send(message: unknown): Promise<boolean>
  /** Hands it to the channel at once; false if the link is not open. */
  sendNow(message: unknown): boolean
}

/** Sends on a data channel of a link no faster than it drains. */
export function createMessageSender(options: {
  readonly channel: RTCDataChannel
  readonly log: Logger
  /** Of the link, which is open once the peer has proved who it is. */
  readonly isOpen: () => boolean
}) {
  const { channel, isOpen, log } = options
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

  function sendNow(message: unknown): boolean {
    if (!isOpen()) return false
    try {
      channel.send(JSON.stringify(message))
      return true
    } catch (error) {
      // It takes nothing longer than the peer itself says (RFC 8841), and its buffer may be full.
      log.caught('not-sent', error, { channel: channel.label })
      return false
    }
  }

  return {
    async send(message: unknown): Promise<boolean> {
      // Looked at and sent in one step: of many that send at once, only those go out that there is room for.
      while (channel.bufferedAmount > highWaterBytes && isOpen()) await draining()
      return sendNow(message)
    },
    sendNow,
    /** The channel closed: nobody waits any longer. */
    wake,
  }
}
