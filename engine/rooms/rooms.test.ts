import { describe, expect, test } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { sampleRows } from '../testing/sample-rows.ts'
import { newRoom, startEngine, typed } from '../testing/started-engine.ts'
import { encodeInvite } from '../wire/invite.ts'
import { limits } from '../base/limits.ts'
import { markRead, muteRoom, renameRoom } from './own-marks.ts'

const { relayUrl } = typed
const page = { name: 'Ada', relayUrl, url: 'https://example.org/a?q=1#x', scope: 'page' as const }

describe('several rooms at once', () => {
  test('each have a socket of their own, and leaving one leaves the others', async () => {
    const { engine, sockets, idOf, joinedIds } = startEngine()
    const first = await idOf(engine.join(typed))
    const second = await idOf(engine.join({ ...typed, roomName: 'Second' }))
    const third = await idOf(engine.createRoom(newRoom))
    expect(joinedIds()).toEqual([first, second, third])
    expect(new Set(sockets.alive().map((socket) => socket.address)).size).toBe(3)
    engine.leave(second)
    expect(joinedIds()).toEqual([first, third])
    expect(sockets.sockets.filter((socket) => socket.isAlive)).toHaveLength(2)
  })

  test('are so many and no more', async () => {
    const { engine, idOf, joinedIds } = startEngine()
    for (let n = 0; n < limits.maxJoinedRooms; n++) {
      await idOf(engine.join({ ...typed, roomName: `Room ${n}` }))
    }
    const problem = { kind: 'too-many-rooms', max: limits.maxJoinedRooms }
    expect(await engine.join(typed)).toEqual({ ok: false, problem })
    // The ones that are joined can be joined still.
    expect(await engine.join({ ...typed, roomName: 'room 0' })).toMatchObject({ ok: true })
    expect(joinedIds()).toHaveLength(limits.maxJoinedRooms)
  })
})

describe('a private room', () => {
  test('has a secret of its own each time, and is kept', async () => {
    const { engine, idOf, row } = startEngine()
    const [one, other] = [await idOf(engine.createRoom(newRoom)), await idOf(engine.createRoom(newRoom))]
    expect(one).not.toBe(other)
    expect(await row(one)).toMatchObject({
      kind: 'private',
      roomName: 'Kitchen',
      relayUrl,
      sharesHistory: false,
      isJoined: true,
      isMuted: false,
      readUpTo: 0,
    })
    expect((await row(one)).secret).toMatch(/^[\w-]{43}$/)
    expect((await row(one)).secret).not.toBe((await row(other)).secret)
  })

  test('is reached by its invite, and the relay of the invite is used', async () => {
    const ada = startEngine()
    const roomId = await ada.idOf(ada.engine.createRoom(newRoom))
    const invite = encodeInvite(await ada.row(roomId))
    const bo = startEngine()
    expect(await bo.idOf(bo.engine.joinInvite({ name: 'Bo', invite }))).toBe(roomId)
    expect(bo.sockets.last().address).toBe(`${relayUrl}/${roomId}`)
    expect(await bo.row(roomId)).toMatchObject({ kind: 'private', sharesHistory: false })
    // What the form starts with is the room that was typed there.
    expect(await bo.database.settings.get('own')).toMatchObject({ name: 'Bo', roomName: 'lobby' })
  })

  test.each([
    ['', 'invite-empty'],
    ['lobby', 'invite-unreadable'],
    ['sidetone-invite1.AAAA', 'invite-cut-off'],
    ['sidetone-invite2.AAAA', 'invite-newer-version'],
  ])('is not reached by %j', async (invite, kind) => {
    const { engine, sockets } = startEngine()
    expect(await engine.joinInvite({ name: 'Bo', invite })).toEqual({ ok: false, problem: { kind } })
    expect(sockets.sockets).toEqual([])
  })
})

test('an invite to a public room does not make it private', async () => {
  const { engine, idOf, row } = startEngine()
  const publicId = await idOf(engine.join(typed))
  const pageId = await idOf(engine.joinPage(page))
  const invites = [encodeInvite(await row(publicId)), encodeInvite(await row(pageId))]
  const bo = startEngine()
  for (const invite of invites) await bo.idOf(bo.engine.joinInvite({ name: 'Bo', invite }))
  expect(bo.joinedIds()).toEqual([publicId, pageId])
  expect((await bo.row(publicId)).kind).toBe('public')
  expect((await bo.row(pageId)).kind).toBe('page')
})

test('an invite that calls a public room’s secret private leads to another room than the public one', async () => {
  const { engine, idOf, row } = startEngine()
  const publicId = await idOf(engine.join(typed))
  const pageId = await idOf(engine.joinPage(page))
  for (const known of [await row(publicId), await row(pageId)]) {
    const bo = startEngine()
    const invite = encodeInvite({ ...known, roomName: 'Board meeting', kind: 'private' })
    const roomId = await bo.idOf(bo.engine.joinInvite({ name: 'Bo', invite }))
    expect([publicId, pageId]).not.toContain(roomId)
    expect((await bo.row(roomId)).kind).toBe('private')
  }
})

