import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { CallSettings, SidetoneDatabase } from '../storage/database.ts'
import { createCallAudio } from './call-audio.ts'
import { createCallLinks } from './call-links.ts'
import { createNotice } from './call-notice.ts'
import type { CallPeer } from './call-peer.ts'
import type { CallRoom } from './call-room.ts'
import type { CallPeerView, CallView } from './call-view.ts'
import type { CallEvents, CallWire } from './call-wire.ts'
import type { Slot } from './media-link.ts'
import type { MicrophoneSystem } from './microphone.ts'
import { shapeOpus } from './opus.ts'
import { createOwnMicrophone } from './own-microphone.ts'
import type { PeerChoice } from './peer-choices.ts'
import type { CallSignal } from './protocol.ts'
import { createTeller } from './teller.ts'

export interface CallOptions extends CallEvents {
  readonly environment: Environment
  readonly database: SidetoneDatabase
  readonly wire: CallWire
  readonly microphones: MicrophoneSystem
  readonly room: CallRoom
  readonly settings: CallSettings
  /** Whether anyone looks at how loud everybody is. */
  readonly isWatched: boolean
  /** It ended by itself: the room was left, or there was no place for us. */
  readonly onEnd: (problem?: Problem) => void
}

/**
 * One call that this browser is in: its microphone, what leaves it, the links to the others and what is heard of
 * them. The links begin before the microphone is open, so that nobody waits for a device.
 */
export function createCall(options: CallOptions) {
  const { room } = options
  const parts = createParts(options)
  const { audio, links, microphone, notice, teller } = parts

  async function openMicrophone() {
    await microphone.open((opened) => (opened.ok ? notice.clearMicrophone() : notice.set(opened.problem)))
  }

  void audio.apply(parts.settings())
  audio.setWatched(options.isWatched)
  microphone.tell()
  links.update(room)
  openMicrophone().catch(parts.failed('microphone-not-opened'))
  teller.tell()

  return {
    roomId: room.roomId,
    view: parts.view,
    mute: microphone.mute,
    choices: audio.choices,
    openMicrophone,
    end: () => parts.end(),
    handleRoom(next: CallRoom) {
      links.update(next)
      audio.muteMuted()
      teller.tell()
    },
    handleSignal: (peerId: string, signal: CallSignal) => links.handleSignal(peerId, signal),
    setWatched: audio.setWatched,
    /** The person clicked something: what the browser refused to play may play now. */
    async resume() {
      if (await audio.resume()) notice.clear('playback-blocked')
      teller.tell()
    },
    dismissNotice: () => notice.clear(),
    async change(next: CallSettings) {
      const before = parts.settings()
      if (JSON.stringify(before) === JSON.stringify(next)) return
      parts.setSettings(next)
      if (next.isPushToTalk !== before.isPushToTalk) microphone.mute.letGo()
      await audio.apply(next, before)
      await microphone.change(next)
      if (next.isMusicMode !== before.isMusicMode) links.renegotiate()
    },
  }
}

export type Call = ReturnType<typeof createCall>

/** The parts of a call, connected to each other. */
function createParts(options: CallOptions) {
  const { environment, microphones, room, wire } = options
  const { clock } = environment
  const { roomId } = room
  const log = environment.log.logger('call')
  const visit = environment.randomId()
  const joinedAtMs = clock.nowMs()
  let settings = options.settings
  let isOver = false

  const failed = (event: string) => (error: unknown) => log.caught(event, error)
  const teller = createTeller(() => !isOver && options.onView(view()))
  const notice = createNotice(teller.tell)
  const audio = createCallAudio({
    clock,
    log,
    database: options.database,
    mediaDevices: microphones.mediaDevices,
    peers: () => links.peers.values(),
    onLevels: options.onLevels,
    onProblem: notice.set,
    onChange: teller.tell,
  })
  const microphone = createOwnMicrophone({
    clock,
    log,
    system: microphones,
    settings: () => settings,
    onProblem: notice.set,
    onDeafened: audio.setDeafened,
    onState: (state) => wire.announce(roomId, { visit, microphone: state }),
    onChange(track) {
      audio.setOwnTrack(track)
      teller.tell()
    },
    send: (track) => links.setTrack('microphone', track),
  })
  /** What becomes of a peer's track, by what it carries. */
  const receive: Readonly<Record<Slot, (peerId: string, track: MediaStreamTrack) => void>> = {
    microphone: audio.setTrack,
  }
  const links = createCallLinks({
    environment,
    ownId: room.me.peerId,
    tracks: () => ({ microphone: microphone.sent() }),
    shaping: shapeOpus(() => settings.isMusicMode),
    send: (peerId, signal) => wire.send(roomId, peerId, signal),
    onTrack: (peerId, slot, track) => receive[slot](peerId, track),
    onGone: audio.remove,
    onCome: audio.handleCome,
    onLeave: audio.handleLeave,
    onChange: teller.tell,
    onProblem: notice.set,
    onFull: (max) => end({ kind: 'call-full', max }),
    onMalformed: (peerId) => wire.countMalformed(roomId, peerId),
  })

  const view = (): CallView => ({
    roomId,
    joinedAtMs,
    state: microphone.isOpened() ? 'joined' : 'opening',
    microphone: microphone.state(),
    isDeafened: microphone.mute.isDeafened(),
    isPushToTalk: settings.isPushToTalk,
    ...notice.view(),
    peers: [...links.peers.values()].map((peer) => viewOf(peer, audio.choices.of(peer.peerId))),
  })

  function end(problem?: Problem) {
    if (isOver) return
    isOver = true
    wire.announce(roomId, undefined)
    links.close()
    microphone.close()
    audio.close()
    options.onEnd(problem)
  }

  return {
    audio,
    end,
    failed,
    links,
    microphone,
    notice,
    settings: () => settings,
    setSettings: (next: CallSettings) => void (settings = next),
    teller,
    view,
  }
}

const viewOf = ({ attempt, ...peer }: CallPeer, choice: PeerChoice): CallPeerView => ({
  peerId: peer.peerId,
  name: peer.name,
  microphone: peer.microphone,
  state: peer.state,
  ...choice,
  quality: attempt?.monitor.quality() ?? { word: 'unknown' },
})
