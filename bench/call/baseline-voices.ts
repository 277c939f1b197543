import type { Page } from 'puppeteer-core'

/*
 * Baseline connections between two pages: one for each voice, its microphone added, and what comes played in an <audio>. The
 * functions are sent to the pages as text and stand alone; the driver carries what they say, since nothing of how they
 * come about is measured.
 */

interface Baseline {
  readonly connections: RTCPeerConnection[]
  readonly microphone: MediaStreamTrack[]
}

/** Opens the page's one microphone. */
async function openMicrophone() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  Object.assign(globalThis, {
    baseline: { connections: [], microphone: stream.getTracks() } satisfies Baseline,
  })
}

/** Makes each connection hum, with a note of its own. */
function prepareToHum() {
  Object.assign(globalThis, { baseline: { connections: [], microphone: [] } satisfies Baseline })
}

/** One step of a negotiation; gives the description with all candidates in it. */
async function describe(step: { sdp?: string; hz?: number }): Promise<string> {
  const baseline = Reflect.get(globalThis, 'baseline') as Baseline
  const connection = new RTCPeerConnection()
  baseline.connections.push(connection)
  connection.ontrack = ({ track }) => {
    const audio = new Audio()
    audio.srcObject = new MediaStream([track])
    void audio.play()
    connection.addEventListener('signalingstatechange', () => (audio.srcObject = null))
  }
  const tracks = [...baseline.microphone]
  if (step.hz !== undefined) {
    const context = new AudioContext()
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    const note = new OscillatorNode(context, { frequency: step.hz })
    note.connect(new GainNode(context, { gain: 0.5 })).connect(out)
    note.start()
    tracks.push(...out.stream.getAudioTracks())
  }
  for (const track of tracks) connection.addTrack(track)
  if (step.sdp !== undefined) await connection.setRemoteDescription({ type: 'offer', sdp: step.sdp })
  await connection.setLocalDescription()
  while (connection.iceGatheringState !== 'complete') {
    await new Promise((resolve) =>
      connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
    )
  }
  return connection.localDescription?.sdp ?? ''
}

async function accept(sdp: string) {
  const { connections } = Reflect.get(globalThis, 'baseline') as Baseline
  const connection = connections.at(-1)
  await connection?.setRemoteDescription({ type: 'answer', sdp })
  while (connection && connection.connectionState !== 'connected') {
    await new Promise((resolve) =>
      connection.addEventListener('connectionstatechange', resolve, { once: true }),
    )
  }
}

function end() {
  const baseline = Reflect.get(globalThis, 'baseline') as Baseline
  for (const connection of baseline.connections) connection.close()
  for (const track of baseline.microphone) track.stop()
}

const lowestHz = 300
const stepHz = 90

/** Baseline voices between the page that is measured and one that hums to it. */
export async function openBaselineVoices(measured: Page, far: Page) {
  await measured.evaluate(openMicrophone)
  await far.evaluate(prepareToHum)
  let count = 0
  return {
    async call(wanted: number) {
      for (; count < wanted; count++) {
        const offer = await measured.evaluate(describe, {})
        const hz = lowestHz + stepHz * count
        await measured.evaluate(accept, await far.evaluate(describe, { sdp: offer, hz }))
      }
    },
    async close() {
      await measured.evaluate(end)
      await far.evaluate(end)
    },
  }
}
