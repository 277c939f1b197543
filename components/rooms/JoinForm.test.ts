import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import { describes, field, rootOf, type } from '@/components/testing/find.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { encodeInvite } from '@/engine/wire/invite.ts'
import { defaultSettings } from '@/engine/storage/settings-schema.ts'
import { database } from '@/stores/database.ts'
import JoinForm from './JoinForm.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

const local = 'ws://127.0.0.1:8080/ws'

/** The first screen, when it has filled in what it knows. */
async function mountForm({ invite = '' } = {}) {
  const host = startHost()
  const form = mount(JoinForm, {
    props: {
      isShown: true,
      invite,
      'onUpdate:invite': (text: string) => void form.setProps({ invite: text }),
    },
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => form.unmount())
  await eventually(() => expect(field(form, 'Relay URL').value).not.toBe(''))
  const values = () => ['Your name', 'Relay URL', 'Room'].map((label) => field(form, label).value)
  const buttons = () => form.findAll('button').map((button) => button.text())
  return {
    host,
    form,
    values,
    buttons,
    press: (words: string) =>
      form
        .findAll('button')
        .find((button) => button.text() === words)
        ?.trigger('click'),
    /** Whether what is folded away is in sight. */
    isUnfolded: () => form.find('.fold').attributes('aria-expanded') === 'true',
    /** One press of what the screen is for. */
    start: () => form.find('form').trigger('submit'),
    rooms: () => host.engine.snapshot().rooms,
    fill(name: string, relayUrl: string, roomName: string) {
      type(field(form, 'Your name'), name)
      type(field(form, 'Relay URL'), relayUrl)
      type(field(form, 'Room'), roomName)
    },
    /** Joins the public room that is typed. */
    submit: () => form.findAll('form').at(1)?.trigger('submit'),
  }
}

describe('the first screen', () => {
  test('proposes a name, which typing writes over, and starts a room of one’s own at one press', async () => {
    const { form, values, start, rooms, buttons, isUnfolded } = await mountForm()
    const [name, ...others] = values()
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
    expect(others).toEqual(['ws://127.0.0.1:8080/ws', 'lobby'])
    const nameField = field(form, 'Your name')
    await eventually(() => expect(document.activeElement).toBe(nameField))
    expect([nameField.selectionStart, nameField.selectionEnd]).toEqual([0, name?.length])
    expect(isUnfolded()).toBe(false)
    expect(buttons()).toContain('Start a room of my own')
    await start()
    await eventually(() => expect(rooms()).toMatchObject([{ roomName: `${name}’s room`, me: { name } }]))
  })

  test('suggests another name, as long as the one that stands there is a suggestion', async () => {
    const { form, press, values, buttons } = await mountForm()
    const [before] = values()
    await press('Suggest another')
    expect(values()[0]).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
    expect(values()[0]).not.toBe(before)
    type(field(form, 'Your name'), 'Ada')
    await eventually(() => expect(buttons()).not.toContain('Suggest another'))
  })

  test('names the room of an invite on its button, and joins it', async () => {
    const invite = encodeInvite({
      kind: 'private',
      relayUrl: 'wss://relay.example/ws',
      roomName: 'Kitchen',
      secret: 'A'.repeat(43),
      sharesHistory: true,
    })
    const { form, start, rooms, buttons } = await mountForm({ invite: `Come in: ${invite}` })
    expect(describes(form, 'Got an invite?')).toBe('Room “Kitchen” on relay wss://relay.example/ws')
    expect(buttons()).toContain('Join Kitchen')
    await start()
    await eventually(() =>
      expect(rooms()).toMatchObject([{ roomName: 'Kitchen', relayUrl: 'wss://relay.example/ws' }]),
    )
    // It has done its work.
    await eventually(() => expect(field(form, 'Got an invite?').value).toBe(''))
  })

  test('says what is wrong with an invite, joins nothing, and clears the field for another', async () => {
    const { form, press, start, rooms } = await mountForm({ invite: 'sidetone-invite1.AAAA' })
    expect(describes(form, 'Got an invite?')).toMatch(/incomplete or mistyped/)
    await start()
    await eventually(() => expect(document.activeElement).toBe(field(form, 'Got an invite?')))
    expect(rooms()).toEqual([])
    await press('Paste again')
    await eventually(() => expect(field(form, 'Got an invite?').value).toBe(''))
    expect(document.activeElement).toBe(field(form, 'Got an invite?'))
    expect(describes(form, 'Got an invite?')).toMatch(/Paste the invite/)
  })

  test('unfolds the relay where that keeps a room of one’s own from being started', async () => {
    const { form, start, isUnfolded, rooms } = await mountForm()
    type(field(form, 'Relay URL'), 'nonsense nonsense')
    await start()
    await eventually(() => expect(document.activeElement).toBe(field(form, 'Relay URL')))
    expect(isUnfolded()).toBe(true)
    expect(describes(form, 'Relay URL')).toMatch(/That isn’t a valid URL/)
    expect(rooms()).toEqual([])
  })

  test('shows the rooms of somebody who was here before, which are joined at a press', async () => {
    const host = startHost()
    const joined = await host.engine.createRoom({
      name: 'Ada',
      relayUrl: local,
      roomName: 'Kitchen',
      sharesHistory: true,
    })
    if (!joined.ok) throw new Error(joined.problem.kind)
    host.engine.leave(joined.value.roomId)
    await eventually(async () => expect(await database.rooms.count()).toBe(1))
    const form = mount(JoinForm, {
      props: { isShown: true },
      global: { plugins: host.plugins },
      attachTo: document.body,
    })
    onTestFinished(() => form.unmount())
    await eventually(() => expect(form.find('.known').text()).toMatch(/Your rooms.*Kitchen/))
    await form.find('.known button').trigger('click')
    await eventually(() => expect(host.engine.snapshot().rooms).toMatchObject([{ roomName: 'Kitchen' }]))
  })
})

describe('the test of a relay', () => {
  const result = (form: Awaited<ReturnType<typeof mountForm>>['form']) => form.find('.test').text()

  test('says that it answers, and leaves no connection behind', async () => {
    const { form, press, host } = await mountForm()
    await eventually(() => expect(form.find('.test').exists()).toBe(true))
    await press('Test relay')
    await eventually(() => expect(result(form)).toMatch(/Asking the relay/))
    await eventually(() => expect(host.sockets.sockets).toHaveLength(1))
    expect(host.sockets.last().address).toMatch(/^ws:\/\/127\.0\.0\.1:8080\/ws\//)
    host.sockets.last().open()
    await eventually(() => expect(host.sockets.last().sent.length).toBeGreaterThan(0))
    host.sockets.last().deliver(host.sockets.last().sent.at(-1))
    await eventually(() => expect(result(form)).toMatch(/This relay answers/))
    expect(form.find('details').attributes('open')).toBeUndefined()
    await eventually(() => expect(host.sockets.alive()).toEqual([]))
    // Of the next one nothing is known yet.
    type(field(form, 'Relay URL'), 'ws://other.example/ws')
    await eventually(() => expect(result(form)).not.toMatch(/This relay answers/))
  })

  test('says that nothing answers, and how to get a relay', async () => {
    const { form, press, host } = await mountForm()
    await eventually(() => expect(form.find('.test').exists()).toBe(true))
    await press('Test relay')
    await eventually(() => expect(host.sockets.sockets).toHaveLength(1))
    await eventually(() => {
      // The room's address, and then the hub's.
      for (const socket of host.sockets.alive()) socket.drop()
      expect(result(form)).toMatch(/No answer from ws:\/\/127/)
    })
    await eventually(() => expect(form.find('details').attributes('open')).toBeDefined())
    expect(result(form)).toContain('npm start')
  })

  test('says at the field that no relay has such a URL', async () => {
    const { form, press, host } = await mountForm()
    type(field(form, 'Relay URL'), 'http://relay.example/ws')
    await eventually(() => expect(form.find('.test').exists()).toBe(true))
    await press('Test relay')
    await eventually(() => expect(describes(form, 'Relay URL')).toMatch(/not with http:\/\//))
    expect(host.sockets.sockets).toEqual([])
  })
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
