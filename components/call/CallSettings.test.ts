import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { ensureSettings } from '@/engine/storage/settings-row.ts'
import { defaultCallSettings } from '@/engine/storage/settings-schema.ts'
import { database } from '@/stores/database.ts'
import CallSettings from './CallSettings.vue'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

/** A device as a browser lists it. */
const device = (kind: MediaDeviceKind, deviceId: string, label = ''): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: '',
  toJSON: () => ({}),
})

/** The computer's devices, which the test plugs in and out. */
function plugIn(...devices: MediaDeviceInfo[]) {
  const events = new EventTarget()
  let current = devices
  vi.stubGlobal('navigator', {
    mediaDevices: {
      enumerateDevices: () => Promise.resolve(current),
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    },
    permissions: { query: () => Promise.resolve(new EventTarget()) },
  })
  return (...next: MediaDeviceInfo[]) => {
    current = next
    events.dispatchEvent(new Event('devicechange'))
  }
}

beforeEach(() => {
  speak('en')
  onTestFinished(() => void vi.unstubAllGlobals())
})

async function show(call: Partial<typeof defaultCallSettings> = {}) {
  const settings = await ensureSettings(database)
  await database.settings.put({ ...settings, call: { ...defaultCallSettings, ...call } })
  const host = startCallHost()
  const wrapper = mount(CallSettings, { global: { plugins: host.plugins } })
  onTestFinished(async () => {
    wrapper.unmount()
    await database.settings.clear()
  })
  const labelled = (label: string) => {
    const found = wrapper.findAll('label').find((one) => one.text() === label)
    return wrapper.find(`#${CSS.escape(found?.attributes('for') ?? '')}`)
  }
  return {
    ...host,
    wrapper,
    labelled,
    options: (label: string) =>
      labelled(label)
        .findAll('option')
        .map((option) => option.text()),
  }
}

describe('devices', () => {
  test('come and go in the list, and the chosen one stays chosen', async () => {
    const change = plugIn(
      device('audioinput', 'default', 'Default – Headset'),
      device('audioinput', 'headset', 'Headset'),
      device('videoinput', 'camera', 'Camera'),
    )
    const { options, labelled, changes } = await show({ microphoneId: 'headset' })
    await eventually(() => expect(options('Microphone')).toEqual(['System default', 'Headset']))
    await eventually(() => expect(labelled('Microphone').element).toHaveProperty('value', 'headset'))
    change(device('audioinput', 'built-in', 'Built-in'))
    await eventually(() =>
      expect(options('Microphone')).toEqual([
        'System default',
        'Built-in',
        'Selected device (not connected)',
      ]),
    )
    expect(labelled('Microphone').element).toHaveProperty('value', 'headset')
    await labelled('Microphone').setValue('built-in')
    await eventually(() => expect(changes).toEqual([{ call: { microphoneId: 'built-in' } }]))
  })

  test('without a name they are counted, and it is said why', async () => {
    plugIn(device('audioinput', 'one'), device('audioinput', 'two'))
    const { options, wrapper } = await show()
    await eventually(() =>
      expect(options('Microphone')).toEqual(['System default', 'Microphone 1', 'Microphone 2']),
    )
    expect(wrapper.text()).toContain('Device names appear once you allow the microphone.')
  })
})

test.each([
  ['Echo cancellation', { hasEchoCancellation: false }],
  ['Noise suppression', { hasNoiseSuppression: false }],
  ['Automatic gain control', { hasAutoGain: false }],
  ['Music mode', { isMusicMode: true }],
  ['Join and leave sounds', { playsSounds: false }],
  ['Push to talk', { isPushToTalk: true }],
] as const)('%s is switched at once', async (label, change) => {
  plugIn()
  const { labelled, changes } = await show()
  const before = Object.values(change)[0] !== true
  await eventually(() => expect(labelled(label).element).toHaveProperty('checked', before))
  await labelled(label).setValue(!before)
  await eventually(() => expect(changes).toEqual([{ call: change }]))
})

describe('notifications', () => {
  test.each([true, false])('are asked for by the press, answered %s', async (isAllowed) => {
    plugIn()
    const request = vi.fn(() => Promise.resolve(isAllowed))
    vi.spyOn(fakeBrowser, 'permissions', 'get').mockReturnValue({ ...fakeBrowser.permissions, request })
    const { labelled, changes, wrapper } = await show()
    await labelled('Notifications').setValue(true)
    expect(request).toHaveBeenCalledWith({ permissions: ['notifications'] })
    if (isAllowed) await eventually(() => expect(changes).toEqual([{ call: { notifyOnCall: true } }]))
    else await eventually(() => expect(wrapper.text()).toContain('didn’t allow notifications'))
    expect(labelled('Notifications').element).toHaveProperty('checked', isAllowed)
  })
})
