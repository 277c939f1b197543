import type { Logger } from '../base/log.ts'
import type { SidetoneDatabase } from '../storage/database.ts'
import type { Playback } from './playback.ts'

/** What the person chose for one peer, for good. */
export interface PeerChoice {
  readonly volumePercent: number
  readonly isMutedLocally: boolean
}

const asItComes: PeerChoice = { volumePercent: 100, isMutedLocally: false }

export interface PeerChoicesOptions {
  readonly database: Pick<SidetoneDatabase, 'people'>
  readonly log: Logger
  readonly playback: Pick<Playback, 'setVolume' | 'setMutedLocally'>
  readonly onChange: () => void
}

/** How loud the person wants each peer, kept with what is known of that peer. */
export function createPeerChoices(options: PeerChoicesOptions) {
  const { database, log, playback } = options
  const choices = new Map<string, PeerChoice>()
  let isClosed = false

  const of = (peerId: string): PeerChoice => choices.get(peerId) ?? asItComes

  function choose(peerId: string, choice: PeerChoice) {
    choices.set(peerId, choice)
    apply(peerId)
    options.onChange()
  }

  /** What was chosen outlives a link that is built anew. */
  function apply(peerId: string) {
    const choice = choices.get(peerId)
    if (!choice) return
    playback.setVolume(peerId, choice.volumePercent)
    playback.setMutedLocally(peerId, choice.isMutedLocally)
  }

  async function read(peerId: string) {
    let choice = asItComes
    try {
      choice = { ...asItComes, ...picked(await database.people.get(peerId)) }
    } catch (error) {
      // The person hears the peer as it comes.
      log.caught('choice-not-read', error)
    }
    if (!isClosed && !choices.has(peerId)) choose(peerId, choice)
  }

  /** Applies at once. Rejects where it can't be kept. */
  async function change(peerId: string, changed: Partial<PeerChoice>) {
    choose(peerId, { ...of(peerId), ...changed })
    await database.people.update(peerId, changed)
  }

  return {
    of,
    apply,
    /** Reads what was chosen for a peer who came into the call. */
    read: (peerId: string) => void read(peerId),
    change,
    close: () => void (isClosed = true),
  }
}

/** Only what is there: most people were never judged. */
function picked(row: Partial<PeerChoice> | undefined): Partial<PeerChoice> {
  return {
    ...(row?.volumePercent !== undefined && { volumePercent: row.volumePercent }),
    ...(row?.isMutedLocally !== undefined && { isMutedLocally: row.isMutedLocally }),
  }
}
