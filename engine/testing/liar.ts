import { expect, inject, onTestFinished } from 'vitest'
import type { Role } from '../rtc/handshake.ts'
import { createSignaling } from '../session/signaling.ts'
import type { Capabilities } from '../wire/capabilities.ts'
import { channels } from '../wire/channel.ts'
import { roomAddress } from '../wire/relay-url.ts'
import type { Candidate, Signal } from '../wire/signal.ts'
import { idOf, keysOf, newSender } from './test-keys.ts'
import type {} from './provided.ts'

const capabilities: Capabilities = { versions: [1], features: { chat: 1, call: 1, verification: 1 } }

/**
 * A member whose signals are good and who proves nothing on the link: as one looks that somebody in between has made.
 * As the offerer it is in the room before the victim, and offers when the victim says hello; as the answerer it says
 * hello and answers. `answerProof` goes along with its answer.
 */
export async function joinAsLiar(roomName: string, role: Role, answerProof?: string) {
  const keys = await keysOf(roomName)
  const { identity, sender: me } = await newSender('Mallory')
  const socket = new WebSocket(roomAddress(inject('relayUrl'), keys.roomId))
  const connection = new RTCPeerConnection()
  const control = connection.createDataChannel('control', { negotiated: true, id: channels.control.id })
  const chat = connection.createDataChannel('chat', { negotiated: true, id: channels.chat.id })
  const heard: string[] = []
  for (const channel of [control, chat]) {
    channel.addEventListener('message', ({ data }) => heard.push(String(data)))
  }
  /** Theirs, until their description is set. */
  const waiting: Candidate[] = []
  let victimsProof: string | undefined
  let target: { to: { peerId: string; visitId: string }; linkId: string } | undefined

  const signaling = createSignaling({
    keys,
    identity,
    me,
    capabilities,
    transmit(sealed) {
      socket.send(sealed)
      return true
    },
    isDirected: () => false,
    isMember: () => false,
    onSignal: (_, signal) => void (signal && take(signal)),
    onMalformed: () => undefined,
    onFailure(error) {
      throw error
    },
  })

  connection.addEventListener('icecandidate', ({ candidate: found }) => {
    if (!found?.candidate || !target) return
    const { candidate, sdpMid, sdpMLineIndex } = found
    signaling.send({ type: 'candidates', ...target, candidates: [{ candidate, sdpMid, sdpMLineIndex }] })
  })

  async function describe(type: 'offer' | 'answer') {
    await connection.setLocalDescription()
    const sdp = connection.localDescription?.sdp
    if (sdp === undefined || !target) throw new Error('There is nobody to describe it to.')
    const proof = type === 'answer' && answerProof !== undefined ? { proof: answerProof } : {}
    signaling.send({ type, ...target, sdp, nonce: idOf('L'), ...proof })
  }

  async function setRemote(description: RTCSessionDescriptionInit) {
    await connection.setRemoteDescription(description)
    for (const candidate of waiting.splice(0)) await connection.addIceCandidate(candidate)
  }

  async function take(signal: Signal) {
    const to = { peerId: signal.from.peerId, visitId: signal.from.visitId }
    if (signal.type === 'hello' && role === 'offerer' && !target) {
      target = { to, linkId: idOf('Z') }
      await describe('offer')
    }
    if (signal.type === 'offer' && role === 'answerer' && !target) {
      target = { to, linkId: signal.linkId }
      await setRemote({ type: 'offer', sdp: signal.sdp })
      await describe('answer')
    }
    if (signal.type === 'answer' && signal.linkId === target?.linkId) {
      victimsProof = signal.proof
      await setRemote({ type: 'answer', sdp: signal.sdp })
    }
    if (signal.type === 'candidates' && signal.linkId === target?.linkId) {
      if (!connection.remoteDescription) waiting.push(...signal.candidates)
      else for (const candidate of signal.candidates) await connection.addIceCandidate(candidate)
    }
  }

  socket.addEventListener('message', ({ data }) => signaling.receive(data))
  onTestFinished(() => {
    connection.close()
    socket.close()
  })
  await expect.poll(() => socket.readyState).toBe(WebSocket.OPEN)
  if (role === 'answerer') signaling.send({ type: 'hello' })
  return {
    control,
    chat,
    /** What the victim said on the channels, its proof apart, which everybody may have. */
    heard: () => heard.filter((text) => !text.includes('"proof"')),
    /** The proof that the victim gave: in its answer, or on the channel. */
    victimsProof: () =>
      victimsProof ?? heard.map((text) => /"signature":"([^"]+)"/.exec(text)?.[1]).find(Boolean),
    areChannelsOpen: () => control.readyState === 'open' && chat.readyState === 'open',
  }
}
