import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import type { CallSettings, SidetoneDatabase } from '../storage/database.ts'
import type { RoomView } from '../view.ts'
import type { CallSignal, Voice } from './protocol.ts'
import { limits } from '../base/limits.ts'
import { createCallLinks } from './call-links.ts'
import type { CallPeerView, CallView } from './call-view.ts'
import type { CallEvents, CallWire } from './calls.ts'
import { createLevels } from './levels.ts'
import { createMicrophone, type MicrophoneSystem } from './microphone.ts'
import { shapeOpus } from './opus.ts'
import { createPlayback } from './playback.ts'
import { createCallSounds } from './call-sounds.ts'

export interface CallOptions extends CallEvents {
  readonly environment: Environment
  readonly database: SidetoneDatabase
  readonly wire: CallWire
  readonly microphones: MicrophoneSystem
  readonly room: RoomView
  readonly settings: CallSettings
  /** Whether anybody looks at how loud everybody is. */
  readonly isWatched: boolean
  /** It ended by itself: the room was left, or there was no place for us. */
  readonly onEnd: (problem?: Problem) => void
}

/** Chrome opens no speaker for it; other browsers pass over what they do not know. */
const meterContext: AudioContextOptions & { readonly sinkId: { readonly type: 'none' } } = {
  sinkId: { type: 'none' },
}

/**
 * One call that this browser is in: its microphone, what leaves it, the links to the others and what is heard of
 * them. The links begin before the microphone is open, so that nobody waits for a device.
 */
