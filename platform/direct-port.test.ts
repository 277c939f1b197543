import { beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '@/engine/testing/eventually.ts'
import type { Port } from '@/ipc/port.ts'
import { createPortPair } from '@/ipc/testing/memory-port.ts'
import { connectPanel } from './direct-port.ts'
import { acceptPanels, isPanelPort } from './panel-ports.ts'

/** What a port has heard, in order. */
function hearing(port: Port) {
  const heard: unknown[] = []
  port.onMessage((message) => heard.push(message))
  return heard
}

/** A host's window, and a browser that opens runtime ports to it. */
function createHost() {
  const hostWindow = Object.assign(new EventTarget(), { structuredClone })
  let portOf = (_name: string, runtimePort: Port) => runtimePort
  /** What went through the browser. */
  const carried: unknown[] = []
  const accepted: Port[] = []
  const names: string[] = []
  let tear = () => {}

  function connect(name: string): Port {
    const pair = createPortPair()
    tear = pair.tear
    names.push(name)
    pair.panel.onMessage((message) => carried.push(message))
    pair.host.onMessage((message) => carried.push(message))
    accepted.push(portOf(name, pair.host))
    return pair.panel
  }

  return {
    carried,
    names,
    load: () => (portOf = acceptPanels(hostWindow)),
    tear: () => tear(),
    /** A panel's end and the host's end of its port. */
    open(isInReach = true) {
      const panel = connectPanel(connect, isInReach ? hostWindow : undefined)
      const host = accepted.at(-1)
      if (!host) throw new Error('The host has no port.')
      return { panel, host }
    },
  }
}

describe('the port of a panel whose host is in the same process', () => {
  let world: ReturnType<typeof createHost>
  beforeEach(() => (world = createHost()))

  async function openReady() {
    world.load()
    const ends = world.open()
    const heard = { panel: hearing(ends.panel), host: hearing(ends.host) }
    ends.host.postMessage('snapshot')
    await eventually(() => expect(heard.panel).toEqual(['snapshot']))
    return { ...ends, heard }
  }

  test('has the host hear a message within the panel’s own turn, as a copy', async () => {
    const { heard, panel } = await openReady()
    const said = { words: ['one'] }
    panel.postMessage(said)
    expect(heard.host).toEqual([{ words: ['one'] }])
    said.words.push('two')
    expect(heard.host).toEqual([{ words: ['one'] }])
  })

  test('carries both ways nothing through the browser, and each message once', async () => {
    const { heard, host, panel } = await openReady()
    panel.postMessage('request')
    host.postMessage('answer')
    await eventually(() => expect(heard.panel).toEqual(['snapshot', 'answer']))
    expect(heard.host).toEqual(['request'])
    expect(world.carried).toEqual([])
  })

  test('throws at the panel what cannot be copied', async () => {
    const { heard, panel } = await openReady()
    expect(() => panel.postMessage({ run: () => undefined })).toThrow()
    expect(heard.host).toEqual([])
  })

  test('keeps two panels apart', async () => {
    const [one, other] = [await openReady(), await openReady()]
    one.panel.postMessage('from one')
    other.host.postMessage('to the other')
    await eventually(() => expect(other.heard.panel).toEqual(['snapshot', 'to the other']))
    expect(one.heard.host).toEqual(['from one'])
    expect(other.heard.host).toEqual([])
    expect(one.heard.panel).toEqual(['snapshot'])
  })

  test('tells the host that the panel is gone, and hears nothing of it from then on', async () => {
    const { heard, host, panel } = await openReady()
    let isGone = false
    host.onDisconnect(() => (isGone = true))
    panel.disconnect()
    await eventually(() => expect(isGone).toBe(true))
    expect(() => panel.postMessage('late')).toThrow()
    expect(heard.host).toEqual([])
  })

  test('tells the panel that the host is gone, and lets it say nothing there', async () => {
    const { panel } = await openReady()
    let isGone = false
    panel.onDisconnect(() => (isGone = true))
    world.tear()
    await eventually(() => expect(isGone).toBe(true))
    expect(() => panel.postMessage('late')).toThrow()
  })

  test('goes through the browser where the host was still loading when the panel handed over its channel', async () => {
    const { host, panel } = world.open()
    world.load()
    const heard = { panel: hearing(panel), host: hearing(host) }
    host.postMessage('snapshot')
    await eventually(() => expect(heard.panel).toEqual(['snapshot']))
    panel.postMessage('request')
    await eventually(() => expect(heard.host).toEqual(['request']))
    expect(world.carried).toEqual(['snapshot', 'request'])
  })

  test('goes through the browser where the host’s window is out of reach', async () => {
    world.load()
    const { host, panel } = world.open(false)
    const heard = hearing(host)
    panel.postMessage('request')
    await eventually(() => expect(heard).toEqual(['request']))
    expect(world.carried).toEqual(['request'])
  })

  test('is known as a panel’s by its name, in reach or not', () => {
    world.open()
    world.open(false)
    expect(world.names.map(isPanelPort)).toEqual([true, true])
    expect(isPanelPort('sidetone-call')).toBe(false)
  })
})
