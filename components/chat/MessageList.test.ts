import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { createPeople } from '@/engine/identity/people.ts'
import { createFakeClock } from '@/engine/testing/fake-clock.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { database } from '@/stores/database.ts'
import MessageList from './MessageList.vue'

beforeEach(() => {
  speak('en')
  setActivePinia(createPinia())
})

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
      isShown: 1 as const,
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
      ['BО', 'different key from the BО you know'],
      ['Bo', 'different key from the Bo you know'],
      ['ada', 'same name as yours, different key'],
      ['Cy', ''],
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
  const warning = 'different key from the Bo you know'
  await eventually(() =>
    expect(shown().map(([, words]) => words)).toEqual(['verified', warning, '', warning]),
  )
  await people.acceptSameName('second')
  await eventually(() => expect(shown().map(([, words]) => words)).toEqual(['verified', warning, '', '']))
})

test('shows what contradicts, what this Sidetone does not know, and what has not arrived', async () => {
  const base = {
    roomId: 'room',
    authorId: 'bo',
    authorName: 'Bo',
    atMs: 0,
    kind: 'text',
    isShown: 1 as const,
    prev: null,
    signedText: '',
    authorKey: '',
    signature: '',
    receivedAtMs: 0,
  }
  await database.entries.bulkAdd([
    { ...base, seq: 1, digest: 'a', text: 'I pay 10', sortKey: 1 },
    { ...base, seq: 2, digest: 'b', kind: 'poll', sortKey: 2 },
    { ...base, seq: 4, digest: 'd', text: 'after the gap', prev: [3, 'c'], sortKey: 3 },
  ])
  await database.equivocations.add({ ...base, seq: 1, digest: 'z', text: 'I pay 1000' })
  const ranges = [
    { from: 1, to: 2, digest: 'b', prev: null },
    { from: 4, to: 4, digest: 'd', prev: [3, 'c'] as const },
  ]
  await database.versionVectors.add({ roomId: 'room', authorId: 'bo', ranges, newestSortKey: 3 })
  const list = mount(MessageList, {
    props: { roomId: 'room', me: { peerId: 'me', name: 'Ada' }, peers: [] },
  })
  onTestFinished(async () => {
    list.unmount()
    const { entries, equivocations, versionVectors } = database
    await Promise.all([entries, equivocations, versionVectors].map((table) => table.clear()))
  })
  const shown = () => [...rootOf(list).querySelectorAll('article')].map((one) => one.textContent)
  await eventually(() => expect(shown()).toHaveLength(3))
  expect(shown()[0]).toContain('I pay 10')
  expect(shown()[0]).toContain('Bo also signed this in its place:I pay 1000')
  expect(shown()[1]).toContain('Update Sidetone to see this.')
  expect(shown()[2]).toContain('A message from Bo hasn’t arrived yet.')
  // It heals when it arrives.
  const healed = [{ from: 1, to: 4, digest: 'd', prev: null }]
  await database.versionVectors.put({ roomId: 'room', authorId: 'bo', ranges: healed, newestSortKey: 3 })
  await eventually(() => expect(shown()[2]).not.toContain('hasn’t arrived'))
})
