import { expect, test } from 'vitest'
import type { CallEvents, Calls, CallWire } from '@/engine/call/calls.ts'
import { settle } from '@/engine/testing/fake-clock.ts'
import { noCalls } from '@/engine/testing/no-calls.ts'
import type { CallAction, CallSignal } from '@/engine/call/protocol.ts'
import { createRemoteCalls } from './remote-calls.ts'
import { createSidebarCalls } from './sidebar-calls.ts'
import { lobby as room, lobbyCall as view } from './testing/lobby.ts'
import { createPortPair } from './testing/memory-port.ts'

const id = (name: string) => name.padEnd(22, '_')
const signal: CallSignal = { type: 'call-rebuild', from: id('bo'), to: id('ada') }

/** The host of a Firefox, and what it told the room and the panels. */
function startHost() {
  const told: unknown[] = []
  const engine: Parameters<typeof createRemoteCalls>[0] = {
    announceCall: (roomId, state) => told.push(['announce', roomId, state?.visit]),
    sendCall: (roomId, peerId, body) => told.push(['send', roomId, peerId, body.type]),
    turnCredentials: () => [],
    countMalformedCall: (roomId, peerId) => told.push(['malformed', roomId, peerId]),
  }
  const host = createRemoteCalls(engine, {
    onView: (shown, ended) => told.push(['view', shown?.roomId, ended?.kind]),
    onLevels: (levels) => told.push(['levels', levels]),
  })
  host.handleRoom(room)

  /** A sidebar, whose calls are the test's. */
  function openSidebar(name: string) {
    const did: unknown[] = []
    let wire: CallWire | undefined
    let events: CallEvents | undefined
    let close = () => {}
    const calls = (): Calls => ({
      ...noCalls(),
      act(action: CallAction) {
        did.push(action.type)
        if (action.type === 'join') {
          wire?.announce(action.roomId, { visit: id(name), microphone: 'on' })
          events?.onView(view)
        }
        if (action.type === 'hang-up') {
          wire?.announce('room', undefined)
          events?.onView(undefined)
        }
        return Promise.resolve({ ok: true, value: undefined })
      },
      handleRoom: (one) => did.push(`room ${one.roomId}`),
      handleRoomLeft: (roomId) => did.push(`left ${roomId}`),
      handleSignal: (_room, peerId, one) => did.push(`${one.type} of ${peerId}`),
    })
    const sidebar = createSidebarCalls({
      openPort() {
        const { panel, host: hostEnd } = createPortPair()
        close = () => panel.disconnect()
        setTimeout(() => host.accept(hostEnd))
        return Promise.resolve(panel)
      },
      onProvided: () => undefined,
      createCalls(given, told) {
        wire = given
        events = told
        return calls()
      },
    })
    return { ...sidebar, did, wire: () => wire, close: () => close() }
  }
  return { host, told, openSidebar }
}

test('a sidebar joins, is told what happens, and what it says reaches the room', async () => {
  const { host, told, openSidebar } = startHost()
  const sidebar = openSidebar('first')
  expect(await sidebar.join('room')).toEqual({ ok: true, value: undefined })
  await settle()
  expect(told).toEqual([
    ['announce', 'room', id('first')],
    ['view', 'room', undefined],
  ])
  expect(host.view()?.roomId).toBe('room')

  host.handleRoom(room)
  host.handleSignal('room', 'bo', signal)
  sidebar.wire()?.send('room', 'bo', { type: 'call-rebuild' })
  sidebar.wire()?.countMalformed('room', 'bo')
  await settle()
  expect(sidebar.did).toEqual(['room room', 'join', 'room room', 'call-rebuild of bo'])
  expect(told.slice(2)).toEqual([
    ['send', 'room', 'bo', 'call-rebuild'],
    ['malformed', 'room', 'bo'],
  ])
})

test('what any panel or key asks for goes to the sidebar that holds the call', async () => {
  const { host, openSidebar } = startHost()
  expect(await host.act({ type: 'toggle-mute' })).toEqual({ ok: false, problem: { kind: 'not-in-call' } })
  const sidebar = openSidebar('first')
  await sidebar.join('room')
  expect(await host.act({ type: 'toggle-mute' })).toEqual({ ok: true, value: undefined })
  expect(sidebar.did.at(-1)).toBe('toggle-mute')
})

test('the sidebar that held the call closes: the call is over for all to see', async () => {
  const { host, told, openSidebar } = startHost()
  const sidebar = openSidebar('first')
  await sidebar.join('room')
  await settle()
  sidebar.close()
  await settle()
  expect(told).toContainEqual(['announce', 'room', undefined])
  expect(told.at(-1)).toEqual(['view', undefined, undefined])
  expect(host.view()).toBeUndefined()
})

test('another sidebar joins: the first one hangs up, and nothing of it is taken any more', async () => {
  const { told, openSidebar } = startHost()
  const [first, second] = [openSidebar('first'), openSidebar('second')]
  await first.join('room')
  await second.join('room')
  await settle()
  expect(first.did.at(-1)).toBe('hang-up')
  const announced = told.filter((one) => Array.isArray(one) && one[0] === 'announce')
  expect(announced).toEqual([
    ['announce', 'room', id('first')],
    ['announce', 'room', undefined],
    ['announce', 'room', id('second')],
  ])
  first.wire()?.send('room', 'bo', { type: 'call-rebuild' })
  first.close()
  await settle()
  expect(told.at(-1)).toEqual(['view', 'room', undefined])
})
