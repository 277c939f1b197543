import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, test } from 'vitest'
import MessageItem from '@/components/chat/MessageItem.vue'
import { rootOf } from '@/components/testing/find.ts'
import { languages, speak } from '@/components/testing/messages.ts'
import type { PeerView, RoomView } from '@/engine/view.ts'
import vector from '@/docs/test-vectors/emoji.json' with { type: 'json' }
import { emojiAt, emojiTableSize } from './emoji.ts'
import PeopleList from './PeopleList.vue'

describe.each(languages)('the table of emoji in %s', (language) => {
  beforeEach(() => speak(language))

  test('has 64, each with a glyph and a name of its own', () => {
    expect(emojiTableSize).toBe(64)
    const all = Array.from({ length: emojiTableSize }, (_, place) => emojiAt(place))
    expect(new Set(all.map((one) => one.glyph)).size).toBe(64)
    expect(all.map((one) => one.glyph)).toEqual(vector.table)
    expect(new Set(all.map((one) => one.name)).size).toBe(64)
    expect(all.filter((one) => one.name === '')).toEqual([])
  })
})

const sampleMessage = {
  order: 1,
  roomId: 'room',
  authorId: 'bo',
  authorName: 'Bo',
  seq: 1,
  atMs: 0,
  text: 'hello',
  sortKey: 0,
  receivedAtMs: 0,
  kind: 'text',
  prev: null,
  digest: '',
  signedText: '',
  authorKey: '',
  signature: '',
}

describe('what is known of somebody', () => {
  beforeEach(() => speak('en'))

  function show(trust?: PeerView['trust'], more: Partial<PeerView> = {}) {
    const peer: PeerView = { peerId: 'bo', name: 'Bo', state: 'connected', ...(trust && { trust }), ...more }
    const room: RoomView = {
      roomId: 'room',
      roomName: 'lobby',
      relayUrl: 'ws://relay.example/ws',
      me: { peerId: 'me', name: 'Me' },
      relay: { kind: 'open', address: 'room' },
      peers: [peer],
      problems: [],
    }
    const list = mount(PeopleList, { props: { room } })
    return { list, button: list.findAll('button').map((one) => one.attributes('aria-label')) }
  }

  test('says whether the connection is direct or relayed, while there is one', () => {
    expect(show('known', { path: 'direct' }).list.text()).toContain('Connected directly.')
    expect(show('known', { path: 'relayed' }).list.text()).toContain('Connected through a TURN server')
    expect(show('known').list.text()).not.toContain('Connected')
    expect(show('known', { path: 'direct', state: 'reconnecting' }).list.text()).not.toContain('Connected')
  })

  test('before their key was proved there is nothing to verify', () => {
    expect(show().button).toEqual([])
  })

  test.each(['new', 'known', 'name-conflict'] as const)('%s: can be verified', async (trust) => {
    const { list, button } = show(trust)
    expect(button).toEqual(['Verify'])
    await list.find('button').trigger('click')
    expect(list.emitted('verify')).toEqual([['bo']])
    expect(rootOf(list).textContent.includes('different key from the Bo you know')).toBe(
      trust === 'name-conflict',
    )
  })

  test('verified: says so', () => {
    expect(show('verified').button).toEqual(['Verified'])
  })

  test.each([
    ['them', 'needs a newer Sidetone'],
    ['us', 'Update Sidetone to talk to them'],
  ] as const)('without a common version: says that it is %s who need a newer one', (needsUpdate, words) => {
    const { list, button } = show(undefined, { state: 'incompatible', needsUpdate })
    expect(button).toEqual([])
    expect(rootOf(list).textContent).toContain(words)
  })

  test.each([
    [['chat', 'call', 'verification'], ''],
    [undefined, ''],
    [['call', 'verification'], 'can’t get messages'],
    [['chat'], 'can’t join calls'],
    [[], 'can’t get messages or join calls'],
  ])('who speaks %j: says what their Sidetone can’t do: %j', (features, words) => {
    const { list } = show('known', features && { features })
    expect(list.findAll('.note').map((one) => one.text())).toEqual(words ? ['(you)', words] : ['(you)'])
  })

  test('a message whose author’s clock is wrong shows when it came, and says so', () => {
    const receivedAtMs = Date.UTC(2026, 10, 28, 12)
    const message = { ...sampleMessage, atMs: 0, receivedAtMs }
    const item = mount(MessageItem, {
      props: { message, text: message.text, isFirst: true, ownId: 'me' },
    })
    expect(item.find('time').attributes('datetime')).toBe(new Date(receivedAtMs).toISOString())
    expect(item.find('time').attributes('title')).toMatch(
      /^Received .*2026.*\. The sender’s clock is wrong\.$/,
    )
  })

  test.each([
    ['verified', 'verified'],
    ['name-conflict', 'different key from the Bo you know'],
    ['own-name', 'same name as yours, different key'],
    ['known', ''],
  ] as const)('%s: a message says %j at its author', (trust, words) => {
    const item = mount(MessageItem, {
      props: { message: sampleMessage, text: sampleMessage.text, isFirst: true, ownId: 'me', trust },
    })
    expect(item.findAll('.author .visually-hidden').map((one) => one.text())).toEqual(words ? [words] : [])
  })
})
