import { describe, expect, test } from 'vitest'
import { join, newRoomName } from './testing/browser-person.ts'
import { joinAsHostile } from './testing/hostile.ts'
import { joinAsLiar } from './testing/liar.ts'

type Liar = Awaited<ReturnType<typeof joinAsLiar>>

/** Ada, who is in a call and has something to say, and a liar whose channels to her are open. */
async function startWithLiar(role: 'offerer' | 'answerer', answerProof?: string) {
  const room = newRoomName()
  const states = new Set<string>()
  const joinAda = () =>
    join('Ada', room, {
      onEvent(event) {
        if (event.type === 'room') for (const { state } of event.room.peers) states.add(state)
      },
    })
  // As the offerer it waits for Ada's hello; as the answerer it is Ada who waits for its.
  const early = role === 'offerer' ? await joinAsLiar(room, role, answerProof) : undefined
  const ada = await joinAda()
  await expect.poll(() => ada.room().relay.kind).toBe('open')
  const liar = early ?? (await joinAsLiar(room, role, answerProof))
  ada.engine.announceCall(ada.roomId(), { visit: 'v'.repeat(22), microphone: 'on' })
  await ada.say('not for you')
  return { ada, liar, states }
}

const falseProof = 'A'.repeat(86)

describe.each(['offerer', 'answerer'] as const)('a lying %s', (role) => {
  test('that withholds its proof gets nothing, however long its channels are open', async () => {
    const { ada, liar, states } = await startWithLiar(role)
    await expect.poll(liar.areChannelsOpen).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect([liar.heard(), [...states], ada.peers()]).toEqual([[], ['connecting'], ['Mallory']])
  })

  test.each<[string, (liar: Liar) => void | Promise<void>]>([
    ['makes a proof up', ({ control }) => control.send(proofOf(falseProof))],
    ['says something else first', ({ control }) => control.send('{"type":"ping","n":1}')],
    [
      'gives the victim’s own proof back',
      async (liar) => {
        await expect.poll(liar.victimsProof).toBeDefined()
        liar.control.send(proofOf(liar.victimsProof() ?? ''))
      },
    ],
    [
      'talks on the other channel meanwhile',
      ({ chat, control }) => {
        for (let n = 0; n < 10; n++) chat.send('{"type":"want","have":[]}')
        control.send(proofOf(falseProof))
      },
    ],
  ])('that %s gets nothing, and is said to be unverified', async (_, lie) => {
    const { ada, liar, states } = await startWithLiar(role)
    await expect.poll(liar.areChannelsOpen).toBe(true)
    await lie(liar)
    expect(await ada.isTold('peer-unauthenticated')).toMatchObject({ peerName: 'Mallory' })
    await expect.poll(() => liar.control.readyState).toBe('closed')
    expect([liar.heard(), [...states]]).toEqual([[], ['connecting', 'unauthenticated']])
    expect(ada.room().peers[0]?.trust).toBeUndefined()
  })
})

test('a lying answerer whose answer holds a false proof is not even talked to', async () => {
  const { ada, liar, states } = await startWithLiar('answerer', falseProof)
  await ada.isTold('peer-unauthenticated')
  expect([liar.heard(), states.has('connected')]).toEqual([[], false])
})

function proofOf(signature: string): string {
  return JSON.stringify({ type: 'proof', signature })
}

test.each(['offerer', 'answerer'] as const)(
  'a peer that is talked down, since its signals as the %s say fewer features than it proves, is not linked',
  async (role) => {
    const room = newRoomName()
    const ada = await join('Ada', room)
    await expect.poll(() => ada.room().relay.kind).toBe('open')
    const proved = { versions: [2, 1], features: { chat: 2, call: 1, verification: 1 } }
    await joinAsHostile(room, ada.room().me.peerId, { role, proved })
    expect(await ada.isTold('peer-unauthenticated')).toMatchObject({ peerName: 'Mallory' })
    expect(ada.peers('connected')).toEqual([])
  },
)
