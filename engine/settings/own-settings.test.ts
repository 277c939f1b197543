import { expect, test } from 'vitest'
import type { SettingsRow } from '../storage/database.ts'
import { defaultCallSettings, type SettingsChange } from '../storage/settings-schema.ts'
import { createSettings } from './own-settings.ts'
import { createMemoryDatabase } from '../testing/memory-database.ts'

function start() {
  const database = createMemoryDatabase()
  const told: SettingsRow[] = []
  return { database, told, settings: createSettings(database, (row) => told.push(row)) }
}
const turn = { url: 'turn:t.example.org', username: 'ada', credential: 'secret' }

test('are read once, and known before whoever asked goes on', async () => {
  const { settings, told } = start()
  expect(await settings.read()).toBe(await settings.read())
  expect(told).toMatchObject([{ rejoinsAtStart: false, iceServers: [], isRelayOnly: false }])
})

test('a change is on disk and in force when it is done; the rest stays', async () => {
  const { settings, told, database } = start()
  await settings.remember({ name: 'Ada', relayUrl: 'wss://relay.example/ws', roomName: 'lobby' })
  expect(await settings.change({ iceServers: [turn], isRelayOnly: true })).toBeUndefined()
  const expected = { name: 'Ada', iceServers: [turn], isRelayOnly: true, rejoinsAtStart: false }
  expect(told.at(-1)).toMatchObject(expected)
  expect(await database.settings.get('own')).toMatchObject(expected)
  expect(await settings.read()).toMatchObject(expected)
})

test('own settings: whatever a person may change is kept', async () => {
  const { settings, database } = start()
  const change: Required<SettingsChange> = {
    language: 'zh-CN',
    relayUrl: 'wss://relay.example/ws',
    rejoinsAtStart: true,
    iceServers: [turn],
    isRelayOnly: true,
    call: { microphoneId: 'm1', playsSounds: false },
    notifyOnMessage: true,
    showsTextInNotifications: false,
    tellsTyping: false,
    tellsSeen: false,
  }
  await settings.change(change)
  expect(await database.settings.get('own')).toMatchObject(change)
  await settings.change({
    isRelayOnly: false,
    relayUrl: undefined,
    call: { speakerId: 's1', microphoneId: undefined },
  })
  expect(await database.settings.get('own')).toMatchObject({
    ...change,
    isRelayOnly: false,
    call: { microphoneId: 'm1', speakerId: 's1', playsSounds: false },
  })
})

test('own settings: a row of an earlier version has the defaults of what came later', async () => {
  const { settings, database } = start()
  const { isRelayOnly, ...earlier } = await settings.read()
  const { playsSounds, ...earlierCall } = earlier.call
  const row: Record<string, unknown> = { ...earlier, call: earlierCall }
  await database.table('settings').put(row)
  expect(await createSettings(database, () => undefined).read()).toMatchObject({
    isRelayOnly,
    call: { ...defaultCallSettings, playsSounds },
  })
})

test('what was typed to join overwrites no setting, however the two meet', async () => {
  const { settings, database } = start()
  await settings.read()
  await Promise.all([
    settings.change({ isRelayOnly: true }),
    settings.remember({ name: 'Ada', relayUrl: 'wss://relay.example/ws', roomName: 'one' }),
    settings.change({ rejoinsAtStart: true }),
    settings.remember({ name: 'Ada', relayUrl: 'wss://relay.example/ws', roomName: 'two' }),
  ])
  expect(await database.settings.get('own')).toMatchObject({
    isRelayOnly: true,
    rejoinsAtStart: true,
    roomName: 'two',
  })
})

test('what is wrong is said, and nothing of it is kept', async () => {
  const { settings, database } = start()
  expect(await settings.change({ relayUrl: 'http://x', isRelayOnly: true })).toMatchObject({
    kind: 'relay-url-scheme',
  })
  expect(
    await settings.change({ iceServers: [{ url: 'turn:t.example.org' }], rejoinsAtStart: true }),
  ).toEqual({
    kind: 'turn-credentials-missing',
  })
  expect(await database.settings.get('own')).toBeUndefined()
})

test('a disk that fails is said, and asked again', async () => {
  const { settings, database } = start()
  database.close()
  expect(await settings.change({ isRelayOnly: true })).toMatchObject({ kind: 'storage-failed' })
  await database.open()
  expect(await settings.change({ isRelayOnly: true })).toBeUndefined()
})
