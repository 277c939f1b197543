import { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { createRoom, type Member } from '../src/room.ts'

/** A room whose members write into lists. Of each kind: whether it speaks `sidetone.relay.1`. */
export function roomOf(kinds: readonly boolean[]) {
  const room = createRoom('room')
  const written = kinds.map(() => [] as Buffer[])
  const members = kinds.map((speaksEnvelope, index): Member => {
    const connection = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        written[index]?.push(Buffer.from(chunk))
        done()
      },
    })
    const bucket = () => ({ tokens: 0, filledAtMs: 0 })
    const rest = {
      addressGroup: '',
      address: '',
      messages: bucket(),
      bytes: bucket(),
      dropped: false,
      missedPings: 0,
      pulseSlot: 0,
    }
    const nothing = () => undefined
    const webSocket = {
      readyState: WebSocket.OPEN,
      isPaused: false,
      pause: nothing,
      resume: nothing,
      close: nothing,
      ping: nothing,
      pong: nothing,
      terminate: nothing,
    }
    const member = { webSocket, connection, room, speaksEnvelope, ...rest }
    room.members.add(member)
    return member
  })
  return { room, members, written }
}
