import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { limits } from '@/engine/base/limits.ts'
import type { Problem } from '@/engine/base/problem.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { useRoomsStore } from '@/stores/rooms.ts'
import { useSettingsScreen } from '@/stores/settings-screen.ts'
import ProblemActions from './ProblemActions.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

const relayUrl = 'ws://relay.example/ws'

/** The buttons about a problem, in a place that can do all that a place can. */
function mountActions(problem: Problem) {
  const world = startHost()
  const pressed: string[] = []
  const note = (what: string) => () => void pressed.push(what)
  const wrapper = mount(ProblemActions, {
    props: {
      problem,
      roomId: 'room',
      onTryAgain: note('try again'),
      onChangeRelay: note('change relay'),
      onFreeSpace: note('free space'),
    },
    global: { plugins: world.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => wrapper.unmount())
  return {
    ...world,
    pressed,
    wrapper,
    names: () => wrapper.findAll('button').map((button) => button.text()),
    press: (name: string) =>
      wrapper
        .findAll('button')
        .find((button) => button.text() === name)
        ?.trigger('click'),
  }
}

describe('ProblemActions', () => {
  test.each<[Problem, string[]]>([
    [{ kind: 'too-many-rooms', max: 16 }, ['Leave a room']],
    [{ kind: 'room-full', max: 32 }, ['Try again']],
    [{ kind: 'peer-unauthenticated', peerName: 'Bo' }, ['Change relay']],
    [{ kind: 'peer-unreachable', peerName: 'Bo' }, ['Try again', 'Check connection']],
    [{ kind: 'relay-malformed', count: 5 }, ['Change relay', 'Check connection']],
    [{ kind: 'relay-denied', relayUrl, reason: 'full-address' }, ['Leave a room', 'Try again']],
    [{ kind: 'relay-denied', relayUrl, reason: 'no-key' }, ['Try again', 'Check connection']],
    [{ kind: 'storage-failed', detail: 'QuotaExceededError' }, ['Try again', 'Forget a room']],
    [{ kind: 'host-lost' }, ['Try again']],
    [{ kind: 'unexpected', detail: 'Error: no' }, ['Try again']],
    [{ kind: 'webrtc-off' }, ['Try again']],
    [{ kind: 'not-joined' }, ['Join again']],
    [{ kind: 'message-gone' }, []],
  ])('offers for %j: %j', (problem, names) => {
    expect(mountActions(problem).names()).toEqual(names)
  })

  test('leads where each button says', async () => {
    const full = mountActions({ kind: 'storage-failed', detail: 'QuotaExceededError' })
    await full.press('Forget a room')
    await full.press('Try again')
    expect(full.pressed).toEqual(['free space', 'try again'])
    const malformed = mountActions({ kind: 'relay-malformed', count: 5 })
    await malformed.press('Change relay')
    await malformed.press('Check connection')
    expect(malformed.pressed).toEqual(['change relay'])
    expect(useSettingsScreen().page).toBe('check')
  })

  test('offers nothing that cannot be done from where it stands', () => {
    const { plugins } = startHost()
    const wrapper = mount(ProblemActions, {
      props: { problem: { kind: 'storage-failed', detail: 'QuotaExceededError' } },
      global: { plugins },
    })
    onTestFinished(() => wrapper.unmount())
    expect(wrapper.findAll('button')).toEqual([])
  })

  test('with too many rooms, has one of them left, and goes on with what was wanted', async () => {
    const { engine, clock, press, pressed } = mountActions({ kind: 'too-many-rooms', max: 2 })
    for (const roomName of ['First', 'Second']) {
      const joined = await engine.join({ name: 'Ada', relayUrl, roomName })
      if (!joined.ok) throw new Error(joined.problem.kind)
      await clock.advance(limits.saveDelayMs)
    }
    await eventually(() =>
      expect(useRoomsStore().list.map(({ row }) => row !== undefined)).toEqual([true, true]),
    )
    await press('Leave a room')
    const choices = () => [...document.querySelectorAll<HTMLElement>('[role=dialog] li button')]
    // The one that was joined last is the least likely to be left.
    await eventually(() =>
      expect(choices().map((one) => one.textContent.trim())).toEqual(['First', 'Second']),
    )
    choices()[0]?.click()
    await eventually(() => expect(pressed).toEqual(['try again']))
    expect(engine.snapshot().rooms.map((room) => room.roomName)).toEqual(['Second'])
    await eventually(() => expect(document.querySelector('[role=dialog]')).toBeNull())
  })
})
