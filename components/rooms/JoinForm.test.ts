import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { describes, field, rootOf, type } from '@/components/testing/find.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { defaultSettings } from '@/engine/storage/settings-schema.ts'
import { database } from '@/stores/database.ts'
import JoinForm from './JoinForm.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

/** The form, when it has filled in what it knows. */
async function mountForm() {
  const host = startHost()
  const form = mount(JoinForm, {
    props: { isShown: true },
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => form.unmount())
  await eventually(() => expect(field(form, 'Relay URL').value).not.toBe(''))
  const values = () => ['Your name', 'Relay URL', 'Room'].map((label) => field(form, label).value)
  return {
    host,
    form,
    values,
    fill(name: string, relayUrl: string, roomName: string) {
      type(field(form, 'Your name'), name)
      type(field(form, 'Relay URL'), relayUrl)
      type(field(form, 'Room'), roomName)
    },
    submit: () => form.find('form').trigger('submit'),
  }
}

test('starts with the local relay and the lobby, the name first', async () => {
  const { form, values } = await mountForm()
  expect(values()).toEqual(['', 'ws://127.0.0.1:8080/ws', 'lobby'])
  expect(document.activeElement).toBe(field(form, 'Your name'))
})

test('starts with what was typed last time', async () => {
  await database.settings.put({
    ...defaultSettings,
    key: 'own',
    name: 'Ada',
    relayUrl: 'wss://relay.example/ws',
    roomName: '🎉',
  })
  const { values } = await mountForm()
  expect(values()).toEqual(['Ada', 'wss://relay.example/ws', '🎉'])
})

const local = 'ws://127.0.0.1:8080/ws'
const long = 'r'.repeat(10_000)

describe('what is wrong is said at its field, which gets the focus, and nothing typed is lost', () => {
  test.each<[string, [string, string, string], RegExp]>([
    ['Your name', ['  ', local, 'lobby'], /Enter your name/],
    ['Your name', ['x'.repeat(50), local, 'lobby'], /limit is 40 characters; yours has 50/],
    ['Relay URL', ['Ada', '', 'lobby'], /Enter a relay URL/],
    ['Relay URL', ['Ada', 'what is this?', 'lobby'], /That isn’t a valid URL/],
    ['Relay URL', ['Ada', 'http://127.0.0.1:8080/ws', 'lobby'], /not with http:\/\//],
    ['Room', ['Ada', local, ' '], /Enter a room name/],
    ['Room', ['Ada', local, long], /limit is 100 characters; this one has 10,000/],
  ])('%s: %j', async (label, typed, sentence) => {
    const { form, fill, submit, values, host } = await mountForm()
    fill(...typed)
    await submit()
    await eventually(() => expect(describes(form, label)).toMatch(sentence))
    expect(values()).toEqual(typed)
    expect(field(form, label).getAttribute('aria-invalid')).toBe('true')
    expect(rootOf(form).querySelectorAll('[aria-invalid=true]')).toHaveLength(1)
    await eventually(() => expect(document.activeElement).toBe(field(form, label)))
    expect(host.engine.snapshot().rooms).toEqual([])
  })
})

test('the address that was probably meant is one press away', async () => {
  const { form, fill, submit } = await mountForm()
  fill('Ada', 'https://relay.example/ws', 'lobby')
  await submit()
  await eventually(() => expect(form.text()).toContain('Use wss://relay.example/ws'))
  await form
    .findAll('button')
    .find((button) => button.text().startsWith('Use '))
    ?.trigger('click')
  expect(field(form, 'Relay URL').value).toBe('wss://relay.example/ws')
  expect(describes(form, 'Relay URL')).not.toContain('begins with')
})

test('what is right joins once, however often it is pressed', async () => {
  const { fill, submit, host } = await mountForm()
  fill('Ada', local, 'lobby')
  await Promise.all([submit(), submit(), submit()])
  await eventually(() => expect(host.engine.snapshot().rooms).toHaveLength(1))
  expect(host.sockets.sockets).toHaveLength(1)
})
