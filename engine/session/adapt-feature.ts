import type { Clock } from '../base/environment.ts'
import { createRateLimit, type RateLimit } from '../base/rate-limit.ts'
import type { CallPresence } from '../call/call-presence.ts'
import type { CallMessage } from '../call/protocol.ts'

/** Hands a feature of the new kind what the reader of peers reads. Goes with that reader, when there is one dispatch. */
export function adaptFeature(
  feature: CallPresence,
  clock: Clock,
  mesh: {
    readonly sendControl: (peerId: string, message: CallMessage) => void
    readonly countMalformed: (peerId: string) => void
  },
) {
  const { messages, name, rates = {}, version } = feature.protocol
  const buckets = new Map<string, RateLimit>()

  function isAllowed(peerId: string, rate: string | undefined): boolean {
    const rule = rate === undefined ? undefined : rates[rate]
    if (!rule) return true
    const key = `${peerId} ${rate}`
    const bucket = buckets.get(key) ?? createRateLimit({ clock, ...rule })
    buckets.set(key, bucket)
    return bucket.take()
  }

  const linked = (person: { peerId: string; publicKey: string; name: string }) => ({
    ...person,
    version,
    sendNow(message: CallMessage) {
      mesh.sendControl(person.peerId, message)
      return true
    },
    send: (message: CallMessage) => Promise.resolve(linked(person).sendNow(message)),
    countMalformed: () => mesh.countMalformed(person.peerId),
  })
  const peers = new Map<string, ReturnType<typeof linked>>()

  return {
    name,
    open(person: { peerId: string; publicKey: string; name: string }) {
      const peer = linked(person)
      peers.set(person.peerId, peer)
      feature.handleOpen(peer)
    },
    handle(peerId: string, message: CallMessage): boolean {
      const peer = peers.get(peerId)
      if (!peer) return true
      return isAllowed(peerId, messages[message.type].rate) && feature.handle(peer, message, 0) === 'fine'
    },
  }
}
