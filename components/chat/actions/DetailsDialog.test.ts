import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { peerIdOf, roomOf } from '@/components/testing/call.ts'
import { callTestPlatform, startCallHost } from '@/components/testing/call-host.ts'
import { speak } from '@/components/testing/messages.ts'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import { createPeople } from '@/engine/identity/people.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import { createFakeClock } from '@/engine/testing/fake-clock.ts'
import { sampleEntry } from '@/engine/testing/sample-entry.ts'
import { database } from '@/stores/database.ts'
import { useHostStore } from '@/stores/host.ts'
import DetailsDialog from './DetailsDialog.vue'

vi.mock('@/platform/current.ts', () => ({ platform: callTestPlatform }))

beforeEach(() => speak('en'))

const roomId = 'room'
const me = peerIdOf('Me')
const bo = peerIdOf('Bo')
const cy = peerIdOf('Cy')

/** Bo, verified, and a later key of the same name. */
async function meetTwoOfOneName() {
  const clock = createFakeClock()
  const people = createPeople({ database, clock })
  await people.meet({ peerId: bo, publicKey: bo, name: 'Bo' })
  await people.setVerified(bo, true)
  await clock.advance(1_000)
  await people.meet({ peerId: cy, publicKey: cy, name: 'Bo' })
}

/** The dialog of an own message that both have, have reacted to and have pinned. */
async function showDetails() {
  await meetTwoOfOneName()
  const message = { ...sampleEntry('hello', { authorId: me, authorName: 'Me', seq: 1 }), order: 1 }
  await database.entries.add(message)
  const target = keyOf(message)
  for (const peerId of [bo, cy]) {
    await database.receipts.put({ roomId, peerId, sinceSeq: 1, metAtMs: 0, ranges: [[1, 1]] })
    const pin = sampleEntry('', { authorId: peerId, authorName: 'Bo', kind: 'pin', digest: peerId })
    await database.entries.add(pin)
    const mark = {
      roomId,
      target,
      kind: 'pin',
      value: '',
      isOn: true,
      authorId: peerId,
      authorName: 'Bo',
    } as const
    await database.marks.put({ ...mark, seq: pin.seq, atMs: 0, pinnedAtMs: 0 })
  }
  const host = startCallHost({ rooms: [roomOf([])] })
  const people = [bo, cy].map((authorId) => ({ authorId, name: 'Bo' }))
  const dialog = mount(DetailsDialog, {
    props: { open: true, message, reactions: [{ emoji: '👍', people }] },
    global: { plugins: host.plugins },
    attachTo: document.body,
  })
  onTestFinished(async () => {
    dialog.unmount()
    await Promise.all(database.tables.map((table) => table.clear()))
  })
  await eventually(() => expect(useHostStore().rooms).toHaveLength(1))
  return {
    message,
    target,
    text: () => (document.querySelector('[role=dialog]')?.textContent ?? '').replaceAll(/\s+/g, ' '),
  }
}

describe('DetailsDialog', () => {
  test('marks each name with what is known of its key: delivered to, pinned by, reactions', async () => {
    const { text } = await showDetails()
    const both = 'Bo ?verified,? ?Bo ?different key from the Bo you know'
    await eventually(() => {
      expect(text()).toMatch(new RegExp(`Delivered to ?${both}`))
      expect(text()).toMatch(new RegExp(`Pinned by ?${both}`))
      expect(text()).toMatch(new RegExp(`👍 ?${both}`))
    })
  })

  test('says who unpinned a message, once nobody’s pin is left', async () => {
    const { target, text } = await showDetails()
    await eventually(() => expect(text()).toContain('Pinned by'))
    const pins = await database.entries
      .where({ roomId })
      .filter(({ kind }) => kind === 'pin')
      .toArray()
    const takenBack = { roomId, target, kind: 'unpin', isOn: true, authorId: me, authorName: 'Me' } as const
    await database.marks.bulkPut(pins.map((pin) => ({ ...takenBack, value: keyOf(pin), seq: 2, atMs: 1 })))
    await eventually(() => expect(text()).toMatch(/Unpinned by ?Me/))
    expect(text()).not.toContain('Pinned by')
  })
})
