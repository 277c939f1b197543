import { describe, expect, test } from 'vitest'
import { ensureSettings } from '../storage/settings-row.ts'
import { eventually } from '../testing/eventually.ts'
import { newRoom, startEngine, typed } from '../testing/started-engine.ts'
import { markShown } from './own-marks.ts'

describe('rooms are joined again', () => {
  /** Two rooms that were joined when the browser closed, and one that was left before. */
  async function closedBrowser() {
    const before = startEngine()
    const { engine, database, idOf, row } = before
    const left = await idOf(engine.join({ ...typed, roomName: 'Left' }))
    const first = await idOf(engine.join(typed))
    const last = await idOf(engine.createRoom(newRoom))
    for (const id of [left, first, last]) await row(id)
    engine.leave(left)
    await eventually(async () => expect((await row(left)).isJoined).toBe(false))
    await markShown(database, first, 1)
    await markShown(database, last, 2)
    return { database, left, first, last }
  }

  const browserStarts = () => Promise.resolve(true)
  const hostStarts = () => Promise.resolve(false)

  test('when the browser starts, the last room first, if that is wanted', async () => {
    const { database, first, last } = await closedBrowser()
    await ensureSettings(database)
    await database.settings.update('own', { rejoinsAtStart: true })
    const after = startEngine(database)
    await after.engine.rejoinAtStart(browserStarts)
    expect(after.joinedIds()).toEqual([last, first])
    expect(after.engine.snapshot().rooms[0]).toMatchObject({ roomName: 'Kitchen', me: { name: 'Ada' } })
  })

  test.each([false, true])(
    'after a host that crashed, whatever the setting is (%s)',
    async (rejoinsAtStart) => {
      const { database, first, last } = await closedBrowser()
      await ensureSettings(database)
      await database.settings.update('own', { rejoinsAtStart })
      const after = startEngine(database)
      await after.engine.rejoinAtStart(hostStarts)
      expect(after.joinedIds()).toEqual([last, first])
    },
  )

  test('not when it starts, if nobody asked for that; and then not the next time either', async () => {
    const { database, first } = await closedBrowser()
    const after = startEngine(database)
    await after.engine.rejoinAtStart(browserStarts)
    expect(after.joinedIds()).toEqual([])
    await eventually(async () => expect(await database.rooms.filter((row) => row.isJoined).count()).toBe(0))
    // By hand, with what is on disk.
    expect(await after.engine.rejoin(first)).toEqual({ ok: true, value: { roomId: first } })
    expect(await after.engine.rejoin('nowhere')).toEqual({ ok: false, problem: { kind: 'not-joined' } })
  })
})
