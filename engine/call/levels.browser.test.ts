import { expect, onTestFinished, test } from 'vitest'
import { browserEnvironment } from '../base/browser-environment.ts'
import { hum, testContext } from '../testing/sound.ts'
import type { CallLevels } from './call-view.ts'
import { testLog } from '../testing/test-log.ts'
import { createLevels, speakingLevel } from './levels.ts'

/** Two connections, and a track from one to the other. */
async function send(track: MediaStreamTrack) {
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()]
  onTestFinished(() => [one, other].forEach((connection) => connection.close()))
  one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined)
  other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined)
  one.addTransceiver(track)
  await one.setLocalDescription()
  await other.setRemoteDescription(one.localDescription ?? { type: 'offer' })
  await other.setLocalDescription()
  await one.setRemoteDescription(other.localDescription ?? { type: 'answer' })
  const [receiver] = other.getReceivers()
  if (!receiver) throw new Error('Nothing is received.')
  const audio = new Audio()
  audio.srcObject = new MediaStream([receiver.track])
  audio.muted = true
  await audio.play()
  return receiver
}

test("levels: a speaker's level is told at both ends, a muted person's isn't", async () => {
  const track = hum(testContext(), [440], 0.3)
  const receiver = await send(track)
  const contexts: AudioContext[] = []
  let last: CallLevels = {}
  const levels = createLevels({
    clock: browserEnvironment().clock,
    log: testLog,
    createAudioContext() {
      const context = new AudioContext()
      contexts.push(context)
      return context
    },
    receivers: () => [['someone', receiver]],
    onLevels: (told) => (last = told),
  })
  onTestFinished(() => levels.close())
  levels.setOwnTrack(track)
  expect(contexts).toHaveLength(0)
  levels.setWanted(true)

  const whoSpeaks = () => Object.keys(last).filter((id) => (last[id] ?? 0) > speakingLevel)
  await expect.poll(() => whoSpeaks().sort()).toEqual(['own', 'someone'])
  // -13.5 dBov, at both ends of the connection.
  await expect.poll(() => last['own']).toBeCloseTo(0.77, 1)
  await expect.poll(() => last['someone']).toBeCloseTo(0.77, 1)
  track.enabled = false
  await expect.poll(() => last).toEqual({ own: 0, someone: 0 })
  track.enabled = true
  await expect.poll(() => whoSpeaks().sort()).toEqual(['own', 'someone'])
  levels.setOwnTrack(undefined)
  await expect.poll(() => Object.keys(last)).toEqual(['someone'])
  levels.setWanted(false)
  await expect.poll(() => contexts.map((context) => context.state)).toEqual(['closed'])
})
