import type { MicrophoneSystem } from '../call/microphone-access.ts'
import { hum, testContext } from './sound.ts'

export interface FakeDevice {
  readonly id: string
  readonly label: string
  readonly frequencyHz: number
}

function describeDevice(device: FakeDevice): MediaDeviceInfo {
  const info = { deviceId: device.id, groupId: '', kind: 'audioinput', label: device.label } as const
  return { ...info, toJSON: () => info }
}

function createPermission(state: PermissionState) {
  return Object.assign(new EventTarget(), { name: 'microphone', state, onchange: null })
}

/** A browser with microphones that hum; the first is the default. The test plugs in, pulls out, allows and denies. */
export function fakeMicrophones(devices: FakeDevice[], how: { mayAsk?: boolean } = {}) {
  const context = testContext()
  const events = new EventTarget()
  const permission = createPermission('granted')
  const tracks: MediaStreamTrack[] = []
  const asked: MediaTrackConstraints[] = []
  const deviceOf = new Map<MediaStreamTrack, FakeDevice>()
  let failure: Error | undefined
  /** What `getUserMedia` waits for: somebody who answers. */
  let answer: Promise<unknown> = Promise.resolve()

  let mayProcess = true

  function chosen(constraints: MediaTrackConstraints): FakeDevice {
    const { deviceId, echoCancellation } = constraints
    if (!mayProcess && typeof echoCancellation === 'object')
      throw new OverconstrainedError('echoCancellation')
    const exact = typeof deviceId === 'object' && 'exact' in deviceId ? deviceId.exact : undefined
    if (!devices[0]) throw new DOMException('none', 'NotFoundError')
    const device = exact === undefined ? devices[0] : devices.find(({ id }) => id === exact)
    if (!device) throw new OverconstrainedError('deviceId')
    return device
  }

  const system: MicrophoneSystem = {
    mayAsk: how.mayAsk ?? false,
    permissions: { query: () => Promise.resolve(permission) },
    mediaDevices: {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      enumerateDevices: () => Promise.resolve(devices.map(describeDevice)),
      async getUserMedia(wanted = {}) {
        const constraints = typeof wanted.audio === 'object' ? wanted.audio : {}
        asked.push(constraints)
        await answer
        if (failure) throw failure
        const device = chosen(constraints)
        const track = hum(context, [device.frequencyHz])
        // As in Firefox, which forgets the device of a track that ended.
        track.getSettings = () => (track.readyState === 'live' ? { deviceId: device.id } : {})
        Object.defineProperty(track, 'label', { value: device.label })
        tracks.push(track)
        deviceOf.set(track, device)
        return new MediaStream([track])
      },
    },
  }

  /** As a browser does it: the track is over, and says so. */
  function end(track: MediaStreamTrack) {
    if (track.readyState === 'ended') return
    track.stop()
    track.dispatchEvent(new Event('ended'))
  }
  const live = () => tracks.filter((track) => track.readyState === 'live')

  return {
    system,
    context,
    tracks,
    asked,
    live,
    unplug(id: string) {
      devices = devices.filter((device) => device.id !== id)
      for (const track of tracks) if (deviceOf.get(track)?.id === id) end(track)
      events.dispatchEvent(new Event('devicechange'))
    },
    setPermission(wanted: PermissionState, how: { endsTracks?: boolean } = {}) {
      permission.state = wanted
      permission.dispatchEvent(new Event('change'))
      if (how.endsTracks) live().forEach(end)
    },
    failWith(name: string | undefined) {
      failure = name === undefined ? undefined : new DOMException('as wished', name)
    },
    cannotProcess: () => (mayProcess = false),
    /** From now on nobody answers until this is called. */
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      answer = promise
      return () => resolve(undefined)
    },
    endAll: () => live().forEach(end),
  }
}
