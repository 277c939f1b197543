import { describe } from 'vitest'
import type { Person } from '../../testing/browsers/person.ts'
import { hasTurnServer } from '../../testing/network/can-run.ts'
import { expectWholeConversation, startSpeaking } from './support/conversation.ts'
import { useIceServers } from './support/ice-settings.ts'
import { test } from './support/test.ts'

/** Two meet, and some messages go each way. */
async function expectConversation(ada: Person, bob: Person, relayUrl: string) {
  await ada.join({ relayUrl })
  await bob.join({ relayUrl })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  const speakers = [startSpeaking(ada), startSpeaking(bob)]
  await ada.sees('Bob says number 3.')
  await bob.sees('Ada says number 3.')
  await Promise.all(speakers.map((speaker) => speaker.stop()))
  await expectWholeConversation([ada, bob], speakers)
}

test('a direct path between public addresses, over lines that are slow and lose packets', async ({
  lab,
  start,
}) => {
  const line = { delayMs: 25, jitterMs: 10, loss: 0.02 }
  const [relay, adasSite, bobsSite] = [
    await lab.relay(),
    await lab.site('ada', { line }),
    await lab.site('bob', { line }),
  ]
  const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.firefox('Bob', bobsSite)])
  await expectConversation(ada, bob, relay.url)
})

describe.skipIf(!hasTurnServer)('with coturn (skipped where turnserver is not installed)', () => {
  test('both behind a NAT, with STUN', async ({ lab, start }) => {
    const [relay, servers, adasSite, bobsSite] = [
      await lab.relay(),
      await lab.turnServer(),
      await lab.site('ada', { nat: 'cone' }),
      await lab.site('bob', { nat: 'cone' }),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.firefox('Bob', bobsSite)])
    for (const person of [ada, bob]) await useIceServers(person.panel(), [servers.stun])
    await expectConversation(ada, bob, relay.url)
  })

  test('both behind a symmetric NAT, with TURN', async ({ lab, start }) => {
    const [relay, servers, adasSite, bobsSite] = [
      await lab.relay(),
      await lab.turnServer(),
      await lab.site('ada', { nat: 'symmetric' }),
      await lab.site('bob', { nat: 'symmetric' }),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.chromium('Bob', bobsSite)])
    for (const person of [ada, bob]) await useIceServers(person.panel(), [servers.stun, servers.turn])
    await expectConversation(ada, bob, relay.url)
  })

  test('UDP blocked for both, with TURN over TCP', async ({ lab, start }) => {
    const blocked = { nat: 'cone', blocksUdp: true } as const
    const [relay, servers, adasSite, bobsSite] = [
      await lab.relay(),
      await lab.turnServer(),
      await lab.site('ada', blocked),
      await lab.site('bob', blocked),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.chromium('Bob', bobsSite)])
    for (const person of [ada, bob]) await useIceServers(person.panel(), [servers.turnOverTcp])
    await expectConversation(ada, bob, relay.url)
  })

  test('both behind a symmetric NAT, with the relay-provided TURN server and nothing in the settings', async ({
    lab,
    start,
  }) => {
    const sharedSecret = 'only-in-the-lab'
    const servers = await lab.turnServer({ sharedSecret })
    const [relay, adasSite, bobsSite] = [
      await lab.relay(['--turn-secret', sharedSecret, '--turn-uris', servers.turn.url]),
      await lab.site('ada', { nat: 'symmetric' }),
      await lab.site('bob', { nat: 'symmetric' }),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.firefox('Bob', bobsSite)])
    await expectConversation(ada, bob, relay.url)
  })

  test('relayed paths only, by the relay-provided TURN server: neither is reached directly', async ({
    lab,
    start,
  }) => {
    const sharedSecret = 'only-in-the-lab'
    const servers = await lab.turnServer({ sharedSecret })
    const [relay, adasSite, bobsSite] = [
      await lab.relay(['--turn-secret', sharedSecret, '--turn-uris', servers.turn.url]),
      await lab.site('ada'),
      await lab.site('bob'),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.chromium('Bob', bobsSite)])
    await Promise.all([adasSite.blockNeighbours(), bobsSite.blockNeighbours()])
    await useIceServers(ada.panel(), [], { isRelayOnly: true })
    await expectConversation(ada, bob, relay.url)
  })

  test('relayed paths only, by choice: neither is reached directly', async ({ lab, start }) => {
    const [relay, servers, adasSite, bobsSite] = [
      await lab.relay(),
      await lab.turnServer(),
      await lab.site('ada'),
      await lab.site('bob'),
    ]
    const [ada, bob] = await Promise.all([start.chromium('Ada', adasSite), start.chromium('Bob', bobsSite)])
    // Nothing goes between the two but through the public address.
    await Promise.all([adasSite.blockNeighbours(), bobsSite.blockNeighbours()])
    await useIceServers(ada.panel(), [servers.turn], { isRelayOnly: true })
    await useIceServers(bob.panel(), [servers.turn])
    await expectConversation(ada, bob, relay.url)
  })
})
