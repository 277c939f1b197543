import { expect, onTestFinished, test } from 'vitest'
import { hum, listenToRemote, testContext } from '../testing/sound.ts'
import { shapeOpus } from './opus.ts'
import { readCallStats } from './quality.ts'

function startConnection() {
  const connection = new RTCPeerConnection()
  onTestFinished(() => connection.close())
  return connection
}

/** Applies our description, and gives what the other is sent. */
async function describe(connection: RTCPeerConnection, isMusicMode: boolean, theirs?: string) {
  const { sdp = '', type } =
    connection.signalingState === 'stable' ? await connection.createOffer() : await connection.createAnswer()
  const description = { type, sdp: shapeOpus(() => isMusicMode).shapeOurs(sdp, theirs) }
  await connection.setLocalDescription(description)
  return description
}

/** Sends a track, and gives what arrives. `isMusicMode` on this side; the other side speaks. */
async function send(track: MediaStreamTrack, isMusicMode: boolean) {
  const one = startConnection()
  const other = startConnection()
  one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined)
  other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined)
  const arrived = new Promise<MediaStreamTrack>((resolve) => {
    other.ontrack = (event) => resolve(event.track)
  })
  one.addTransceiver(track)
  const take = async (to: RTCPeerConnection, from: RTCSessionDescriptionInit, isMusicMode: boolean) =>
    to.setRemoteDescription({ ...from, sdp: shapeOpus(() => isMusicMode).shapeTheirs(from.sdp ?? '') })
  const offer = await describe(one, isMusicMode)
  await take(other, offer, false)
  await take(one, await describe(other, false, offer.sdp), isMusicMode)
  /** Of what arrived in these three seconds, without headers. */
  async function kilobitsPerSecond() {
    const earlier = readCallStats(await other.getStats())
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const later = readCallStats(await other.getStats())
    return ((later.bytesReceived - earlier.bytesReceived) * 8) / (later.atMs - earlier.atMs)
  }
  return { track: await arrived, other, kilobitsPerSecond }
}

async function channelsOf(context: AudioContext, track: MediaStreamTrack) {
  const ears = listenToRemote(context, track)
  await expect.poll(() => ears.map((ear) => ear.energy() > 0.01)).toEqual([true, true])
  return ears
}

test('Opus: music comes in two channels, at no more than 128 kbit/s', async () => {
  const context = testContext()
  const sent = await send(hum(context, [440, 1_320]), true)
  const ears = await channelsOf(context, sent.track)
  await expect.poll(() => ears.map((ear) => Math.round(ear.loudestHz() / 20) * 20)).toEqual([440, 1_320])
  const stats: unknown[] = [...(await sent.other.getStats()).values()]
  const stereo: unknown = expect.stringContaining('stereo=1')
  expect(stats).toContainEqual(expect.objectContaining({ type: 'codec', sdpFmtpLine: stereo }))
  await expect.poll(sent.kilobitsPerSecond).toSatisfy((rate: number) => rate > 64 && rate < 135)
})

test('Opus: speech comes in one, at no more than 32 kbit/s, and at next to nothing in silence', async () => {
  const context = testContext()
  const track = hum(context, [440, 1_320])
  const sent = await send(track, false)
  const [left, right] = await channelsOf(context, sent.track)
  // Two analysers are read at two moments, and what waited while a machine stood still comes in one window.
  await expect.poll(() => left.loudestHz() - right.loudestHz()).toBe(0)
  await expect.poll(sent.kilobitsPerSecond).toBeLessThan(35)
  track.enabled = false
  // The encoder speaks on for some frames before it falls silent.
  await expect.poll(sent.kilobitsPerSecond).toBeLessThan(4)
})
