import { describe, expect, test } from 'vitest'
import type { RoomRow } from '@/engine/storage/database.ts'
import { sampleRoom } from '@/engine/testing/sample-room.ts'
import { createFakeClock, settle } from '@/engine/testing/fake-clock.ts'
import type { MessageNotification } from './message-notification-schema.ts'
import { createMessageNotifier } from './message-notifier.ts'

const row = sampleRoom()
const settings = { notifyOnMessage: true, showsTextInNotifications: true }

function start(chosen: { room?: Partial<RoomRow>; settings?: Partial<typeof settings> } = {}) {
  const clock = createFakeClock()
  const events: (MessageNotification | string)[] = []
  const errors: unknown[] = []
  const seen = new Set<string>()
  const joined = new Set(['room'])
  const notifier = createMessageNotifier({
    me: (roomId) => (joined.has(roomId) ? { peerId: 'me', name: 'Ada' } : undefined),
    isSeen: (roomId) => seen.has(roomId),
    async read() {
      await Promise.resolve()
      return { room: { ...row, ...chosen.room }, settings: { ...settings, ...chosen.settings } }
    },
    show: (notification) => events.push(notification),
    withdraw: (roomId) => events.push(`withdraw ${roomId}`),
    after: clock.after,
    onError: (error) => errors.push(error),
  })
  return {
    clock,
    events,
    seen,
    joined,
    notifier,
    say: (text: string, authorId = 'bo') => notifier.handle('room', { authorId, authorName: 'Bo', text }),
    /** All that was read has been read. */
    async settled() {
      await settle()
      expect(errors).toEqual([])
      return events
    },
  }
}

const told = (text: string, count = 1) => ({
  roomId: 'room',
  roomName: 'Office',
  count,
  authorName: 'Bo',
  text,
})

describe('message notifier', () => {
  test('tells of a message at once, and of what follows soon after together', async () => {
    const { say, settled, clock, events } = start()
    say('one')
    expect(await settled()).toEqual([told('one')])
    for (const text of ['two', 'three', 'four']) say(text)
    expect(await settled()).toHaveLength(1)
    await clock.advance(3_000)
    await settled()
    expect(events).toEqual([told('one'), told('four', 3)])
    await clock.advance(3_000)
    say('five')
    expect(await settled()).toEqual([told('one'), told('four', 3), told('five')])
  })

  test('tells nothing of what we say, in this or another browser of ours', async () => {
    const { say, settled } = start()
    say('mine', 'me')
    expect(await settled()).toEqual([])
  })

  test('tells nothing of a room that is in sight, or comes in sight before it is told', async () => {
    const { say, settled, seen, clock } = start()
    seen.add('room')
    say('seen')
    expect(await settled()).toEqual([])
    seen.clear()
    say('unseen')
    seen.add('room')
    expect(await settled()).toEqual([])
    await clock.advance(3_000)
    expect(await settled()).toEqual([])
  })

  test('withdraws what was told when the room comes in sight, and drops what waits', async () => {
    const { say, settled, notifier, clock } = start()
    say('one')
    await settled()
    say('two')
    notifier.handleDone('room')
    await clock.advance(3_000)
    expect(await settled()).toEqual([told('one'), 'withdraw room'])
  })

  test('tells nothing of a room that was left meanwhile', async () => {
    const { say, settled, joined } = start()
    say('one')
    joined.clear()
    expect(await settled()).toEqual([])
  })

  test.each<[string, Partial<RoomRow>, string[]]>([
    ['a private room', {}, ['hello', 'hi @ada!']],
    ['a private room, mentions chosen', { notify: 'mentions' }, ['hi @ada!']],
    ['a public room', { kind: 'public' }, ['hi @ada!']],
    ['a page’s room', { kind: 'page' }, ['hi @ada!']],
    ['a public room, all chosen', { kind: 'public', notify: 'all' }, ['hello', 'hi @ada!']],
    ['a muted room', { isMuted: true, notify: 'all' }, []],
  ])('in %s tells of what that room’s level says', async (_, room, texts) => {
    const { say, settled, clock, events } = start({ room })
    for (const text of ['hello', 'hi @ada!']) {
      say(text)
      await settled()
      await clock.advance(3_000)
    }
    await settled()
    expect(events.map((event) => (typeof event === 'string' ? event : event.text))).toEqual(texts)
  })

  test('tells nothing while message notifications are off', async () => {
    const { say, settled } = start({ settings: { notifyOnMessage: false } })
    say('one')
    expect(await settled()).toEqual([])
  })

  test('keeps the text to itself where the person wants that, and calls the room as the person does', async () => {
    const { say, settled } = start({
      room: { localName: 'Work' },
      settings: { showsTextInNotifications: false },
    })
    say('secret')
    expect(await settled()).toEqual([{ roomId: 'room', roomName: 'Work', count: 1, authorName: 'Bo' }])
  })

  test('shows nothing of a spoiler, also where a text is cut within one', async () => {
    const { say, settled, clock } = start()
    say('It was ||the gardener||!')
    expect(await settled()).toEqual([told('It was ▒▒▒!')])
    await clock.advance(3_000)
    say(`||${'secret '.repeat(100)}||`)
    expect((await settled()).at(-1)).toEqual(told('▒▒▒'))
  })

  test('tells of a mention by its key, whatever the text calls us', async () => {
    const { clock, notifier, settled } = start({ room: { notify: 'mentions' } })
    const message = { authorId: 'bo', authorName: 'Bo', text: '@Countess, look' }
    notifier.handle('room', { ...message, mentions: ['you'] })
    expect(await settled()).toEqual([])
    await clock.advance(3_000)
    notifier.handle('room', { ...message, mentions: ['you', 'me'] })
    expect(await settled()).toEqual([told('@Countess, look')])
  })

  test('shows a long text in one line and cut', async () => {
    const { say, settled } = start()
    say(`two\n\nlines ${'🌍'.repeat(5_000)}`)
    const [first] = await settled()
    expect(first).toMatchObject({ text: `two lines ${'🌍'.repeat(290)}…` })
  })

  test('keeps of a flood so many', async () => {
    const { say, settled, clock, events } = start()
    for (let count = 0; count < 5_000; count += 1) say('x')
    await clock.advance(3_000)
    await settled()
    expect(events).toEqual([told('x'), told('x', 1_000)])
  })
})
