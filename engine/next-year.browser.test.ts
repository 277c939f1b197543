import { expect, test } from 'vitest'
import { join, newRoomName, type Person } from './testing/browser-person.ts'
import { joinNextYear } from './testing/next-year-peer.ts'

/** A person types, and has an author's first entry in sight. */
async function showsActivity(person: Person, author: Person) {
  const actions = person.engine.room(person.roomId())?.features.activity.actions
  actions?.typing.run({ isTyping: true })
  await actions?.see.run({ entries: [{ authorId: author.room().me.peerId, seq: 1 }] })
}

const seenBy = async (author: Person, reader: Person) =>
  (await author.database.seenRanges.get([author.roomId(), author.room().me.peerId, reader.room().me.peerId]))
    ?.ranges

test('with a peer of next year all that is common works, nobody is blamed, and nothing is lost', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  const nova = await joinNextYear(room, {
    versions: [2, 1],
    features: { chat: 2, call: 1, verification: 1, holograms: 9 },
  })
  const { novelty } = nova
  nova.say({ type: 'hello', mood: 'curious' })
  for (let n = 0; n < 20; n++) nova.say({ type: 'wave', height: n })
  await ada.connectedTo('Nova')
  // Its end of the link opens a moment after the offerer's.
  await expect.poll(nova.isLinked).toBe(true)
  const to = { peerId: ada.room().me.peerId, visitId: nova.heard[0]?.from.visitId }
  for (let n = 0; n < 20; n++) nova.say({ type: 'wave', to, height: n })

  for (let n = 0; n < 200; n++) {
    nova.sayOnControl({ type: 'hologram', n, ...novelty })
    void nova.sayOnChat({ type: 'sculpture', n, ...novelty })
  }
  nova.sayOnControl({ type: 'ping', n: 7, ...novelty })
  await expect.poll(() => nova.said.control).toContainEqual({ type: 'pong', n: 7 })
  nova.sayOnControl({ type: 'verify-start', run: 'r'.repeat(22), commitment: 'c'.repeat(43), ...novelty })
  await expect.poll(() => ada.room().peers[0]?.verification?.kind).toBe('asked')
  nova.sayOnControl({ type: 'call-state', visit: 'v'.repeat(22), microphone: 'on', ...novelty })
  await expect.poll(() => ada.room().peers[0]?.call?.microphone).toBe('on')

  void nova.sayOnChat(await nova.writes({ seq: 1, text: 'from the future' }))
  await ada.hears('from the future')
  void nova.sayOnChat({ type: 'received', ranges: [], ...novelty })
  await ada.say('from the past')
  await expect.poll(() => JSON.stringify(nova.said.chat)).toContain('from the past')

  expect(ada.room().problems).toEqual([])
  expect(ada.peers('connected')).toEqual(['Nova'])
  const blame = ada.log.filter(({ event }) => /malformed|forged|ended/.test(event))
  expect(blame).toEqual([])
})

test('with a peer of fewer features the link opens, the view says what it speaks, and nothing waits for it', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  const nova = await joinNextYear(room, { versions: [1], features: { holograms: 9 } })
  nova.say({ type: 'hello' })
  await ada.connectedTo('Nova')
  expect(ada.room().peers[0]?.features).toEqual([])
  const bo = await join('Bo', room)
  await expect.poll(() => ada.peers('connected')).toEqual(['Bo', 'Nova'])
  const features = () => ada.room().peers.find(({ name }) => name === 'Bo')?.features
  expect(features()?.toSorted()).toEqual(['activity', 'call', 'chat', 'disappearing', 'verification'])

  await ada.say('for those who can read')
  await bo.hears('for those who can read')
  await expect.poll(() => ada.received(bo)).toEqual([[1, 1]])
  await bo.say('and for those who see')
  await ada.hears('for those who can read', 'and for those who see')
  await showsActivity(ada, bo)
  await expect.poll(() => bo.room().peers.find(({ name }) => name === 'Ada')?.isTyping).toBe(true)
  await expect.poll(() => seenBy(bo, ada)).toEqual([[1, 1]])
  // Nothing was noted for Nova, who is sent nothing that it has no word for.
  expect(await ada.database.receipts.get([ada.roomId(), nova.peerId])).toBeUndefined()
  expect(nova.said.chat).toEqual([])
  const controlTypes = () =>
    new Set(nova.said.control.map((message) => JSON.stringify(message).replace(/,.*/, '')))
  await expect.poll(controlTypes).toEqual(new Set(['{"type":"ping"']))
  expect(
    ada.engine.room(ada.roomId())?.features.trust.actions.verify.run({ peerId: nova.peerId, step: 'start' }),
  ).toEqual({
    kind: 'verification-interrupted',
    peerName: 'Nova',
  })
  expect(ada.room().problems).toEqual([])
})

