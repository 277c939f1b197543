import { mount } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { speak } from '@/components/testing/messages.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import ConnectionCheck from './ConnectionCheck.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => {
  speak('en')
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({
    manifest_version: 3,
    name: 'Sidetone',
    version: '1.2.3',
  })
})

test('ConnectionCheck copies what it found, and below it what the engine noted', async () => {
  const { engine, plugins, clock } = startHost()
  await engine.rejoinAtStart(() => Promise.resolve(true))
  let copied = ''
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied = text
    return Promise.resolve()
  })
  const check = mount(ConnectionCheck, { global: { plugins } })
  const button = () => check.findAll('button').find((one) => one.text() === 'Copy report')
  await eventually(async () => {
    await clock.advance(1_000)
    expect(button()).toBeDefined()
  })
  await button()?.trigger('click')
  await eventually(() => expect(copied).toMatch(/^Sidetone 1\.2\.3.*\n[^]*\n\n[^]*info rooms host-started/))
})
