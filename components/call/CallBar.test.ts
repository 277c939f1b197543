import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { callOf, peerIdOf, peerOf, roomOf } from '@/components/testing/call.ts'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { speak } from '@/components/testing/messages.ts'
import type { CallView } from '@/engine/call/call-view.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { useHostStore } from '@/stores/host.ts'
import CallBar from './CallBar.vue'
import { openingTakesMs } from './use-slow.ts'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

beforeEach(() => speak('en'))

/** As a screen reader has it: what is hidden from it does not count. */
function nameOf(button: { element: Element }): string {
  const words = button.element.cloneNode(true)
  if (!(words instanceof Element)) return ''
  words.querySelectorAll('[aria-hidden]').forEach((one) => one.remove())
  return button.element.getAttribute('aria-label') ?? words.textContent.trim()
}

async function show(call: CallView) {
  const rooms = [
    roomOf([{ name: 'Bo', microphone: 'on' }]),
    roomOf([], { roomId: 'other', roomName: 'Kitchen' }),
  ]
  const host = startCallHost({ rooms, call })
  const wrapper = mount(CallBar, {
    props: { call },
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => wrapper.unmount())
  const store = useHostStore()
  await eventually(() => expect(store.call).toBeDefined())
  const button = (name: string) => wrapper.findAll('button').find((one) => nameOf(one) === name)
  return {
    ...host,
    wrapper,
    store,
    button,
    names: () => wrapper.findAll('button').map(nameOf),
    async press(name: string) {
      const found = button(name)
      if (!found) throw new Error(`There is no button "${name}".`)
      await found.trigger('click')
    },
    async lastAction(expected: unknown) {
      await eventually(() => expect(host.actions.at(-1)).toEqual(expected))
    },
  }
}

test('mute, deafen and hang up, under names that stay', async () => {
  const { names, press, lastAction, wrapper } = await show(callOf({ peers: [peerOf('Bo')] }))
  expect(names()).toEqual(['lobby', 'Call settings', 'Mute', 'Deafen', 'Hang up', 'People in the call'])
  await press('Mute')
  await lastAction({ type: 'set-muted', isMuted: true })
  await press('Deafen')
  await lastAction({ type: 'set-deafened', isDeafened: true })
  await wrapper.setProps({ call: callOf({ microphone: 'muted', isDeafened: true }) })
  await press('Unmute')
  await lastAction({ type: 'set-muted', isMuted: false })
  await press('Undeafen')
  await lastAction({ type: 'set-deafened', isDeafened: false })
  await press('Hang up')
  await lastAction({ type: 'hang-up' })
})

test('the focus of the button that led here goes on at Mute, and nobody else loses theirs', async () => {
  const { button } = await show(callOf())
  expect(document.activeElement).toBe(button('Mute')?.element)
  const composer = document.createElement('textarea')
  document.body.append(composer)
  composer.focus()
  await show(callOf())
  expect(document.activeElement).toBe(composer)
  composer.remove()
})

test('the name of the room turns to it', async () => {
  const { press, store } = await show(callOf())
  await eventually(() => expect(store.room?.roomId).toBe('other'))
  await press('lobby')
  expect(store.room?.roomId).toBe('room')
})

test('it says how long and how well, and who is affected while it heals', async () => {
  const call = callOf({ joinedAtMs: Date.now() - 61_500, peers: [peerOf('Bo')] })
  const { wrapper } = await show(call)
  expect(wrapper.find('[role="timer"]').text()).toBe('1:01')
  expect(wrapper.text()).toContain('Good')
  const state = () => wrapper.find('[role="status"]').text()
  expect(state()).toBe('')
  await wrapper.setProps({ call: { ...call, peers: [peerOf('Bo', { state: 'reconnecting' })] } })
  expect(state()).toBe('Lost audio from Bo. Reconnecting…')
  await wrapper.setProps({ call: { ...call, state: 'opening', joinedAtMs: Date.now() } })
  expect(state()).toBe('Opening the microphone…')
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  await wrapper.setProps({ call: { ...call, state: 'joined' } })
  await wrapper.setProps({ call: { ...call, state: 'opening' } })
  await vi.advanceTimersByTimeAsync(openingTakesMs)
  expect(state()).toBe('Waiting for the microphone…')
})

test('a listener is told so, and has nothing to mute', async () => {
  const { wrapper, button, press, actions } = await show(
    callOf({ microphone: 'none', notice: { kind: 'microphone-none' } }),
  )
  expect(wrapper.find('[role="status"]').text()).toMatch(/^You’re only listening/)
  expect(button('Mute')?.attributes('aria-disabled')).toBe('true')
  await press('Mute')
  await press('Try again')
  await eventually(() => expect(actions).toEqual([{ type: 'open-microphone' }]))
  await press('Dismiss')
  await eventually(() => expect(actions.at(-1)).toEqual({ type: 'dismiss-notice' }))
})

describe('push-to-talk', () => {
  const call = callOf({ isPushToTalk: true, microphone: 'muted' })

  test('speaks while the button is held, by pointer or key', async () => {
    const { button, names, actions } = await show(call)
    expect(names()).not.toContain('Unmute')
    const hold = button('Hold to talk')
    const element = hold?.element
    if (element) element.setPointerCapture = () => undefined
    await hold?.trigger('pointerdown', { button: 0, pointerId: 1 })
    expect(hold?.attributes('aria-pressed')).toBe('true')
    await hold?.trigger('pointerup')
    await hold?.trigger('keydown', { key: ' ' })
    await hold?.trigger('keydown', { key: ' ', repeat: true })
    await hold?.trigger('keyup', { key: ' ' })
    await hold?.trigger('keydown', { key: 'Enter' })
    await hold?.trigger('blur')
    await eventually(() =>
      expect(actions.map((action) => action.type === 'hold-to-talk' && action.isHeld)).toEqual([
        true,
        false,
        true,
        false,
        true,
        false,
      ]),
    )
  })

  test('shows that we are heard when a key of the browser holds it, and lets go of that, too', async () => {
    const { button, wrapper, press, lastAction } = await show(call)
    expect(button('Hold to talk')?.attributes('aria-pressed')).toBe('false')
    await wrapper.setProps({ call: { ...call, microphone: 'on' } })
    expect(button('Hold to talk')?.attributes('aria-pressed')).toBe('true')
    // As a screen reader presses: without pointer or key, and so from one press to the next.
    await press('Hold to talk')
    await lastAction({ type: 'hold-to-talk', isHeld: false })
    await wrapper.setProps({ call })
    await press('Hold to talk')
    await lastAction({ type: 'hold-to-talk', isHeld: true })
  })

  test('lets go when the window is left or the call ends', async () => {
    const { button, actions, wrapper } = await show(call)
    await button('Hold to talk')?.trigger('keydown', { key: 'Enter' })
    window.dispatchEvent(new Event('blur'))
    await button('Hold to talk')?.trigger('keydown', { key: 'Enter' })
    wrapper.unmount()
    await eventually(() => expect(actions).toHaveLength(4))
    expect(actions.at(-1)).toEqual({ type: 'hold-to-talk', isHeld: false })
  })
})

describe('the people in the call', () => {
  async function showPeople(...peers: CallView['peers']) {
    const shown = await show(callOf({ peers }))
    await shown.press('People in the call')
    await eventually(() => expect(shown.wrapper.find('ul').exists()).toBe(true))
    return shown
  }

  test('say what comes from them', async () => {
    const { wrapper } = await showPeople(
      peerOf('Bo', { microphone: 'muted' }),
      peerOf('Cy', { microphone: 'none', isMutedLocally: true }),
      peerOf('Di', { state: 'reconnecting', quality: { word: 'unknown' } }),
    )
    for (const quality of wrapper.findAll('li .quality')) await quality.trigger('click')
    const people = wrapper.findAll('li').map((one) => one.text())
    expect(people[0]).toMatch(/Bo.*muted.*Good.*100%, normal.*Round trip.*12 ms/s)
    expect(people[1]).toMatch(/Cy.*listening only, muted for you/s)
    expect(people[2]).toMatch(/Di.*reconnecting/s)
    expect(people[2]).not.toContain('Round trip')
  })

  test('can be made louder and silenced, each by name', async () => {
    const { wrapper, press, lastAction } = await showPeople(peerOf('Bo'))
    const slider = wrapper.find('input[type="range"]')
    expect(slider.attributes()).toMatchObject({
      'aria-label': 'Volume of Bo',
      'aria-valuetext': '100%, normal',
      max: '200',
    })
    await slider.setValue(150)
    await lastAction({ type: 'set-volume', peerId: peerIdOf('Bo'), volumePercent: 150 })
    expect(slider.attributes('aria-valuetext')).toBe('150%, louder')
    await press('Mute Bo for me')
    await lastAction({ type: 'set-muted-locally', peerId: peerIdOf('Bo'), isMutedLocally: true })
    await wrapper.setProps({ call: callOf({ peers: [peerOf('Bo', { isMutedLocally: true })] }) })
    await press('Unmute Bo for me')
    await lastAction({ type: 'set-muted-locally', peerId: peerIdOf('Bo'), isMutedLocally: false })
  })

  test('wear a ring while they speak, which fades', async () => {
    const { wrapper, tell } = await showPeople(peerOf('Bo'), peerOf('Cy', { microphone: 'muted' }))
    const speaking = () => wrapper.findAll('ul .speaking').length
    const say = async (level: number) => {
      tell({ type: 'call-levels', levels: { [peerIdOf('Bo')]: level, [peerIdOf('Cy')]: level } })
      await new Promise((resolve) => setTimeout(resolve))
      await nextTick()
    }
    expect(speaking()).toBe(0)
    await say(0.6)
    expect(speaking()).toBe(1)
    await say(0)
    expect(speaking()).toBe(1)
    for (let report = 0; report < 10; report++) await say(0)
    expect(speaking()).toBe(0)
  })
})