describe('the room of a page', () => {
  test('is the same for everyone on that page, and the relay sees no address', async () => {
    const { engine, idOf, sockets, row } = startEngine()
    const roomId = await idOf(engine.joinPage(page))
    expect(await idOf(engine.joinPage({ ...page, url: 'https://EXAMPLE.org/a' }))).toBe(roomId)
    expect(sockets.sockets).toHaveLength(1)
    expect(sockets.last().address).not.toContain('example.org')
    expect(await row(roomId)).toMatchObject({ kind: 'page', roomName: 'https://example.org/a' })
  })

  test('is another than those of other pages, of the site, and of a public room by that name', async () => {
    const { engine, idOf } = startEngine()
    const ids = [
      await idOf(engine.joinPage(page)),
      await idOf(engine.joinPage({ ...page, url: 'https://example.org/' })),
      await idOf(engine.joinPage({ ...page, scope: 'site' })),
      await idOf(engine.joinPage({ ...page, url: 'http://example.org/a' })),
      await idOf(engine.join({ ...typed, roomName: 'https://example.org/a' })),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('is none of a page that is not of the web', async () => {
    const { engine } = startEngine()
    expect(await engine.joinPage({ ...page, url: 'chrome://settings' })).toEqual({
      ok: false,
      problem: { kind: 'page-unfit' },
    })
  })
})

describe('what is known of a room', () => {
  test('stays when it is joined again', async () => {
    const { engine, idOf, row, database } = startEngine()
    const roomId = await idOf(engine.join(typed))
    const before = await row(roomId)
    expect(await renameRoom(database, roomId, '  The  pub ')).toBeUndefined()
    await muteRoom(database, roomId, true)
    await markRead(database, roomId, 12)
    await markRead(database, roomId, 7)
    engine.leave(roomId)
    await eventually(async () => expect((await row(roomId)).isJoined).toBe(false))

    await idOf(engine.join({ ...typed, relayUrl: 'ws://other.example/ws' }))
    await eventually(async () => expect((await row(roomId)).isJoined).toBe(true))
    expect(await row(roomId)).toEqual({
      ...before,
      relayUrl: 'ws://other.example/ws',
      localName: 'The pub',
      isMuted: true,
      readUpTo: 12,
    })
  })

  test('can be renamed back, and not to anything endless', async () => {
    const { engine, idOf, row, database } = startEngine()
    const roomId = await idOf(engine.join(typed))
    await row(roomId)
    expect(await renameRoom(database, roomId, 'x'.repeat(101))).toMatchObject({ kind: 'room-name-too-long' })
    await renameRoom(database, roomId, 'Pub')
    expect((await row(roomId)).localName).toBe('Pub')
    await renameRoom(database, roomId, ' ')
    expect(await row(roomId)).not.toHaveProperty('localName')
  })

  test('left at once, it is joined again under the name that was typed, though that is still being saved', async () => {
    const { engine, idOf, joinedIds } = startEngine()
    const roomId = await idOf(engine.join(typed))
    engine.leave(roomId)
    expect(await engine.rejoin(roomId)).toEqual({ ok: true, value: { roomId } })
    expect(joinedIds()).toEqual([roomId])
  })

  test('left at once, it is on disk as left', async () => {
    const { engine, idOf, row } = startEngine()
    const roomId = await idOf(engine.join(typed))
    engine.leave(roomId)
    await eventually(async () => expect((await row(roomId)).isJoined).toBe(false))
  })
})

test('a room that is forgotten is left and takes its messages and its draft along, and no other’s', async () => {
  const { engine, idOf, row, database, joinedIds } = startEngine()
  const roomId = await idOf(engine.join(typed))
  const other = await idOf(engine.join({ ...typed, roomName: 'Other' }))
  await row(other)
  for (const id of [roomId, other]) {
    await engine.room(id)?.features.chat.actions.say.run({ text: 'hello' })
    await database.drafts.put({ roomId: id, text: 'half a' })
  }
  for (const id of [roomId, other]) {
    await database.receipts.put({ roomId: id, peerId: 'bo', sinceSeq: 1, metAtMs: 0, ranges: [] })
  }
  expect(await engine.forget(roomId)).toEqual({ ok: true, value: undefined })
  expect(joinedIds()).toEqual([other])
  for (const table of [
    database.rooms,
    database.entries,
    database.versionVectors,
    database.receipts,
    database.drafts,
  ]) {
    expect((await table.toArray()).map((found) => found.roomId)).toEqual([other])
  }
  // Others still have what we said: its number is not given away twice.
  expect(await database.ownSeqs.get(roomId)).toBeDefined()
})

test('a room that is forgotten leaves nothing in any table but the number of our last message there', async () => {
  const { engine, idOf, database } = startEngine()
  const roomId = await idOf(engine.join(typed))
  const filled: string[] = []
  for (const { name } of database.tables) {
    const rows = (sampleRows[name] ?? []).filter((row) => 'roomId' in row)
    for (const row of rows) await database.table(name).put({ ...row, roomId })
    if (rows.length > 0) filled.push(name)
  }
  expect(filled).toContain('seenRanges')
  expect(await engine.forget(roomId)).toEqual({ ok: true, value: undefined })
  const left: string[] = []
  for (const table of database.tables) {
    const rows: unknown[] = await table.toArray()
    if (JSON.stringify(rows).includes(roomId)) left.push(table.name)
  }
  expect(left).toEqual(['ownSeqs'])
})
