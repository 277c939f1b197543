import { useEventListener, usePermission } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { platform } from '@/platform/current.ts'

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
    navigator.mediaDevices.enumerateDevices().then(
      (found) => (all.value = found),
      (error: unknown) => console.error('The devices could not be listed', error),
    )
  }
  refresh()
  useEventListener(navigator.mediaDevices, 'devicechange', refresh)
  // Names come with the permission.
  watch(usePermission('microphone', { navigator }), refresh)

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
    canChooseSpeaker: platform.has.pickSpeaker,
    refresh,
  }
}
