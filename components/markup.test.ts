import { mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import MessageItem from '@/components/chat/MessageItem.vue'
import PeopleList from '@/components/people/PeopleList.vue'
import ConnectionDetails from '@/components/rooms/ConnectionDetails.vue'
import ConnectionStatus from '@/components/rooms/ConnectionStatus.vue'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import ProblemNotice from '@/components/ui/ProblemNotice.vue'
import type { EntryRow } from '@/engine/storage/database.ts'
import type { RoomView } from '@/engine/view.ts'

beforeEach(() => speak('en'))

const markup = '<img src=x onerror="alert(1)"><b>bold</b>&lt; {{ 1 + 1 }} <script>alert(2)</script>'

const message: EntryRow = {
  order: 1,
  roomId: 'room',
  authorId: 'ada',
  authorName: markup,
  seq: 1,
  atMs: 0,
  kind: 'text',
  prev: null,
  digest: '',
  signedText: '',
  text: markup,
  sortKey: 0,
  receivedAtMs: 0,
  authorKey: '',
  signature: '',
}
const room: RoomView = {
  roomId: 'room',
  roomName: markup,
  relayUrl: 'ws://relay.example/ws',
  me: { peerId: 'me', name: markup },
  relay: { kind: 'open', address: 'room' },
  peers: [{ peerId: 'ada', name: markup, state: 'connected' }],
  problems: [],
}

test.each<[string, () => VueWrapper, number]>([
  [
    'a message and its author',
    () =>
      mount(MessageItem, {
        props: { message, text: markup, contradictions: [markup], hasGap: true, isFirst: true, ownId: 'me' },
      }),
    5,
  ],
  ['the people', () => mount(PeopleList, { props: { room } }), 2],
  ['the status', () => mount(ConnectionStatus, { props: { room, title: markup, isHostLost: false } }), 1],
  [
    "a room's name",
    () =>
      mount(ConnectionStatus, { props: { room: { ...room, peers: [] }, title: markup, isHostLost: false } }),
    1,
  ],
  [
    'the log',
    () =>
      mount(ConnectionDetails, {
        props: { log: [{ atMs: 0, roomId: 'room', event: 'peer-left', peerName: markup }] },
      }),
    1,
  ],
  [
    'a problem',
    () => mount(ProblemNotice, { props: { problem: { kind: 'peer-unreachable', peerName: markup } } }),
    1,
  ],
])('markup in %s is shown as it was written', (_, show, times) => {
  const wrapper = show()
  expect(rootOf(wrapper).textContent.split(markup)).toHaveLength(times + 1)
  expect(wrapper.findAll('img, b, script')).toEqual([])
  wrapper.unmount()
})
