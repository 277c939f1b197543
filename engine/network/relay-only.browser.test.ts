import { describe, expect, inject, test } from 'vitest'
import { join, newRoomName, withoutDirectedDelivery } from '../testing/browser-person.ts'
import { openHostileClient } from '../testing/hostile.ts'
import type {} from '../testing/provided.ts'
import { open } from '../wire/seal.ts'

const coturn = inject('turn')
const iceServers = coturn
  ? [
      { url: coturn.stunUrl },
      { url: coturn.turnUrl, username: coturn.username, credential: coturn.credential },
    ]
  : []
const relayOnly = { settings: { iceServers, isRelayOnly: true }, ...withoutDirectedDelivery }

/** Everything that was said in a room, by somebody who can open it. */
async function listen(room: string) {
  const { heard, keys } = await openHostileClient(room)
  return async () => {
    const opened = await Promise.all(heard.map((text) => open(keys, text)))
    return opened.map((one) => (one.kind === 'opened' ? one.text : ''))
  }
}

/** Of all candidates in signals and session descriptions, the types. */
const candidateTypes = (texts: string[]) => [
  ...new Set(
    texts.flatMap((text) => [...text.matchAll(/candidate:[^"\\]* typ (\w+)/g)].map((found) => found[1])),
  ),
]

describe.skipIf(!coturn)('hidden addresses (skipped where turnserver is not installed)', () => {
  test('two meet through TURN, and no signal has an address but the TURN server’s', async () => {
    const room = newRoomName()
    const said = await listen(room)
    const [ada, bo] = await Promise.all([join('Ada', room, relayOnly), join('Bo', room, relayOnly)])
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    await ada.say('through the relay')
    await bo.hears('through the relay')

    const texts = await said()
    for (const type of ['offer', 'answer', 'candidates']) {
      expect(texts.some((text) => text.includes(`"${type}"`))).toBe(true)
    }
    expect(candidateTypes(texts)).toEqual(['relay'])
    const addresses = texts.join('\n').match(/\d+\.\d+\.\d+\.\d+|[\w-]+\.local/g)
    expect([...new Set(addresses)].sort()).toEqual(['0.0.0.0', '127.0.0.1'])
    const pairs = await ada.liveConnection()?.getStats()
    const local = [...(pairs?.values() ?? [])].filter(({ type }) => type === 'local-candidate')
    expect(local.map(({ candidateType }) => String(candidateType))).toEqual(local.map(() => 'relay'))
  })

  test('one who hides meets one who does not', async () => {
    const room = newRoomName()
    const [ada, bo] = await Promise.all([
      join('Ada', room, relayOnly),
      join('Bo', room, { settings: { iceServers } }),
    ])
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    await ada.say('hello')
    await bo.hears('hello')
  })

  test('switched on in a room, it holds for whoever comes then', async () => {
    const room = newRoomName()
    const ada = await join('Ada', room, { settings: { iceServers }, ...withoutDirectedDelivery })
    expect(await ada.engine.changeSettings({ isRelayOnly: true })).toMatchObject({ ok: true })
    const said = await listen(room)
    const bo = await join('Bo', room, relayOnly)
    await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
    expect(candidateTypes(await said())).toEqual(['relay'])
  })
})

test('without a TURN server nobody is joined, and nothing leaves', async () => {
  const room = newRoomName()
  const said = await listen(room)
  const ada = join('Ada', room, { settings: { iceServers: [], isRelayOnly: true } })
  await expect(ada).rejects.toThrow('relay-only-without-turn')
  expect(await said()).toEqual([])
})

test('without the TURN server any longer, a room says so and names no address', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room, withoutDirectedDelivery)
  await ada.engine.changeSettings({ isRelayOnly: true, iceServers: [] })
  const said = await listen(room)
  await join('Bo', room, {
    settings: { iceServers, isRelayOnly: coturn !== null },
    ...withoutDirectedDelivery,
  })
  await ada.isTold('relay-only-without-turn')
  const ofAda = (await said()).filter((text) => text.includes('"Ada"'))
  expect(candidateTypes(ofAda)).toEqual([])
})
