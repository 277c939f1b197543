import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { describes, field, type } from '@/components/testing/find.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { limits } from '@/engine/base/limits.ts'
import { database } from '@/stores/database.ts'
import { useHostStore } from '@/stores/host.ts'
import { useRoomsStore } from '@/stores/rooms.ts'
import RoomPanel from './RoomPanel.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

const relayUrl = 'ws://127.0.0.1:9/ws'
const page = { element: document.body }
const button = (name: string) =>
  [...document.querySelectorAll('button')].find(
    (one) => one.textContent.trim() === name || one.getAttribute('aria-label') === name,
  )
async function chooseInMenu(name: string) {
  button('Room menu')?.click()
  const item = () =>
    [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      (one) => one.textContent.trim() === name,
    )
  await eventually(() => expect(item()).toBeDefined())
  item()?.click()
}
const dialog = () => document.querySelector('[role=dialog]')

/** The panel of a private room, and every room that it ever showed. */
async function mountRoom() {
  const world = startHost()
  const shown: (string | undefined)[] = []
  const panel = mount(
    defineComponent(() => {
      const host = useHostStore()
      return () => {
        shown.push(host.room?.roomName)
        return host.room && h(RoomPanel, { room: host.room })
      }
    }),
    { global: { plugins: world.plugins }, attachTo: document.body },
  )
  onTestFinished(() => panel.unmount())
  const joined = await world.engine.createRoom({
    name: 'Ada',
    relayUrl,
    roomName: 'Kitchen',
    sharesHistory: true,
  })
  if (!joined.ok) throw new Error(joined.problem.kind)
  const { roomId } = joined.value
  await world.clock.advance(limits.saveDelayMs)
  await eventually(() => expect(useRoomsStore().rowOf(roomId)).toBeDefined())
  return { ...world, roomId, shown }
}

const openDialog = async () => {
  await chooseInMenu('Change relay')
  await eventually(() => expect(field(page, 'Relay URL').value).toBe(relayUrl))
}

test('the relay of a private room is changed where one is, and the room stays in sight', async () => {
  const { engine, shown, sockets } = await mountRoom()
  await openDialog()
  expect(dialog()?.textContent).toContain('Change relay for “Kitchen”')

  type(field(page, 'Relay URL'), 'https://relay.example/ws')
  document.querySelector<HTMLFormElement>('[role=dialog] form')?.requestSubmit()
  await eventually(() => expect(describes(page, 'Relay URL')).toMatch(/not with https:\/\//))
  expect(engine.snapshot().rooms).toMatchObject([{ roomName: 'Kitchen', relayUrl }])
  expect(sockets.alive()).toHaveLength(1)

  button('Use wss://relay.example/ws')?.click()
  await eventually(() => expect(field(page, 'Relay URL').value).toBe('wss://relay.example/ws'))
  document.querySelector<HTMLFormElement>('[role=dialog] form')?.requestSubmit()
  await eventually(() => expect(dialog()).toBeNull())
  expect(engine.snapshot().rooms).toMatchObject([{ roomName: 'Kitchen', relayUrl: 'wss://relay.example/ws' }])
  await eventually(() => expect(useHostStore().room?.relayUrl).toBe('wss://relay.example/ws'))
  // Not even for a moment another room, or the form of a public one.
  expect([...new Set(shown.slice(shown.indexOf('Kitchen')))]).toEqual(['Kitchen'])
})

test('a relay out of reach says so beside the button', async () => {
  const { sockets, clock } = await mountRoom()
  while (sockets.alive().length > 0) {
    sockets.last().drop()
    await clock.advance(0)
  }
  await eventually(() => expect(document.querySelector('.notice')?.textContent).toMatch(/No answer from/))
  document.querySelectorAll<HTMLElement>('.notice button')[1]?.click()
  await eventually(() => expect(field(page, 'Relay URL').value).toBe(relayUrl))
})

test('what the person calls the room is what the status calls it', async () => {
  const { roomId, sockets } = await mountRoom()
  sockets.last().open()
  const status = () => document.querySelector('[role=status][aria-label=Connection]')?.textContent
  await eventually(() => expect(status()).toBe('Waiting for others in Kitchen.'))
  await useRoomsStore().rename(roomId, 'Home')
  await eventually(() => expect(status()).toBe('Waiting for others in Home.'))
  expect(await database.rooms.get(roomId)).toMatchObject({ roomName: 'Kitchen' })
})