test('what a person does is told to a peer who can hear of it, and nothing where the person tells nobody', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  const eve = await join('Eve', room, { settings: { tellsTyping: false, tellsSeen: false } })
  await Promise.all([ada.connectedTo('Eve'), eve.connectedTo('Ada')])
  const nova = await joinNextYear(room, { versions: [1], features: { activity: 3, chat: 1 } })
  nova.say({ type: 'hello' })
  await Promise.all([ada.connectedTo('Eve', 'Nova'), expect.poll(nova.isLinked).toBe(true)])
  await eve.say('typed in secret')
  await ada.hears('typed in secret')
  await showsActivity(eve, ada)
  // Eve's link to Ada is in order: had she said anything of it, Ada would have heard it before this.
  eve.engine.room(eve.roomId())?.features.trust.actions.verify.run({
    peerId: ada.room().me.peerId,
    step: 'start',
  })
  const seesEve = () => ada.room().peers.find(({ name }) => name === 'Eve')
  await expect.poll(() => seesEve()?.verification?.kind).toBe('asked')
  expect(seesEve()?.isTyping).toBeUndefined()

  await showsActivity(ada, eve)
  const heard = () => nova.said.control.filter((message) => JSON.stringify(message).includes('activity-'))
  await expect.poll(heard).toEqual([{ type: 'activity-typing', isTyping: true }])
  nova.sayOnControl({ type: 'activity-typing', isTyping: true, ...nova.novelty })
  await expect.poll(() => ada.room().peers.find(({ name }) => name === 'Nova')?.isTyping).toBe(true)
  expect(ada.room().problems).toEqual([])
})

test('with a peer that speaks no version of ours there is no link, and both are told by name', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  const nova = await joinNextYear(room, { versions: [2], features: { chat: 2 } })
  nova.say({ type: 'hello', offer: 'of a shape that nobody knows' })
  const answers = () => nova.heard.filter(({ to }) => to?.visitId === nova.visitId)
  await expect.poll(answers).toMatchObject([{ type: 'hello', versions: [1], from: { name: 'Ada' } }])
  // A hello to all may be a recording: it is the one to Ada's visit that shows Nova to Ada.
  expect(ada.room().peers).toEqual([])
  nova.say({ type: 'hello', to: { peerId: ada.room().me.peerId, visitId: answers()[0]?.from.visitId } })
  await expect
    .poll(() => ada.room().peers)
    .toEqual([{ peerId: nova.peerId, name: 'Nova', state: 'incompatible', needsUpdate: 'us' }])
  for (let n = 0; n < 5; n++) nova.say({ type: 'hello' })

  // Others are linked as ever.
  const bo = await join('Bo', room)
  await expect.poll(() => [ada.peers('connected'), bo.peers('connected')]).toEqual([['Bo'], ['Ada']])
  expect(
    answers()
      .filter(({ from }) => from.name === 'Ada')
      .map(({ type }) => type),
  ).toEqual(['hello'])
  expect([ada.room().problems, bo.room().problems]).toEqual([[], []])
})
