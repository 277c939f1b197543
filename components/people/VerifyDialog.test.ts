import { mount } from '@vue/test-utils'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { roomOf } from '@/components/testing/call.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import type { PeerView } from '@/engine/view.ts'
import { useHostStore } from '@/stores/host.ts'
import VerifyDialog from './VerifyDialog.vue'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

beforeEach(() => speak('en'))

/** The dialog for Bo, whose client speaks these features. */
async function show(...features: string[]) {
  const peer: PeerView = { peerId: 'bo', name: 'Bo', state: 'connected', trust: 'known', features }
  const room = roomOf([], { peers: [peer] })
  const { asked, plugins } = startCallHost({ rooms: [room] })
  const store = useHostStore()
  await eventually(() => expect(store.rooms).toHaveLength(1))
  const dialog = mount(VerifyDialog, {
    props: { roomId: room.roomId, peerId: peer.peerId, peer, open: true },
    global: { plugins },
    attachTo: document.body,
  })
  onTestFinished(() => dialog.unmount())
  await eventually(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  return {
    asked,
    dialog,
    peer,
    text: () => document.querySelector('[role=dialog]')?.textContent ?? '',
    tabs: () => [...document.querySelectorAll('[role=tab]')].map((tab) => tab.textContent),
    buttons: () =>
      [...document.querySelectorAll('[role=dialog] button')].map((one) => one.textContent.trim()),
  }
}

test('the verify dialog asks a peer that can compare emoji', async () => {
  const { asked, tabs, text } = await show('chat', 'call', 'verification')
  expect(tabs()).toEqual(['Emoji', 'Number'])
  await eventually(() => expect(asked).toContain('act'))
  expect(text()).toContain('One moment…')
})

test('the verify dialog offers only the number where the peer can’t compare emoji, and asks it nothing', async () => {
  const { asked, buttons, tabs, text } = await show('chat')
  expect(tabs()).toEqual([])
  expect(text()).toContain('Bo’s Sidetone can’t compare emoji. Compare the number instead.')
  expect(text()).not.toContain('One moment…')
  expect(buttons()).toContain('They match')
  expect(asked).not.toContain('act')
})

test('the verify dialog turns to the number where the peer comes back with a client that knows no emoji', async () => {
  const { dialog, peer, text } = await show('chat', 'verification')
  await dialog.setProps({ peer: { ...peer, features: ['chat'] } })
  await eventually(() => expect(text()).toContain('Compare the number instead.'))
})
