import { mount } from '@vue/test-utils'
import { defineComponent, h, ref } from 'vue'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { describes, field, type } from '@/components/testing/find.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { encodeInvite } from '@/engine/wire/invite.ts'
import type { PeerView, RoomView } from '@/engine/view.ts'
import { limits } from '@/engine/base/limits.ts'
import { database } from '@/stores/database.ts'
import { useHostStore } from '@/stores/host.ts'
import { useReadMark } from '@/stores/read-mark.ts'
import { roomTitle, useRoomsStore } from '@/stores/rooms.ts'
import ConnectionStatus from './ConnectionStatus.vue'
import JoinRoomDialog from './JoinRoomDialog.vue'
import NewRoomDialog from './NewRoomDialog.vue'
import RoomsNav from './RoomsNav.vue'
import RoomTab from './RoomTab.vue'
import { roomMood, whoCanJoin } from './room-words.ts'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

const relayUrl = 'ws://127.0.0.1:8080/ws'
const page = { element: document.body }

/** Asked for where nobody has said yet who they are. */
async function giveName() {
  await eventually(() => type(field(page, 'Your name'), 'Ada'))
}

/** A panel with its list of rooms and its dialogs. */
function mountRooms() {
  const world = startHost()
  const isMaking = ref(false)
  const isJoining = ref(false)
  const invite = ref('')
  const panel = mount(
    defineComponent(() => {
      const host = useHostStore()
      const rooms = useRoomsStore()
      useReadMark(() => {
        const roomId = host.room?.roomId
        return roomId === undefined ? undefined : { roomId, isKnown: rooms.rowOf(roomId) !== undefined }
      })
      return () => [
        h(RoomsNav, { shownId: host.room?.roomId, onNewRoom: () => (isMaking.value = true) }),
        h(NewRoomDialog, {
          open: isMaking.value,
          'onUpdate:open': (open: boolean) => (isMaking.value = open),
        }),
        h(JoinRoomDialog, {
          open: isJoining.value,
          invite: invite.value,
          'onUpdate:open': (open: boolean) => (isJoining.value = open),
          'onUpdate:invite': (text: string) => (invite.value = text),
        }),
      ]
    }),
    { global: { plugins: world.plugins }, attachTo: document.body },
  )
  onTestFinished(() => panel.unmount())
  const { engine, clock } = world
  return {
    ...world,
    isMaking,
    isJoining,
    invite,
    host: useHostStore(),
    tabs: () =>
      [...document.querySelectorAll('nav li button.tab')].map((tab) => ({
        name: tab.querySelector('.name')?.textContent,
        isShown: tab.getAttribute('aria-current') === 'page',
        about: document.getElementById(tab.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
      })),
    async open(name: string) {
      const tab = [...document.querySelectorAll<HTMLElement>('nav button.tab')].find(
        (one) => one.querySelector('.name')?.textContent === name,
      )
      await eventually(() => expect(tab).toBeDefined())
      tab?.click()
    },
    submit: () => document.querySelector('form')?.requestSubmit(),
    /** Joins a room with a row on disk, as another panel might. */
    async join(roomName: string) {
      const joined = await engine.join({ name: 'Ada', relayUrl, roomName })
      if (!joined.ok) throw new Error(joined.problem.kind)
      await clock.advance(limits.saveDelayMs)
      await eventually(async () => expect(await database.rooms.get(joined.value.roomId)).toBeDefined())
      return joined.value.roomId
    },
    hear: (roomId: string, seq: number) =>
      database.entries.add({
        roomId,
        authorId: 'bo',
        authorName: 'Bo',
        seq,
        atMs: 0,
        kind: 'text',
        isShown: 1 as const,
        prev: null,
        digest: '',
        signedText: '',
        text: 'hi',
        sortKey: seq,
        receivedAtMs: 0,
        authorKey: '',
        signature: '',
      }),
  }
}

describe('the list of rooms', () => {
  test('names them, says how they fare and counts what was not seen', async () => {
    const { join, hear, tabs, open, host } = mountRooms()
    const first = await join('First')
    const second = await join('Second')
    host.show(second)
    await eventually(() =>
      expect(
        tabs()
          .map((tab) => tab.name)
          .toSorted(),
      ).toEqual(['First', 'Second']),
    )
    await hear(first, 1)
    await hear(first, 2)
    await hear(second, 1)
    await eventually(() =>
      expect(tabs().find((tab) => tab.name === 'First')?.about).toMatch(/2 new messages/),
    )
    expect(tabs().find((tab) => tab.isShown)?.name).toBe('Second')
    // What is in sight is read.
    await eventually(async () => expect((await database.rooms.get(second))?.readUpTo).toBeGreaterThan(0))
    expect((await database.rooms.get(first))?.readUpTo).toBe(0)

    await open('First')
    await eventually(() => expect(tabs().find((tab) => tab.isShown)?.name).toBe('First'))
    await eventually(() =>
      expect(
        tabs()
          .map((tab) => tab.about)
          .join(),
      ).not.toMatch(/new message/),
    )
  })

  test('counts nothing as unread that is in sight, however much follows', async () => {
    const { join, hear, host } = mountRooms()
    const busy = await join('Busy')
    host.show(busy)
    let seq = 0
    const talk = setInterval(() => void hear(busy, (seq += 1)), 60)
    onTestFinished(() => clearInterval(talk))
    await eventually(async () => expect((await database.rooms.get(busy))?.readUpTo).toBeGreaterThan(0))
    expect(seq).toBeLessThan(60)
  })

  test('keeps a room that was left, and joins it again at a press', async () => {
    const { join, engine, tabs, open } = mountRooms()
    const roomId = await join('First')
    engine.leave(roomId)
    await eventually(() => expect(tabs()).toMatchObject([{ name: 'First', about: 'not joined' }]))
    await open('First')
    await eventually(() => expect(engine.snapshot().rooms).toHaveLength(1))
    await eventually(() => expect(tabs()).toMatchObject([{ name: 'First', isShown: true }]))
  })

  test('forgets a room that was left when that was asked, without going back into it', async () => {
    const { join, hear, engine, tabs, sockets } = mountRooms()
    const roomId = await join('First')
    await hear(roomId, 1)
    // What is joined is forgotten from its own head.
    expect(document.querySelector('nav li [aria-label="Forget room"]')).toBeNull()
    engine.leave(roomId)
    await eventually(() => expect(tabs()[0]?.about).toMatch(/^not joined/))
    const before = sockets.sockets.length
    document.querySelector<HTMLElement>('nav li [aria-label="Forget room"]')?.click()
    await eventually(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
    const dialog = document.querySelector('[role=dialog]')
    expect(dialog?.textContent).toContain('Forget “First”?')
    expect(dialog?.textContent).not.toContain('You’ll leave')
    expect(await database.entries.count()).toBe(1)
    dialog?.querySelector<HTMLElement>('.danger')?.click()
    await eventually(() => expect(tabs()).toEqual([]))
    expect(await database.entries.count()).toBe(0)
    expect(sockets.sockets).toHaveLength(before)
  })

  test('a room whose relay does not answer can be joined at another', async () => {
    const { join, engine, open, httpText } = mountRooms()
    const roomId = await join('First')
    engine.leave(roomId)
    await engine.changeSettings({ isRelayOnly: true })
    await open('First')
    await eventually(() => expect(document.querySelector('nav')?.textContent).toMatch(/No answer from/))
    const buttons = [...document.querySelectorAll<HTMLElement>('nav .notice button')]
    buttons.find((button) => button.textContent.trim() === 'Change relay')?.click()
    await eventually(() => expect(field(page, 'Relay URL').value).toBe(relayUrl))
    const iceServers = [{ urls: ['turn:t.example.org'], username: 'u', credential: 'c' }]
    httpText.set('http://other.example/turn', JSON.stringify({ iceServers, ttlSeconds: 3_600 }))
    type(field(page, 'Relay URL'), 'ws://other.example/ws')
    document.querySelector('form')?.requestSubmit()
    await eventually(() =>
      expect(engine.snapshot().rooms).toMatchObject([{ roomId, relayUrl: 'ws://other.example/ws' }]),
    )
    await eventually(() => expect(document.querySelector('nav')?.textContent).not.toMatch(/No answer/))
    await eventually(() => expect(document.querySelector('[role=dialog]')).toBeNull())
  })
})

test('a new private room: what is wrong is said at its field, what is right joins', async () => {
  const { isMaking, submit, engine } = mountRooms()
  isMaking.value = true
  await eventually(() => expect(field(page, 'Relay URL').value).toBe(relayUrl))
  // A name is proposed.
  expect(field(page, 'Your name').value).not.toBe('')
  type(field(page, 'Your name'), ' ')
  submit()
  await eventually(() => expect(describes(page, 'Your name')).toMatch(/Enter your name/))
  await giveName()
  submit()
  await eventually(() => expect(describes(page, 'Room name')).toMatch(/Enter a room name/))
  type(field(page, 'Room name'), 'Kitchen')
  submit()
  await eventually(() => expect(engine.snapshot().rooms).toMatchObject([{ roomName: 'Kitchen' }]))
  await eventually(() => expect(isMaking.value).toBe(false))
})

describe('joining by an invite', () => {
  const text = encodeInvite({
    kind: 'private',
    relayUrl: 'wss://relay.example/ws',
    roomName: '<b>Kitchen</b>',
    secret: 'A'.repeat(43),
    sharesHistory: true,
  })

  test.each([
    ['lobby', /That isn’t an invite/],
    [text.slice(0, -1), /incomplete or mistyped/],
    [text.replace('1.', '2.'), /made with a newer version/],
  ])('%s', async (pasted, sentence) => {
    const { isJoining, invite, engine, submit } = mountRooms()
    invite.value = pasted
    isJoining.value = true
    await eventually(() => expect(describes(page, 'Invite')).toMatch(sentence))
    await giveName()
    submit()
    await eventually(() => expect(describes(page, 'Invite')).toMatch(sentence))
    expect(engine.snapshot().rooms).toEqual([])
  })

  test('says where it leads, with every character as it is, and goes there when asked', async () => {
    const { isJoining, invite, engine, submit } = mountRooms()
    invite.value = text
    isJoining.value = true
    await eventually(() =>
      expect(describes(page, 'Invite')).toBe('Room “<b>Kitchen</b>” on relay wss://relay.example/ws'),
    )
    expect(engine.snapshot().rooms).toEqual([])
    await giveName()
    submit()
    await eventually(() => expect(engine.snapshot().rooms).toMatchObject([{ roomName: '<b>Kitchen</b>' }]))
    await eventually(() => expect(isJoining.value).toBe(false))
  })

  test('or a public room by its name', async () => {
    const { isJoining, engine, submit } = mountRooms()
    isJoining.value = true
    await eventually(() => expect(field(page, 'Relay URL').value).toBe(relayUrl))
    submit()
    await giveName()
    type(field(page, 'Room'), 'Second')
    submit()
    await eventually(() => expect(engine.snapshot().rooms).toMatchObject([{ roomName: 'Second' }]))
  })
})

test('who is in a room is said by name, with the mark that each carries', () => {
  const peer = (
    name: string,
    trust?: PeerView['trust'],
    state: PeerView['state'] = 'connected',
  ): PeerView => ({
    peerId: name,
    name,
    state,
    ...(trust && { trust }),
  })
  const view: RoomView = {
    roomId: 'r',
    roomName: 'Kitchen',
    relayUrl,
    me: { peerId: 'me', name: 'Ada' },
    relay: { kind: 'open', address: 'room' },
    peers: [
      peer('Bo', 'verified'),
      peer('Cleo', 'name-conflict'),
      peer('Dan', 'new'),
      peer('Eve'),
      peer('Finn', 'known', 'connecting'),
    ],
    problems: [],
  }
  const show = (room: RoomView) => {
    const listed = { roomId: 'r', title: 'Kitchen', row: undefined, view: room, unreadCount: 0 }
    const tab = mount(RoomTab, { props: { room: listed, isShown: false } })
    onTestFinished(() => tab.unmount())
    return tab
  }
  const tab = show(view)
  expect(tab.find('button').attributes('title')).toBe(
    'Kitchen: Bo (verified), Cleo (different key from the Cleo you know), Dan, Eve',
  )
  expect(tab.find('.visually-hidden').text()).toBe(
    'Bo (verified), Cleo (different key from the Cleo you know), Dan, Eve',
  )
  expect(tab.find('.state').text()).toMatch(/^Bo\s*verified,\s*Cleo[^,]*,\s*2 others$/)
  const alone = show({ ...view, peers: [] })
  expect(alone.find('button').attributes('title')).toBe('Kitchen: nobody else here')
})

describe('a peer without a common version', () => {
  const eve: PeerView = { peerId: 'eve', name: 'Eve', state: 'incompatible', needsUpdate: 'us' }
  const bo: PeerView = { peerId: 'bo', name: 'Bo', state: 'connected' }

  test.each([
    ['alone with it, we wait for others', [eve], 'idle'],
    ['beside a link, all is well', [eve, bo], 'good'],
    ['beside a link on its way, that is said', [eve, { ...bo, state: 'connecting' }], 'busy'],
  ] as const)('is nobody whom a link is on its way to: %s', (_, peers, mood) => {
    const view: RoomView = {
      roomId: 'room',
      roomName: 'lobby',
      relayUrl,
      me: { peerId: 'me', name: 'Me' },
      relay: { kind: 'open', address: 'room' },
      peers: [...peers],
      problems: [],
    }
    expect(roomMood({ view })).toBe(mood)
    const status = mount(ConnectionStatus, { props: { room: view, title: 'lobby', isHostLost: false } })
    expect(status.find('.dot').classes()).toContain(mood)
  })
})

test('it is said who can join', () => {
  const sentences = [
    whoCanJoin({ kind: 'private', roomName: 'Kitchen' }),
    whoCanJoin({ kind: 'public', roomName: 'lobby' }),
    whoCanJoin({ kind: 'page', roomName: 'https://example.org/' }),
    whoCanJoin({ kind: 'page', roomName: 'https://example.org' }),
  ]
  expect(sentences.map((one) => /invite|name|page|site/.exec(one)?.[0])).toEqual([
    'invite',
    'name',
    'page',
    'site',
  ])
  expect(roomTitle({ roomName: 'https://example.org/a' })).toBe('example.org/a')
})