export function createCall(options: CallOptions) {
  const { database, environment, room, wire } = options
  const { clock } = environment
  const { roomId } = room
  const visit = environment.randomId()
  const joinedAtMs = clock.nowMs()
  let settings = options.settings
  let state: CallView['state'] = 'opening'
  let isMuted = false
  let wasMutedBeforeDeafening = false
  let isDeafened = false
  let isHeld = false
  let notice: Problem | undefined
  let isOver = false
  const choices = new Map<string, { volumePercent: number; isMutedLocally: boolean }>()

  const playback = createPlayback({
    document,
    mediaDevices: options.microphones.mediaDevices,
    createAudioContext: () => new AudioContext(),
    onProblem: note,
  })
  const microphone = createMicrophone({
    ...options.microphones,
    clock,
    // The old one sounds until the new one is on its way.
    onChange: () => applyVoice(),
    onProblem: note,
  })
  const links = createCallLinks({
    environment,
    ownId: room.me.peerId,
    tracks: () => ({ microphone: (voice() === 'open' && microphone.track()) || null }),
    shaping: shapeOpus(() => settings.isMusic),
    send: (peerId, signal) => wire.send(roomId, peerId, signal),
    onTrack: (peerId, _slot, track) => {
      playback.setTrack(peerId, track)
      const choice = choices.get(peerId)
      // What was chosen outlives a link that is built anew.
      if (choice) choose(peerId, choice)
      hushMuted()
    },
    onGone(peerId) {
      playback.remove(peerId)
    },
    onCome(peerId) {
      void readChoice(peerId)
      // Whoever was there before us did not come.
      if (clock.nowMs() - joinedAtMs > limits.callQuietJoinMs) sounds.play('join')
    },
    onLeave: () => sounds.play('leave'),
    onChange: tell,
    onProblem: note,
    onFull: (max) => end({ kind: 'call-full', max }),
    onMalformed: (peerId) => wire.countMalformed(roomId, peerId),
  })

  const sounds = createCallSounds({ clock, createAudioContext: () => new AudioContext() })
  const levels = createLevels({
    clock,
    createAudioContext: () => new AudioContext(meterContext),
    receivers: () =>
      [...links.peers.values()].flatMap(({ attempt, peerId }) => {
        const receiver = attempt?.link.receiver('microphone')
        return receiver ? [[peerId, receiver] as const] : []
      }),
    onLevels: options.onLevels,
  })

  /** A function, since the compiler does not know that `isOver` changes during an await. */
  const hasEnded = () => isOver

  /** What may leave us now. */
  function voice(): Voice {
    if (state === 'joined' && !microphone.track()) return 'none'
    // With push-to-talk the button alone decides: muted by something that nobody sees, holding it would do nothing.
    return (settings.isPushToTalk ? isHeld : !isMuted) ? 'open' : 'muted'
  }

  let announced: Voice | undefined
  function announce() {
    if (isOver || announced === voice()) return
    announced = voice()
    wire.announce(roomId, { visit, voice: announced })
  }

  /** Muted, the track is disabled and no packet leaves. */
  async function applyVoice() {
    // A microphone may still answer when all is over; saying so would bring a ghost into the call.
    if (isOver) return
    const track = microphone.track()
    const isOpen = voice() === 'open'
    microphone.setMuted(!isOpen)
    levels.setOwnTrack(track)
    announce()
    tell()
    await links.setTrack('microphone', isOpen ? (track ?? null) : null)
  }

  async function openMicrophone() {
    if (hasEnded()) return
    const opened = await microphone.open(settings)
    if (hasEnded()) return
    if (!opened.ok) note(opened.problem)
    else if (notice?.kind.startsWith('microphone-') && notice.kind !== 'microphone-unplugged')
      notice = undefined
    state = 'joined'
    await applyVoice()
  }

  /** Whoever said to be muted is silent at once; where the peer could not take it back, what it sends is heard. */
  function hushMuted() {
    for (const { isReachable, peerId, voice: theirs } of links.peers.values()) {
      playback.setMuted(peerId, isReachable && theirs !== 'open')
    }
  }

  async function readChoice(peerId: string) {
    const person = await database.people.get(peerId).catch(() => undefined)
    if (isOver || choices.has(peerId)) return
    choose(peerId, {
      volumePercent: person?.volumePercent ?? 100,
      isMutedLocally: person?.isMutedLocally ?? false,
    })
  }

  function choose(peerId: string, choice: { volumePercent: number; isMutedLocally: boolean }) {
    choices.set(peerId, choice)
    playback.setVolume(peerId, choice.volumePercent)
    playback.setMutedLocally(peerId, choice.isMutedLocally)
    tell()
  }

  function note(problem: Problem) {
    notice = problem
    tell()
  }

  const view = (): CallView => ({
    roomId,
    joinedAtMs,
    state,
    voice: voice(),
    isDeafened,
    isPushToTalk: settings.isPushToTalk,
    ...(notice && { notice }),
    peers: [...links.peers.values()].map((peer): CallPeerView => ({
      peerId: peer.peerId,
      name: peer.name,
      voice: peer.voice,
      state: peer.state,
      volumePercent: choices.get(peer.peerId)?.volumePercent ?? 100,
      isMutedLocally: choices.get(peer.peerId)?.isMutedLocally ?? false,
      quality: peer.attempt?.monitor.quality() ?? { word: 'unknown' },
    })),
  })

  let isTelling = false
  /** Once for all that changes in one turn. */
  function tell() {
    if (isTelling || isOver) return
    isTelling = true
    queueMicrotask(() => {
      isTelling = false
      if (!isOver) options.onView(view())
    })
  }

  function end(problem?: Problem) {
    if (isOver) return
    isOver = true
    wire.announce(roomId, undefined)
    links.close()
    microphone.close()
    levels.close()
    playback.close()
    sounds.close()
    options.onEnd(problem)
  }

  function setMuted(next: boolean) {
    wasMutedBeforeDeafening = isMuted = next
    // Who speaks while monitor nobody does so by mistake.
    if (!next && isDeafened) setDeafened(false)
    else void applyVoice()
  }

  function hold(isDown: boolean) {
    isHeld = isDown
    void applyVoice()
  }

  function setDeafened(next: boolean) {
    if (next === isDeafened) return
    isDeafened = next
    playback.setDeafened(next)
    if (next) wasMutedBeforeDeafening = isMuted
    isMuted = next || wasMutedBeforeDeafening
    void applyVoice()
  }

  function applySounds() {
    sounds.setOn(settings.playsSounds)
    sounds.setSpeaker(settings.speakerId)
  }

  void playback.setSpeaker(settings.speakerId)
  applySounds()
  levels.setWanted(options.isWatched)
  announce()
  links.update(room)
  void openMicrophone()
  tell()

  return {
    roomId,
    view,
    end: () => end(),
    handleRoom(next: RoomView) {
      links.update(next)
      hushMuted()
      tell()
    },
    handleRoomLeft: () => end(),
    handleSignal: (peerId: string, signal: CallSignal) => links.handleSignal(peerId, signal),
    setMuted,
    /** With push-to-talk, as if the button was held from one time to the next. */
    toggleMute: () => (settings.isPushToTalk ? hold(!isHeld) : setMuted(!isMuted)),
    setDeafened,
    setWatched: levels.setWanted,
    toggleDeafen: () => setDeafened(!isDeafened),
    hold,
    async setVolume(peerId: string, volumePercent: number) {
      choose(peerId, { isMutedLocally: false, ...choices.get(peerId), volumePercent })
      await database.people.update(peerId, { volumePercent })
    },
    async setMutedLocally(peerId: string, isMutedLocally: boolean) {
      choose(peerId, { volumePercent: 100, ...choices.get(peerId), isMutedLocally })
      await database.people.update(peerId, { isMutedLocally })
    },
    openMicrophone,
    /** A person pressed something: what the browser refused to play may play now. */
    async resume() {
      if ((await playback.resume()) && notice?.kind === 'playback-blocked') notice = undefined
      tell()
    },
    dismissNotice() {
      notice = undefined
      tell()
    },
    async change(next: CallSettings) {
      const before = settings
      if (JSON.stringify(before) === JSON.stringify(next)) return
      settings = next
      // Nobody holds what was not there to be held, or is not any more.
      if (next.isPushToTalk !== before.isPushToTalk) isHeld = false
      applySounds()
      if (next.speakerId !== before.speakerId) await playback.setSpeaker(next.speakerId)
      const changed = await microphone.change(next)
      if (!changed.ok) note(changed.problem)
      await applyVoice()
      if (next.isMusic !== before.isMusic) links.renegotiate()
    },
  }
}

export type Call = ReturnType<typeof createCall>

/** Whether there is a place for one more. */
export function isCallFull(room: RoomView): boolean {
  return room.peers.filter((peer) => peer.call).length >= limits.maxCallVoices
}
