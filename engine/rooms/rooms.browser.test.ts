import { expect, test, vi } from 'vitest'
import { join, newRoomName } from '../testing/browser-person.ts'
import type * as Limits from '../base/limits.ts'

/** As many members as fit into a test. Nobody says by itself within a test that it is still there. */
const { helloIntervalAloneMs, maxRoomMembers } = vi.hoisted(() => ({
  maxRoomMembers: 3,
  helloIntervalAloneMs: 600_000,
}))
vi.mock('../base/limits.ts', async (original) => {
  const { limits } = await original<typeof Limits>()
  return { limits: { ...limits, helloIntervalAloneMs, maxRoomMembers } }
})

test('the one too many is told so, links hold, and there is room again when somebody leaves', async () => {
  const roomName = newRoomName()
  const ada = await join('Ada', roomName)
  const bo = await join('Bo', roomName)
  const cy = await join('Cy', roomName)
  await Promise.all([ada.connectedTo('Bo', 'Cy'), bo.connectedTo('Ada', 'Cy'), cy.connectedTo('Ada', 'Bo')])

  const dee = await join('Dee', roomName)
  expect(await dee.isTold('room-full')).toEqual({ kind: 'room-full', max: maxRoomMembers })
  await Promise.all([ada.connectedTo('Bo', 'Cy'), bo.connectedTo('Ada', 'Cy'), cy.connectedTo('Ada', 'Bo')])
  expect(dee.peers('connected')).toEqual([])
  await ada.say('still here')
  await bo.hears('still here')
  await cy.hears('still here')

  const tryAgain = () => dee.engine.room(dee.roomId())?.tryNow()
  tryAgain()
  expect(dee.problem('room-full')).toBeUndefined()
  await dee.isTold('room-full')

  cy.leave()
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  tryAgain()
  await dee.connectedTo('Ada', 'Bo')
  expect(dee.problem('room-full')).toBeUndefined()
  dee.leave()

  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const eve = await join('Eve', roomName)
  await eve.connectedTo('Ada', 'Bo')
})
