import * as v from 'valibot'
import { createDevices } from './devices.ts'
import { listenTo, type Listening, type Recording } from './listen.ts'
import { playFile, playLoop, type Playing } from './play.ts'
import { startPulseServer } from './pulse-server.ts'
import { toneLoop, type ToneOptions } from './signals.ts'

/** Programs that capture, as PulseAudio lists them. Devices that are made of others have no client. */
const capturesSchema = v.array(
  v.object({
    index: v.number(),
    client: v.nullable(v.string()),
    properties: v.object({ 'application.process.binary': v.optional(v.string()) }),
  }),
)

/**
 * One person's sound: microphones to play into and speakers to listen at, both real to a browser that is started with
 * it. Names are what the browser shows.
 */
export async function startSound({
  microphones = ['Microphone 1'],
  speakers = ['Speaker 1'],
}: { microphones?: readonly string[]; speakers?: readonly string[] } = {}) {
  const pulse = await startPulseServer()
  const devices = createDevices(pulse)
  for (const name of speakers) await devices.plugInSpeaker(name)
  for (const name of microphones) await devices.plugInMicrophone(name)
  const open = new Set<Playing | Listening>()
  let loops = 0

  function kept<One extends Playing | Listening>(one: One): One {
    open.add(one)
    return one
  }

  /** The streams that programs have open at the microphones; a stream opened again has another number. */
  async function captures(): Promise<number[]> {
    const listed: unknown = JSON.parse(await pulse.pactl('-f', 'json', 'list', 'source-outputs'))
    return v
      .parse(capturesSchema, listed)
      .filter(({ client, properties }) => client !== null && !isOurs(properties))
      .map(({ index }) => index)
  }

  async function listen({ speaker, microphone }: { speaker?: string; microphone?: string } = {}) {
    const source = microphone === undefined ? devices.monitorOf(speaker) : devices.pickUpOf(microphone)
    return kept(await listenTo(pulse, source))
  }

  return {
    /** What a browser must have in its environment. */
    env: pulse.env,
    microphones: () => devices.names('microphones'),
    speakers: () => devices.names('speakers'),
    plugInMicrophone: devices.plugInMicrophone,
    plugInSpeaker: devices.plugInSpeaker,
    unplugMicrophone: devices.unplugMicrophone,
    unplugSpeaker: devices.unplugSpeaker,
    occupyMicrophone: devices.occupyMicrophone,
    freeMicrophone: devices.freeMicrophone,

    /** Plays a tone into a microphone until it is stopped. */
    playTone: async (hz: number, { microphone, ...tone }: ToneOptions & { microphone?: string } = {}) =>
      kept(await playLoop(pulse, devices.mouthOf(microphone), `loop${++loops}.raw`, toneLoop(hz, tone))),

    /** Plays samples into a microphone, over and over. */
    playLoop: async (samples: Float32Array, { microphone }: { microphone?: string } = {}) =>
      kept(await playLoop(pulse, devices.mouthOf(microphone), `loop${++loops}.raw`, samples)),

    /** Plays a WAV file into a microphone, once. */
    playFile: (file: string, { microphone }: { microphone?: string } = {}) =>
      kept(playFile(pulse, devices.mouthOf(microphone), file)),

    /** Listens at a speaker, or to what a microphone picks up, from now on until it is stopped. */
    listen,

    /** What is heard at a speaker in the next seconds. */
    async hear(seconds: number, at: { speaker?: string } = {}): Promise<Recording> {
      const listening = await listen(at)
      const recording = await listening.next(seconds)
      await listening.stop()
      open.delete(listening)
      return recording
    },

    captures,
    /** How many streams programs have open at the microphones: 0 when all are really released. */
    capturing: async () => (await captures()).length,

    async close() {
      await Promise.all([...open].map((one) => one.stop()))
      await pulse.close()
    },
  }
}

const isOurs = (properties: { 'application.process.binary'?: string | undefined }) =>
  /^(parec|pacat)$/.test(properties['application.process.binary'] ?? '')

export type Sound = Awaited<ReturnType<typeof startSound>>
