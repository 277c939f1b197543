import { describe, expect, onTestFinished } from 'vitest'
import { parseJson } from '../engine/base/json.ts'
import { keysOf, newSender, sealSigned } from '../engine/testing/test-keys.ts'
import { roomAddress } from '../engine/wire/relay-url.ts'
import { open } from '../engine/wire/seal.ts'
import { outerSignalSchema, type OuterSignal } from '../engine/wire/signal.ts'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

/** A bare client that speaks other versions than ours: it says hello, and answers a hello to it by one. */
async function joinWithVersions(versions: number[], name: string, relayUrl: string, room: string) {
  const keys = await keysOf(room)
  const { identity, sender } = await newSender(name)
  const socket = new WebSocket(roomAddress(relayUrl, keys.roomId))
  const heard: OuterSignal[] = []
  let count = 0
  async function hello(to?: OuterSignal['from']) {
    count += 1
    const address = to && { to: { peerId: to.peerId, visitId: to.visitId } }
    const signal = { from: sender, count, versions, features: { chat: 2 }, type: 'hello', ...address }
    socket.send(await sealSigned(keys, identity, JSON.stringify(signal)))
  }
  async function receive(data: unknown) {
    const opened = await open(keys, String(data))
    // What follows the signature and its dot.
    const outer = opened.kind === 'opened' ? parseJson(outerSignalSchema, opened.text.slice(87)) : undefined
    if (outer?.to?.visitId !== sender.visitId) return
    heard.push(outer)
    await hello(outer.from)
  }
  socket.addEventListener('message', ({ data }) => void receive(data))
  onTestFinished(() => socket.close())
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('The relay lets nobody in.')))
  })
  await hello()
  return { heard }
}

describe('somebody without a version of ours is listed by name, with who needs the newer Sidetone', () => {
  test.for(['chromium', 'firefox'] as const)('%s', async (kind, { relay, start }) => {
    const ada = await start[kind]('Ada')
    await ada.join({ relayUrl: relay.url, room: 'two ages' })
    await ada.status(/^Waiting for others/)
    const nova = await joinWithVersions([2], 'Nova', relay.url, 'two ages')
    await ada.people('Nova', 'You need a newer Sidetone to talk to them')
    expect(nova.heard.map(({ type, from, versions }) => [type, from.name, versions])).toEqual([
      ['hello', 'Ada', [1]],
    ])
    // Nothing waits for Nova, who takes no place and keeps nobody from being reached.
    await ada.status(/^Waiting for others/)
    await ada.say('Anybody there?')
    await until(
      'a message that nobody got',
      () => ada.panel().text('log', 'Messages'),
      (log) => log?.includes('nobody has received it yet') === true,
    )
  })
})
