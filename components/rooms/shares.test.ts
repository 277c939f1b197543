import { createPinia, setActivePinia } from 'pinia'
import { effectScope } from 'vue'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from '@/stores/database.ts'
import { useShares } from '@/stores/shares.ts'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))
vi.mock('@/platform/page-shares.ts', () => ({ onPageShare: () => () => undefined }))

const relayUrl = 'ws://relay.example/ws'
const draftOf = async (roomId: string) => (await database.drafts.get(roomId))?.text

function start() {
  const { engine } = startHost()
  setActivePinia(createPinia())
  const scope = effectScope()
  const shares = scope.run(useShares)
  if (!shares) throw new Error('The scope is active.')
  onTestFinished(() => scope.stop())
  async function join(roomName: string): Promise<string> {
    const outcome = await engine.join({ name: 'Ada', relayUrl, roomName })
    if (!outcome.ok) throw new Error(`${roomName} was not joined.`)
    return outcome.value.roomId
  }
  return { shares, engine, join }
}

test('what is sent from a page stands below the draft of the room in sight, unsent', async () => {
  const { shares, join } = start()
  const roomId = await join('lobby')
  await database.drafts.put({ roomId, text: 'Look:' })
  shares.take('https://a.example/')
  shares.take('https://b.example/')
  await eventually(async () =>
    expect(await draftOf(roomId)).toBe('Look:\nhttps://a.example/\nhttps://b.example/'),
  )
  expect(shares.needsRoom.value).toBe(false)
  expect(await database.entries.count()).toBe(0)
})

test('with no room in sight it waits for one that is chosen, which is joined again', async () => {
  const { shares, engine, join } = start()
  const roomId = await join('lobby')
  engine.leave(roomId)
  await eventually(async () => {
    expect((await database.settings.get('own'))?.name).toBe('Ada')
    expect((await database.rooms.get(roomId))?.isJoined).toBe(false)
  })
  shares.take('https://a.example/')
  await eventually(() => expect(shares.needsRoom.value).toBe(true))
  expect(shares.text.value).toBe('https://a.example/')
  await shares.choose(roomId)
  await eventually(async () => expect(await draftOf(roomId)).toBe('https://a.example/'))
  await eventually(() => expect(engine.room(roomId)).toBeDefined())
  expect(shares.needsRoom.value).toBe(false)
})

test('without any room it waits for the one that is joined next', async () => {
  const { shares, join } = start()
  shares.take('https://a.example/')
  await eventually(() => expect(shares.needsRoom.value).toBe(true))
  const roomId = await join('lobby')
  await eventually(async () => expect(await draftOf(roomId)).toBe('https://a.example/'))
})

test('what the person dropped is in no composer', async () => {
  const { shares, join } = start()
  shares.take('https://a.example/')
  await eventually(() => expect(shares.needsRoom.value).toBe(true))
  shares.drop()
  const roomId = await join('lobby')
  shares.take('https://b.example/')
  await eventually(async () => expect(await draftOf(roomId)).toBe('https://b.example/'))
})
