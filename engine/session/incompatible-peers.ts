import { limits } from '../base/limits.ts'
import { needsUpdate } from '../wire/capabilities.ts'
import { cleanPeerName } from '../wire/names.ts'
import type { OuterSignal } from '../wire/signal.ts'
import type { SessionContext } from './context.ts'
import { addressOf } from './peer.ts'
import type { SessionPeerView } from './session-view.ts'
import { visitKey } from './visits.ts'

interface Incompatible {
  readonly view: SessionPeerView
  readonly visit: string
  /** Something of this visit named ours: before that it may be a recording. */
  readonly isListed: boolean
  readonly cancelExpiry: () => void
}

/**
 * Those who speak no version of ours. No link can be made, but both persons can be told by name which of them needs
 * the newer Sidetone: the first hello of each visit is answered by one hello to it, so that each side hears something
 * that names its own visit. They are in sight as long as they say something from time to time.
 */
export function createIncompatiblePeers(context: SessionContext) {
  const { clock } = context.environment
  const log = context.environment.log.logger('incompatible-peers')
  const known = new Map<string, Incompatible>()

  function forget(peerId: string) {
    const peer = known.get(peerId)
    if (!peer) return
    peer.cancelExpiry()
    known.delete(peerId)
    if (peer.isListed) context.onChange()
  }

  function remember({ from, to }: OuterSignal, versions: readonly number[]) {
    const before = known.get(from.peerId)
    before?.cancelExpiry()
    const visit = visitKey(from)
    const view: SessionPeerView = {
      peerId: from.peerId,
      name: cleanPeerName(from.name),
      state: 'incompatible',
      needsUpdate: needsUpdate(context.capabilities.versions, versions),
    }
    const isListed = to !== undefined || (before?.visit === visit && before.isListed)
    const cancelExpiry = clock.after(limits.incompatibleShownMs, () => forget(from.peerId))
    // Set again, so that the first is always the one unheard of for longest.
    known.delete(from.peerId)
    known.set(from.peerId, { view, visit, isListed, cancelExpiry })
    const excess = known.size - limits.maxIncompatiblePeers
    for (const oldest of [...known.keys()].slice(0, Math.max(0, excess))) forget(oldest)
    if (isListed || before?.isListed) context.onChange()
    return before?.visit !== visit
  }

  return {
    /** Somebody without a common version says something. */
    handle(signal: OuterSignal, versions: readonly number[]) {
      const isNewVisit = remember(signal, versions)
      if (isNewVisit) log.info('no-common-version', { theirNewest: Math.max(...versions) })
      if (!isNewVisit || signal.type !== 'hello') return
      context.log('hello-sent', cleanPeerName(signal.from.name))
      context.signal({ type: 'hello', to: addressOf(signal.from) })
    },
    /** Somebody speaks a version of ours by now, or has left. */
    forget,
    view: () => [...known.values()].filter(({ isListed }) => isListed).map(({ view }) => view),
    close() {
      for (const { cancelExpiry } of known.values()) cancelExpiry()
      known.clear()
    },
  }
}

export type IncompatiblePeers = ReturnType<typeof createIncompatiblePeers>
