import type { Clock } from '../base/environment.ts'
import { limits } from '../base/limits.ts'
import type { Logger } from '../base/log.ts'
import type { Problem } from '../base/problem.ts'
import type { CallSettings, SidetoneDatabase } from '../storage/database.ts'
import type { CallPeer } from './call-peer.ts'
import { createCallSounds } from './call-sounds.ts'
import type { CallLevels } from './call-view.ts'
import { createLevels } from './levels.ts'
import type { MicrophoneSystem } from './microphone-access.ts'
import { createPeerChoices } from './peer-choices.ts'
import { createPlayback } from './playback.ts'

export interface CallAudioOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly database: SidetoneDatabase
  readonly mediaDevices: MicrophoneSystem['mediaDevices']
  /** Who is in the call now. */
  readonly peers: () => Iterable<CallPeer>
  readonly onLevels: (levels: CallLevels) => void
  readonly onProblem: (problem: Problem) => void
  readonly onChange: () => void
}

/** Chrome opens no speaker for it; other browsers pass over what they don't know. */
const meterContext: AudioContextOptions & { readonly sinkId: { readonly type: 'none' } } = {
  sinkId: { type: 'none' },
}

/** Everything that a call plays here and measures: the others' voices, its own sounds, and how loud everybody is. */
export function createCallAudio(options: CallAudioOptions) {
  const { clock, database, log } = options
  const startedAtMs = clock.nowMs()
  const createAudioContext = () => new AudioContext()
  const playback = createPlayback({
    document,
    log,
    mediaDevices: options.mediaDevices,
    createAudioContext,
    onProblem: options.onProblem,
  })
  const choices = createPeerChoices({ database, log, playback, onChange: options.onChange })
  const sounds = createCallSounds({ clock, log, createAudioContext })
  const levels = createLevels({
    clock,
    log,
    createAudioContext: () => new AudioContext(meterContext),
    receivers: () =>
      [...options.peers()].flatMap(({ attempt, peerId }) => {
        const receiver = attempt?.link.receiver('microphone')
        return receiver ? [[peerId, receiver] as const] : []
      }),
    onLevels: options.onLevels,
  })

  /** A peer that said to be muted isn't heard from then on. What one sends that couldn't take it back, is. */
  function muteMuted() {
    for (const { isReachable, microphone, peerId } of options.peers()) {
      playback.setMuted(peerId, isReachable && microphone !== 'on')
    }
  }

  return {
    choices,
    muteMuted,
    setTrack(peerId: string, track: MediaStreamTrack) {
      playback.setTrack(peerId, track)
      choices.apply(peerId)
      muteMuted()
    },
    /** A peer's sound is gone. */
    remove: playback.remove,
    handleCome(peerId: string) {
      choices.read(peerId)
      // Those who were there before us didn't come.
      if (clock.nowMs() - startedAtMs > limits.callQuietJoinMs) sounds.play('join')
    },
    handleLeave: () => sounds.play('leave'),
    setDeafened: playback.setDeafened,
    setOwnTrack: levels.setOwnTrack,
    setWatched: levels.setWanted,
    /** Plays what the browser refused to play before a click; whether all is heard now. */
    resume: playback.resume,
    async apply({ playsSounds, speakerId }: CallSettings, before?: CallSettings) {
      sounds.setOn(playsSounds)
      sounds.setSpeaker(speakerId)
      if (speakerId !== before?.speakerId) await playback.setSpeaker(speakerId)
    },
    close() {
      choices.close()
      levels.close()
      playback.close()
      sounds.close()
    },
  }
}

export type CallAudio = ReturnType<typeof createCallAudio>
