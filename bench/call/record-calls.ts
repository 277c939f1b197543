/*
 * What runs inside the measured pages, our host and the baseline page alike. Puppeteer sends these functions as text, so
 * each stands alone and uses nothing from outside itself.
 */

/** Something that happened in a page, by the machine's clock, milliseconds since 1970. */
export interface Moment {
  readonly name: string
  readonly atMs: number
}

export interface CallRecord {
  readonly moments: Moment[]
  /** Every connection that negotiated sound, the newest last. */
  readonly connections: RTCPeerConnection[]
}

/**
 * Records what a page does with microphones and with connections that carry sound, in `globalThis.callRecord`. The first
 * decoded sound is taken from the receiver, which tells when it last handed decoded samples on: `getStats` would give
 * Chromium's report of up to 50 ms ago.
 */
export function recordCalls() {
  const nowMs = () => performance.timeOrigin + performance.now()
  const record: CallRecord = { moments: [], connections: [] }
  Object.assign(globalThis, { callRecord: record })
  const mark = (name: string, atMs = nowMs()) => record.moments.push({ name, atMs })

  /** Until the first packet was decoded and its samples were taken by what plays them. */
  function listen(connection: RTCPeerConnection) {
    const timer = setInterval(() => {
      const [source] = connection.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources())
      // Milliseconds since 1970, other than the specification has it.
      if (source) mark('sound decoded', source.timestamp)
      if (source || connection.signalingState === 'closed') clearInterval(timer)
    }, 4)
  }

  /**
   * Until the statistics have a packet. They are up to 50 ms old then and know when the last one came: the first was
   * as many times 20 ms earlier, since every packet holds so much and the tone never pauses.
   */
  async function awaitPackets(connection: RTCPeerConnection) {
    let firstMs: number | undefined
    while (firstMs === undefined && connection.signalingState !== 'closed') {
      const report = await connection.getStats()
      report.forEach(
        (one: { type: string; lastPacketReceivedTimestamp?: number; packetsReceived: number }) => {
          if (one.type !== 'inbound-rtp' || one.lastPacketReceivedTimestamp === undefined) return
          firstMs = one.lastPacketReceivedTimestamp - (one.packetsReceived - 1) * 20
        },
      )
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    if (firstMs !== undefined) mark('first packet', firstMs)
  }

  function watch(connection: RTCPeerConnection) {
    if (record.connections.includes(connection) || connection.getTransceivers().length === 0) return
    record.connections.push(connection)
    connection.addEventListener('iceconnectionstatechange', () => {
      if (connection.iceConnectionState === 'connected') mark('ICE connected')
    })
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'connected') mark('DTLS connected')
    })
    listen(connection)
    void awaitPackets(connection)
  }

  const { prototype } = RTCPeerConnection
  const { addTrack, addTransceiver } = prototype
  prototype.addTrack = function (this: RTCPeerConnection, ...words) {
    mark('sound added to the connection')
    return addTrack.apply(this, words)
  }
  prototype.addTransceiver = function (this: RTCPeerConnection, ...words) {
    mark('sound added to the connection')
    return addTransceiver.apply(this, words)
  }
  type Set = (this: RTCPeerConnection, description?: RTCSessionDescriptionInit) => Promise<void>
  // The types have older, deprecated forms beside these.
  const original = prototype as unknown as { setLocalDescription: Set; setRemoteDescription: Set }
  const { setLocalDescription, setRemoteDescription } = original
  original.setLocalDescription = async function (description) {
    await setLocalDescription.call(this, description)
    watch(this)
    if (record.connections.includes(this)) mark(`${this.localDescription?.type} ready`)
  }
  original.setRemoteDescription = async function (description) {
    const atMs = nowMs()
    await setRemoteDescription.call(this, description)
    watch(this)
    if (record.connections.includes(this)) mark(`${description?.type} received`, atMs)
  }
  const { prototype: devices } = MediaDevices
  const { getUserMedia } = devices
  devices.getUserMedia = async function (this: MediaDevices, constraints) {
    mark('microphone asked for')
    const stream = await getUserMedia.call(this, constraints)
    mark('microphone open')
    return stream
  }
}

/** Waits for the next click, and gives its time by the machine's clock. */
export function timeClick(): Promise<number> {
  return new Promise((resolve) => {
    addEventListener('click', () => resolve(performance.timeOrigin + performance.now()), {
      capture: true,
      once: true,
    })
  })
}

/** Whether the newest connection with sound is over. */
export function lastIsClosed(): boolean {
  const record = Reflect.get(globalThis, 'callRecord') as CallRecord
  return record.connections.at(-1)?.signalingState === 'closed'
}

export interface SoundTraffic {
  readonly atMs: number
  /** Connections that are open. */
  readonly connections: number
  readonly sentPackets: number
  readonly sentBytes: number
  readonly receivedPackets: number
  readonly receivedBytes: number
}

/** What went over all connections with sound that are open now. */
export async function readTraffic(): Promise<SoundTraffic> {
  const record = Reflect.get(globalThis, 'callRecord') as CallRecord
  const open = record.connections.filter(({ connectionState }) => connectionState === 'connected')
  const sums = { sentPackets: 0, sentBytes: 0, receivedPackets: 0, receivedBytes: 0 }
  for (const report of await Promise.all(open.map((connection) => connection.getStats()))) {
    report.forEach((one: { type: string } & Partial<Record<string, number>>) => {
      if (one.type === 'outbound-rtp') {
        sums.sentPackets += one['packetsSent'] ?? 0
        sums.sentBytes += one['bytesSent'] ?? 0
      }
      if (one.type === 'inbound-rtp') {
        sums.receivedPackets += one['packetsReceived'] ?? 0
        sums.receivedBytes += one['bytesReceived'] ?? 0
      }
    })
  }
  return { atMs: performance.now(), connections: open.length, ...sums }
}
