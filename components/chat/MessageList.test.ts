import { mount } from '@vue/test-utils'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { createPeople } from '@/engine/identity/people.ts'
import { createFakeClock } from '@/engine/testing/fake-clock.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from '@/stores/database.ts'
import MessageList from './MessageList.vue'

beforeEach(() => speak('en'))

interface Said {
  readonly by: string
  readonly as: string
}

/** The messages of a room in which we are called Ada; each is said by a key under a name. */
async function show(said: readonly Said[]) {
  await database.entries.bulkAdd(
    said.map(({ by, as }, index) => ({
      roomId: 'room',
      authorId: by,
      authorName: as,
      seq: index + 1,
      atMs: 0,
      kind: 'text',
      prev: null,
      digest: `${index}`,
      signedText: '',
      text: 'hello',
      sortKey: index,
      receivedAtMs: 0,
      authorKey: '',
      signature: '',
    })),
  )
  const list = mount(MessageList, {
    props: { roomId: 'room', me: { peerId: 'me', name: 'Ada' }, peers: [] },
  })
  onTestFinished(async () => {
    list.unmount()
    await Promise.all([database.entries.clear(), database.people.clear()])
  })
  return () =>
    [...rootOf(list).querySelectorAll('.author')].map((author) => {
      const name = author.querySelector('bdi')?.textContent ?? ''
      return [name, author.querySelector('.visually-hidden')?.textContent ?? '']
    })
}

const clock = createFakeClock()
const people = createPeople({ database, clock })
async function meet(peerId: string, name: string) {
  await clock.advance(1_000)
  await people.meet({ peerId, publicKey: `key of ${peerId}`, name })
}

test('a message says who signed it is not whom one may take them for', async () => {
  await meet('bo', 'Bo')
  await meet('mallory', 'Mallory')
  const shown = await show([
    { by: 'bo', as: 'Bo' },
    { by: 'mallory', as: 'Mallory' },
    { by: 'mallory', as: 'BО' },
    { by: 'invented', as: 'Bo' },
    { by: 'invented', as: 'ada' },
    { by: 'invented', as: 'Cy' },
    { by: 'me', as: 'Ada' },
    { by: 'me', as: 'Bo' },
  ])
  await eventually(() =>
    expect(shown()).toEqual([
      ['Bo', ''],
      ['Mallory', ''],
      ['BО', 'another key than the BО you know'],
      ['Bo', 'another key than the Bo you know'],
      ['ada', 'your name, and another key'],
      ['Cy', ''],
      ['Ada', ''],
      ['Bo', ''],
    ]),
  )
})

test('a mark stands by no other name than it was given to, and a warning ends when it is judged', async () => {
  await meet('bo', 'Bo')
  await meet('mallory', 'Mallory')
  await meet('second', 'Bo')
  await people.setVerified('mallory', true)
  const shown = await show([
    { by: 'mallory', as: 'Mallory' },
    { by: 'mallory', as: 'Bo' },
    { by: 'mallory', as: 'Cy' },
    { by: 'second', as: 'Bo' },
  ])
  const warning = 'another key than the Bo you know'
  await eventually(() =>
    expect(shown().map(([, words]) => words)).toEqual(['verified', warning, '', warning]),
  )
  await people.acceptSameName('second')
  await eventually(() => expect(shown().map(([, words]) => words)).toEqual(['verified', warning, '', '']))
})
