import type { Socket } from '../base/environment.ts'

/** A WebSocket whose other end is the test. */
export class FakeSocket extends EventTarget implements Socket {
  readonly address: string
  /** The subprotocols on offer, and the one that the relay picked. */
  readonly protocols: readonly string[]
  protocol = ''
  readonly sent: unknown[] = []
  binaryType: BinaryType = 'blob'
  readyState: WebSocket['readyState'] = WebSocket.CONNECTING

  constructor(address: string, protocols: readonly string[]) {
    super()
    this.address = address
    this.protocols = protocols
  }

  /** Whether it is open or about to be. */
  get isAlive(): boolean {
    return this.readyState === WebSocket.CONNECTING || this.readyState === WebSocket.OPEN
  }

  send(data: unknown) {
    if (this.readyState !== WebSocket.OPEN) throw new DOMException('Not open', 'InvalidStateError')
    this.sent.push(data)
  }

  /** As in a browser: the `close` event comes later. */
  close() {
    if (!this.isAlive) return
    this.readyState = WebSocket.CLOSING
    queueMicrotask(() => this.drop())
  }

  /** The relay accepts, and picks a subprotocol; ours picks the last. A browser drops a socket where none is picked. */
  open(protocol = this.protocols.at(-1) ?? '') {
    if (this.protocols.length > 0 && protocol === '') return this.drop()
    this.protocol = protocol
    this.readyState = WebSocket.OPEN
    this.dispatchEvent(new Event('open'))
  }

  /** The relay refuses, or goes away. */
  drop() {
    if (this.readyState === WebSocket.CLOSED) return
    this.readyState = WebSocket.CLOSED
    this.dispatchEvent(new Event('close'))
  }

  /** The relay delivers. */
  deliver(data: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** Opens {@link FakeSocket}s and remembers them. */
export function createSocketFactory() {
  const sockets: FakeSocket[] = []
  return {
    sockets,
    open(address: string, protocols: readonly string[]): FakeSocket {
      const socket = new FakeSocket(address, protocols)
      sockets.push(socket)
      return socket
    },
    /** The newest one. */
    last(): FakeSocket {
      const socket = sockets.at(-1)
      if (!socket) throw new Error('No socket was opened yet.')
      return socket
    },
    alive: () => sockets.filter((socket) => socket.isAlive),
  }
}
