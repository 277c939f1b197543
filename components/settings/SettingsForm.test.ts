import { mount, type DOMWrapper } from '@vue/test-utils'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { field, type } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { ensureSettings } from '@/engine/storage/settings-row.ts'
import { defaultCallSettings, settingsChangeSchema } from '@/engine/storage/settings-schema.ts'
import { database } from '@/stores/database.ts'
import { t } from '@/words/words.ts'
import SettingsForm from './SettingsForm.vue'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

const device = (kind: MediaDeviceKind): MediaDeviceInfo => ({
  kind,
  deviceId: `a ${kind}`,
  label: `A ${kind}`,
  groupId: '',
  toJSON: () => ({}),
})

beforeEach(() => {
  speak('en')
  const devices = [device('audioinput'), device('audiooutput')]
  vi.stubGlobal('navigator', {
    mediaDevices: Object.assign(new EventTarget(), { enumerateDevices: () => Promise.resolve(devices) }),
    permissions: { query: () => Promise.resolve(new EventTarget()) },
  })
  vi.spyOn(fakeBrowser, 'permissions', 'get').mockReturnValue({
    ...fakeBrowser.permissions,
    request: () => Promise.resolve(true),
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
})

async function show() {
  await ensureSettings(database)
  const host = startCallHost()
  const form = mount(SettingsForm, { global: { plugins: host.plugins } })
  onTestFinished(async () => {
    form.unmount()
    await database.settings.clear()
  })
  await eventually(() => expect(form.findAll('select option').length).toBeGreaterThan(5))
  return { form, changes: host.changes }
}

/** Another value than the one that it shows. */
async function turn(control: DOMWrapper<Element>) {
  const { element } = control
  if (element instanceof HTMLSelectElement) await control.setValue(element.options[1]?.value)
  else if (element instanceof HTMLInputElement && element.type === 'checkbox')
    await control.setValue(!element.checked)
}

// A setting that nobody can change is one only for who reads the code.
test('SettingsForm has a control for each setting', async () => {
  const { changes, form } = await show()
  for (const control of form.findAll('select, input[type=checkbox]')) await turn(control)
  const relay = field(form, t('settings-relay'))
  type(relay, 'wss://relay.example/ws')
  relay.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
  type(field(form, t('settings-address')), 'stun:stun.example')
  await form.find('form').trigger('submit')

  const keysOf = (some: readonly (object | undefined)[]) =>
    new Set(some.flatMap((one) => Object.keys(one ?? {})))
  await eventually(() => {
    expect(keysOf(changes)).toEqual(keysOf([settingsChangeSchema.entries]))
    expect(keysOf(changes.map(({ call }) => call))).toEqual(keysOf([defaultCallSettings]))
  })
})
