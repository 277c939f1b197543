import { IDBFactory } from 'fake-indexeddb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../base/log.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import { eventually } from '../testing/eventually.ts'
import { limits } from '../base/limits.ts'
import { SidetoneDatabase } from './database.ts'

const original = IDBFactory.prototype.open
let last = 0

/** A database whose openings fail while `isFull`. */
function start() {
  const clock = createFakeClock()
  const log = createLog(clock)
  const world = { clock, log, isFull: false, openings: 0 }
  const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (
    this: IDBFactory,
    ...words
  ) {
    world.openings += 1
    if (world.isFull) throw new DOMException('Internal error opening backing store.', 'UnknownError')
    return original.apply(this, words)
  })
  const database = new SidetoneDatabase(`reopening-${(last += 1)}`, { clock, logger: log.logger('database') })
  onTestFinished(async () => {
    open.mockRestore()
    await database.delete()
  })
  return Object.assign(world, { database, events: () => log.lines().map(({ event }) => event) })
}

test('a database that could not be opened refuses at once, and works again when there is room', async () => {
  const world = start()
  const { database, clock } = world
  world.isFull = true
  const write = () => database.drafts.put({ roomId: 'one', text: 'kept' })
  await expect(write()).rejects.toThrow('Internal error')
  const { openings } = world
  await expect(write()).rejects.toThrow()
  // Not each use tries anew.
  expect(world.openings).toBe(openings)
  await clock.advance(limits.databaseReopenFirstMs)
  await eventually(() => expect(world.openings).toBeGreaterThan(openings))
  await expect(write()).rejects.toThrow()

  world.isFull = false
  await clock.advance(limits.databaseReopenMaxMs)
  await eventually(() => expect(database.isOpen()).toBe(true))
  await write()
  expect(await database.drafts.get('one')).toEqual({ roomId: 'one', text: 'kept' })
  expect(world.events().at(-1)).toBe('reopened')
})

test('a database waits longer after each failure, up to an end', async () => {
  const world = start()
  world.isFull = true
  await expect(world.database.open()).rejects.toThrow()
  const failures = () => world.events().filter((event) => event === 'open-failed').length
  for (let delayMs: number = limits.databaseReopenFirstMs, n = 1; n <= 7; n++) {
    await eventually(() => expect([failures(), world.clock.pending()]).toEqual([n, 1]))
    await world.clock.advance(delayMs - 1)
    expect(world.clock.pending()).toBe(1)
    await world.clock.advance(1)
    delayMs = Math.min(limits.databaseReopenMaxMs, 2 * delayMs)
  }
})

test('a database that the browser closed, and could not be opened then, is opened again', async () => {
  const world = start()
  const { database, clock } = world
  await database.drafts.put({ roomId: 'one', text: 'before' })
  world.isFull = true
  // As the browser does when the disk fails: https://w3c.github.io/IndexedDB/#closing-connection
  database.backendDB().onclose?.(new Event('close'))
  await expect(database.drafts.get('one')).rejects.toThrow()
  world.isFull = false
  await clock.advance(limits.databaseReopenFirstMs)
  await eventually(() => expect(database.isOpen()).toBe(true))
  expect((await database.drafts.get('one'))?.text).toBe('before')
  expect(world.events()).toEqual(['closed-by-browser', 'open-failed', 'reopened'])
})

test('a database that was closed stays closed', async () => {
  const world = start()
  world.isFull = true
  await expect(world.database.open()).rejects.toThrow()
  world.database.close()
  world.isFull = false
  await world.clock.advance(60_000)
  expect([world.database.isOpen(), world.clock.pending()]).toEqual([false, 0])
})

test('the strict connection is the same database, told of the same changes, and ends with it', async () => {
  const { database } = start()
  const { strict } = database
  expect([strict.strict, database.strict]).toEqual([strict, strict])
  await strict.rooms.put({
    roomId: 'one',
    kind: 'public',
    roomName: 'one',
    secret: 's',
    relayUrl: 'ws://127.0.0.1:8080/ws',
    sharesHistory: true,
    joinedAtMs: 1,
    shownAtMs: 1,
    isJoined: true,
    isMuted: false,
    readUpTo: 0,
  })
  expect(await database.rooms.count()).toBe(1)
  database.close()
  expect([database.isOpen(), strict.isOpen()]).toEqual([false, false])
})

test('a database that works again opens its strict connection at once, which would have waited longer', async () => {
  const world = start()
  const { database, clock } = world
  const { strict } = database
  const failures = () => world.events().filter((event) => event === 'open-failed').length
  world.isFull = true
  await expect(strict.open()).rejects.toThrow()
  await clock.advance(limits.databaseReopenFirstMs)
  await eventually(() => expect([failures(), clock.pending()]).toEqual([2, 1]))
  await expect(database.open()).rejects.toThrow()
  await eventually(() => expect([failures(), clock.pending()]).toEqual([3, 2]))

  world.isFull = false
  await clock.advance(limits.databaseReopenFirstMs)
  await eventually(() => expect([database.isOpen(), strict.isOpen()]).toEqual([true, true]))
  await eventually(() => expect(clock.pending()).toBe(0))
})
