import { computed, onScopeDispose, shallowRef } from 'vue'

export interface Device {
  readonly deviceId: string
  /** Empty until the microphone was allowed. */
  readonly label: string
}

/** Chrome lists these beside the devices themselves; our own choice of the default is an empty id. */
const aliases = ['', 'default', 'communications']

/** The computer's microphones and speakers as they are plugged in and out. */
export function useDevices() {
  const all = shallowRef<MediaDeviceInfo[]>([])

  function refresh() {
    void navigator.mediaDevices.enumerateDevices().then(
      (found) => (all.value = found),
      () => undefined,
    )
  }
  refresh()
  navigator.mediaDevices.addEventListener('devicechange', refresh)

  // Names come with the permission.
  let status: PermissionStatus | undefined
  let isDisposed = false
  void navigator.permissions
    .query({ name: 'microphone' })
    .then((found) => {
      if (isDisposed) return
      status = found
      found.addEventListener('change', refresh)
    })
    .catch(() => undefined)
  onScopeDispose(() => {
    isDisposed = true
    navigator.mediaDevices.removeEventListener('devicechange', refresh)
    status?.removeEventListener('change', refresh)
  })

  const ofKind = (kind: MediaDeviceKind) =>
    all.value
      .filter((device) => device.kind === kind && !aliases.includes(device.deviceId))
      .map(({ deviceId, label }): Device => ({ deviceId, label }))

  return {
    microphones: computed(() => ofKind('audioinput')),
    speakers: computed(() => ofKind('audiooutput')),
    /** There are microphones, and the browser keeps their names to itself. */
    isNameless: computed(() => all.value.some(({ kind, label }) => kind === 'audioinput' && label === '')),
    /** Whether the browser lets a page choose where sound comes out. */
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    refresh,
  }
}
