import { sampleRateHz, type PulseServer } from './pulse-server.ts'

/** PulseAudio's own limit (PA_MAX_OUTPUTS_PER_SOURCE): opening a source after that many fails. */
const maxOpenPerSource = 256

/**
 * What is plugged in. A speaker is a sink that plays to nowhere, and its monitor is what a person hears. A microphone is
 * the monitor of such a sink under another name: what is played into that one, its mouth, is what it picks up.
 */
export function createDevices(pulse: PulseServer) {
  const plugged = {
    microphones: new Map<string, { id: string; modules: string[] }>(),
    speakers: new Map<string, { id: string; modules: string[] }>(),
  }
  type Kind = keyof typeof plugged
  let count = 0

  const properties = (kind: 'sink' | 'source', description: string) =>
    `${kind}_properties='device.description="${description}"'`

  async function addSink(id: string, description: string, channels: number) {
    const words = [
      `sink_name=${id}`,
      properties('sink', description),
      `rate=${sampleRateHz}`,
      `channels=${channels}`,
      // Without this it works in blocks of two seconds until a client asks for less, and starts that late.
      'norewinds=1',
    ]
    return pulse.pactl('load-module', 'module-null-sink', ...words)
  }

  function find(kind: Kind, name?: string): { id: string; modules: string[] } {
    const found = name === undefined ? plugged[kind].values().next().value : plugged[kind].get(name)
    if (!found) throw new Error(`None of the ${kind} is ${name ?? 'there'}.`)
    return found
  }

  /** The first that was plugged in is the default; PulseAudio would take any, also a mouth or a monitor. */
  async function chooseDefaults() {
    const [microphone, speaker] = [plugged.microphones.values().next(), plugged.speakers.values().next()]
    if (microphone.value) await pulse.pactl('set-default-source', microphone.value.id)
    if (speaker.value) await pulse.pactl('set-default-sink', speaker.value.id)
  }

  async function unplug(kind: Kind, name: string) {
    const { modules } = find(kind, name)
    plugged[kind].delete(name)
    await chooseDefaults()
    for (const module of modules.toReversed()) await pulse.pactl('unload-module', module)
  }

  return {
    async plugInMicrophone(name: string) {
      const id = `microphone${++count}`
      const mouth = await addSink(`${id}-mouth`, `Mouth at ${name}`, 1)
      const source = await pulse.pactl(
        'load-module',
        'module-remap-source',
        ...[`source_name=${id}`, properties('source', name), `master=${id}-mouth.monitor`],
      )
      plugged.microphones.set(name, { id, modules: [mouth, source] })
      await chooseDefaults()
    },
    async plugInSpeaker(name: string) {
      const id = `speaker${++count}`
      plugged.speakers.set(name, { id, modules: [await addSink(id, name, 2)] })
      await chooseDefaults()
    },
    /**
     * Gives a microphone to as many others as it bears, so that no program can open it, though all see it. Both ends of
     * what has it are suspended: they take no time. Firefox knows no such refusal, and hands over a track of silence.
     */
    async occupyMicrophone(name?: string) {
      const { id } = find('microphones', name)
      await addSink('nowhere', 'Nowhere', 1)
      await pulse.pactl('suspend-sink', 'nowhere', '1')
      await pulse.pactl('suspend-source', id, '1')
      for (let i = 0; i < maxOpenPerSource; i++) {
        await pulse.pactl('load-module', 'module-loopback', `source=${id}`, 'sink=nowhere')
      }
    },
    async freeMicrophone(name?: string) {
      await pulse.pactl('unload-module', 'module-loopback')
      await pulse.pactl('suspend-source', find('microphones', name).id, '0')
    },
    unplugMicrophone: (name: string) => unplug('microphones', name),
    unplugSpeaker: (name: string) => unplug('speakers', name),
    /** The names of what is plugged in, the default first. */
    names: (kind: Kind): string[] => [...plugged[kind].keys()],
    /** The sink to play into so that a microphone picks it up. */
    mouthOf: (microphone?: string) => `${find('microphones', microphone).id}-mouth`,
    /** The source that carries what a microphone picks up. */
    pickUpOf: (microphone?: string) => find('microphones', microphone).id,
    /** The source that carries what a speaker plays. */
    monitorOf: (speaker?: string) => `${find('speakers', speaker).id}.monitor`,
  }
}
