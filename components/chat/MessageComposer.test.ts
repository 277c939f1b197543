import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { eventually } from '@/engine/testing/eventually.ts'
import { field, type } from '@/components/testing/find.ts'
import { startHost, testPlatform } from '@/components/testing/host.ts'
import { speak } from '@/components/testing/messages.ts'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import { useComposingStore } from '@/stores/composing.ts'
import { database } from '@/stores/database.ts'
import { useRoomsList } from '@/stores/rooms-list.ts'
import MessageComposer from './MessageComposer.vue'

vi.mock('@/platform/current.ts', () => ({ platform: testPlatform }))

beforeEach(() => speak('en'))

/** The composer of a joined room. */
async function mountComposer() {
  const host = startHost()
  const joined = await host.engine.join({ name: 'Ada', relayUrl: 'ws://relay.example/ws', roomName: 'lobby' })
  if (!joined.ok) throw new Error(joined.problem.kind)
  const { roomId } = joined.value
  const composer = mount(MessageComposer, {
    props: { roomId },
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(() => composer.unmount())
  const input = field(composer, 'Message')
  return {
    host,
    roomId,
    composer,
    input,
    /** Presses Enter; whether the browser would break the line. */
    press(more: KeyboardEventInit = {}): boolean {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more })
      return input.dispatchEvent(event)
    },
    sent: async () => (await database.entries.toArray()).map((row) => row.text),
  }
}

test('Enter sends, and the composer is empty for the next', async () => {
  const { input, press, sent } = await mountComposer()
  type(input, 'hello')
  expect(press()).toBe(false)
  await eventually(async () => expect(await sent()).toEqual(['hello']))
  await eventually(() => expect(input.value).toBe(''))
  expect(document.activeElement).toBe(input)
})

test.each<[string, KeyboardEventInit]>([
  ['Shift+Enter breaks the line', { shiftKey: true }],
  ['Enter chooses a word while an input method composes', { isComposing: true }],
])('%s, and sends nothing', async (_, more) => {
  const { input, press, sent } = await mountComposer()
  type(input, 'hello')
  expect(press(more)).toBe(true)
  // What is sent after it is the first that is sent.
  type(input, 'hello\nworld')
  press()
  await eventually(async () => expect(await sent()).toEqual(['hello\nworld']))
})

test('nothing but white space is not sent', async () => {
  const { input, press, sent } = await mountComposer()
  type(input, ' \n ')
  press()
  expect(input.value).toBe(' \n ')
  type(input, 'hello')
  press()
  await eventually(async () => expect(await sent()).toEqual(['hello']))
})

