import { mount } from '@vue/test-utils'
import { h } from 'vue'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { callOf, roomOf } from '@/components/testing/call.ts'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { speak } from '@/components/testing/messages.ts'
import type { CallView } from '@/engine/call/call-view.ts'
import type { Problem } from '@/engine/base/problem.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import type { RoomView } from '@/engine/view.ts'
import { limits } from '@/engine/base/limits.ts'
import { useHostStore } from '@/stores/host.ts'
import CallSheet from './CallSheet.vue'
import RoomCall from './RoomCall.vue'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

beforeEach(() => speak('en'))

async function show(room: RoomView, call?: CallView) {
  const other = { ...roomOf([]), roomId: 'other', roomName: 'Kitchen' }
  const host = startCallHost({ rooms: [room, other], ...(call && { call }) })
  const wrapper = mount(() => [h(RoomCall, { room }), h(CallSheet, { roomId: room.roomId })], {
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => wrapper.unmount())
  const store = useHostStore()
  await eventually(() => expect(store.rooms).toHaveLength(2))
  return {
    ...host,
    text: () => wrapper.text(),
    buttons: () => wrapper.findAll('button').map((button) => button.text()),
    async press(name: string) {
      await eventually(() => expect(wrapper.findAll('button').map((one) => one.text())).toContain(name))
      await wrapper
        .findAll('button')
        .find((button) => button.text() === name)
        ?.trigger('click')
    },
  }
}

test('with nobody in a call it can be started', async () => {
  const { buttons, press, actions, text } = await show(roomOf([{ name: 'Bo' }]))
  expect(buttons()).toEqual(['Start call'])
  expect(text()).toBe('Start call')
  await press('Start call')
  await eventually(() => expect(actions).toEqual([{ type: 'join', roomId: 'room' }]))
})

test('where no client here knows calls, that is said before one is started', async () => {
  const bo = { peerId: 'bo', name: 'Bo', state: 'connected', features: ['chat'] } as const
  const cy = { ...bo, peerId: 'cy', name: 'Cy' }
  const nobodyCan = await show(
    roomOf([], { peers: [bo, cy].map((peer) => ({ ...peer, features: ['chat'] })) }),
  )
  expect(nobodyCan.text()).toContain('Nobody here can join a call.')
  const one = await show(
    roomOf([], {
      peers: [
        { ...bo, features: ['chat'] },
        { ...cy, features: ['chat', 'call'] },
      ],
    }),
  )
  expect(one.text()).toBe('Start call')
})

test('a call that somebody is in can be joined, and pressing twice joins once', async () => {
  const { buttons, press, actions, text } = await show(roomOf([{ name: 'Bo', microphone: 'on' }]))
  expect(text()).toContain('Bo is in a call')
  expect(buttons()).toEqual(['Join call'])
  await Promise.all([press('Join call'), press('Join call')])
  await eventually(() => expect(actions).toEqual([{ type: 'join', roomId: 'room' }]))
})

test('when the call is over, the focus that its bar had goes on where one starts the next', async () => {
  const { buttons, tell } = await show(roomOf([]), callOf())
  await eventually(() => expect(buttons()).toEqual([]))
  tell({ type: 'call' })
  await eventually(() => expect(document.activeElement?.textContent).toContain('Start call'))
})

test('whoever is in another call is told before that it is left', async () => {
  const { text } = await show(roomOf([]), callOf({ roomId: 'other' }))
  await eventually(() => expect(text()).toContain('You’ll leave the call in Kitchen.'))
})

test('in the call itself, the call bar says the rest', async () => {
  const { buttons } = await show(roomOf([{ name: 'Bo', microphone: 'on' }]), callOf())
  await eventually(() => expect(buttons()).toEqual([]))
})

test('a full call says so and offers nothing', async () => {
  const people = Array.from({ length: limits.maxCallVoices }, (_, place) => ({
    name: String(place),
    microphone: 'on' as const,
  }))
  const { buttons, text } = await show(roomOf(people))
  expect(text()).toContain(`Up to ${limits.maxCallVoices} people can join`)
  expect(buttons()).toEqual([])
})

describe('what keeps a call from starting is said, with what helps', () => {
  test.each<[Problem, string[]]>([
    [{ kind: 'microphone-prompt' }, ['Allow microphone', 'Dismiss']],
    [{ kind: 'microphone-denied' }, ['Open browser settings', 'Try again', 'Dismiss']],
    [{ kind: 'microphone-in-use' }, ['Try again', 'Change device', 'Dismiss']],
  ])('%o', async (problem, helps) => {
    const { refuse, press, buttons } = await show(roomOf([]))
    refuse(problem)
    await press('Start call')
    await eventually(() => expect(buttons()).toEqual(['Start call', ...helps]))
    await press('Dismiss')
    expect(buttons()).toEqual(['Start call'])
  })

  test('the microphone is asked for in a tab, which knows the room', async () => {
    const create = vi.spyOn(fakeBrowser.tabs, 'create')
    const { refuse, press } = await show(roomOf([]))
    refuse({ kind: 'microphone-prompt' })
    await press('Start call')
    await press('Allow microphone')
    await eventually(() => expect(create).toHaveBeenCalledOnce())
    expect(create.mock.calls[0]?.[0].url).toMatch(/permission\.html#room=room$/)
  })

  test('trying again joins', async () => {
    const { refuse, press, actions } = await show(roomOf([]))
    refuse({ kind: 'microphone-denied' })
    await press('Start call')
    await press('Try again')
    await eventually(() => expect(actions).toHaveLength(2))
    expect(actions[1]).toEqual({ type: 'join', roomId: 'room' })
  })
})
