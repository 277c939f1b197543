import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { roomOf } from '@/components/testing/call.ts'
import { speak } from '@/components/testing/messages.ts'
import ConnectionStatus from './ConnectionStatus.vue'

beforeEach(() => {
  speak('en')
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('the status of a relay that is away counts down to be seen, and not to be heard', async () => {
  const problem = { kind: 'relay-unreachable', relayUrl: 'ws://relay.example/ws' } as const
  const waiting = () => ({ kind: 'waiting', retryAtMs: Date.now() + 30_000, problem }) as const
  const status = mount(ConnectionStatus, {
    props: { room: roomOf([], { relay: waiting() }), title: 'lobby', isHostLost: false },
  })
  onTestFinished(() => status.unmount())
  const heard = new Set<string>()
  const seen = new Set<string>()
  async function look() {
    await nextTick()
    heard.add(status.find('[role=status]').text())
    seen.add(status.find('[aria-hidden=true]').text())
  }
  for (let second = 0; second < 32; second++) {
    await look()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  // It is tried, in vain, and waited for again.
  await status.setProps({ room: roomOf([], { relay: { kind: 'connecting', problem } }) })
  await look()
  await status.setProps({ room: roomOf([], { relay: waiting() }) })
  await look()
  expect(seen.size).toBeGreaterThan(25)
  expect([...heard]).toEqual(['Can’t reach the relay. Sidetone keeps trying.'])
})