describe('nothing typed is lost', () => {
  test('when it is too long, which is said as it is pasted', async () => {
    const { input, press, composer, sent } = await mountComposer()
    const paste = 'x'.repeat(1_048_576)
    type(input, paste)
    await eventually(() => expect(composer.text()).toContain('This message is 1,024 KB; the limit is 32 KB'))
    expect(input.getAttribute('aria-invalid')).toBe('true')
    press()
    expect(input.value).toBe(paste)
    type(input, 'shorter')
    await eventually(() => expect(composer.text()).not.toContain('KB'))
    press()
    await eventually(async () => expect(await sent()).toEqual(['shorter']))
  })

  test('when it is refused, and what was typed meanwhile follows it', async () => {
    const { input, press, composer, host, roomId } = await mountComposer()
    host.engine.leave(roomId)
    type(input, 'first')
    press()
    type(input, 'second')
    await eventually(() => expect(composer.text()).toContain('You’re no longer in this room'))
    expect(input.value).toBe('first\nsecond')
    type(input, 'third')
    await eventually(() => expect(composer.text()).not.toContain('no longer in this room'))
    await eventually(async () => expect((await database.drafts.get(roomId))?.text).toBe('third'))
  })

  test('when the disk takes nothing, and one press sends it when there is room', async () => {
    const { input, press, composer, sent } = await mountComposer()
    const fail = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const { entries, ownSeqs } = database.strict
    // Nor does it take the number that would be reserved while this is typed: so nothing is sent before it's kept.
    const hooks = [entries.hook.creating, ownSeqs.hook.creating, ownSeqs.hook.updating]
    const free = () => hooks.forEach((hook) => hook.unsubscribe(fail))
    for (const hook of hooks) hook.subscribe(fail)
    onTestFinished(free)
    type(input, 'hello')
    press()
    const button = (name: string) => composer.findAll('button').find((one) => one.text() === name)
    await eventually(() => expect(button('Forget a room')).toBeDefined())
    await button('Forget a room')?.trigger('click')
    await eventually(() => expect(useRoomsList().isOpen).toBe(true))
    expect(input.value).toBe('hello')
    free()
    await button('Try again')?.trigger('click')
    await eventually(async () => expect(await sent()).toEqual(['hello']))
    await eventually(() => expect(composer.text()).not.toContain('couldn’t save'))
    expect(input.value).toBe('')
  })

  test('when it is refused after another room was turned to, where neither it nor the refusal belongs', async () => {
    const { input, press, composer, host, roomId } = await mountComposer()
    const other = await host.engine.join({
      name: 'Ada',
      relayUrl: 'ws://relay.example/ws',
      roomName: 'other',
    })
    if (!other.ok) throw new Error(other.problem.kind)
    host.engine.leave(roomId)
    type(input, 'for the first')
    press()
    await composer.setProps({ roomId: other.value.roomId })
    type(input, 'for the other')
    // The commands of a panel are answered in turn.
    press()
    await eventually(async () =>
      expect((await database.entries.toArray()).map((row) => row.text)).toEqual(['for the other']),
    )
    await eventually(() => expect(input.value).toBe(''))
    expect(composer.text()).not.toContain('no longer in this room')
    expect((await database.drafts.get(roomId))?.text).toBe('for the first')
    await composer.setProps({ roomId })
    await eventually(() => expect(input.value).toBe('for the first'))
  })

  test('when an edit is refused, since the message was deleted meanwhile', async () => {
    const { input, press, composer, roomId, sent } = await mountComposer()
    type(input, 'helo')
    press()
    await eventually(async () => expect(await sent()).toEqual(['helo']))
    await eventually(() => expect(input.value).toBe(''))
    press({ key: 'ArrowUp' })
    await eventually(() => expect(input.value).toBe('helo'))
    type(input, 'hello, and much more')
    await database.entries.toCollection().modify({ isGone: true })
    press()
    await eventually(() => expect(composer.text()).toContain('That message isn’t there anymore.'))
    await eventually(() => expect(input.value).toBe('hello, and much more'))
    press({ key: 'Escape' })
    await eventually(() => expect(input.value).toBe(''))
    expect(composer.text()).not.toContain('isn’t there anymore')
    expect(await database.drafts.get(roomId)).toBeUndefined()
  })

  test('when another room is turned to in the middle of an edit', async () => {
    const { input, press, composer, roomId, sent } = await mountComposer()
    type(input, 'helo')
    press()
    await eventually(async () => expect(await sent()).toEqual(['helo']))
    type(input, '')
    press({ key: 'ArrowUp' })
    await eventually(() => expect(input.value).toBe('helo'))
    type(input, 'hello, and much more')
    await composer.setProps({ roomId: 'other' })
    await eventually(() => expect(input.value).toBe(''))
    await composer.setProps({ roomId })
    await eventually(() => expect(input.value).toBe('hello, and much more'))
  })

  test('when an answer is begun above it, and ends', async () => {
    const { input, press, roomId } = await mountComposer()
    type(input, 'half a sen')
    const composing = useComposingStore()
    composing.reply(roomId, sampleEntry('a question'))
    await nextTick()
    expect(input.value).toBe('half a sen')
    press({ key: 'Escape' })
    await nextTick()
    expect(composing.of(roomId)).toBeUndefined()
    composing.edit(roomId, sampleEntry('something old'))
    await nextTick()
    expect(input.value).toBe('something old')
    press({ key: 'Escape' })
    await nextTick()
    expect(input.value).toBe('half a sen')
  })

  test('when the panel closes in the middle of a sentence', async () => {
    const { input, roomId, host } = await mountComposer()
    type(input, 'half a sen')
    await eventually(async () => expect((await database.drafts.get(roomId))?.text).toBe('half a sen'))
    const again = mount(MessageComposer, { props: { roomId }, global: { plugins: host.plugins } })
    onTestFinished(() => again.unmount())
    await eventually(() => expect(field(again, 'Message').value).toBe('half a sen'))
  })

  test('and what was sent is not left behind as a draft', async () => {
    const { input, press, roomId, sent } = await mountComposer()
    type(input, 'hello')
    press()
    await eventually(async () => expect(await sent()).toEqual(['hello']))
    await eventually(async () => expect(await database.drafts.get(roomId)).toBeUndefined())
  })
})

test('above the composer stands the answered message as it is now, and nothing of one that was deleted', async () => {
  const { composer, roomId } = await mountComposer()
  const row = { ...sampleEntry('the ||hidden|| secret', { digest: 'd' }), roomId }
  await database.entries.add(row)
  useComposingStore().reply(roomId, row)
  await eventually(() => expect(composer.text()).toContain('the ▒▒▒ secret'))
  expect(composer.text()).not.toContain('hidden')
  await database.entries.toCollection().modify((one) => {
    one.isGone = true
    delete one.text
  })
  await eventually(() => expect(composer.text()).toContain('That message isn’t there anymore.'))
  expect(composer.text()).not.toContain('secret')
})

test('a name that is pasted and sent at once is a mention, though what knows the names is still to come', async () => {
  const { input, press, roomId } = await mountComposer()
  const bo = 'b'.repeat(43)
  await database.entries.add(sampleEntry('was here', { roomId, authorId: bo, authorName: 'Bo' }))
  type(input, 'Look, @Bo')
  press()
  await eventually(async () =>
    expect(await database.entries.toArray()).toContainEqual(
      expect.objectContaining({ text: 'Look, @Bo', mentions: [bo] }),
    ),
  )
  expect(input.value).toBe('')
})
