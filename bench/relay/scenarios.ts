import { join, joinMany, outgoingFrame, type Connection, type Target } from './connection.ts'
import { cpuMicroseconds, residentBytes } from './process-figures.ts'

/** What one run measured; the unit is in each figure's name. */
export type Figures = Readonly<Record<string, number>>

const warmUpMs = 1_000
/** Until V8 has compiled what is hot, its threads take the servers' one core for milliseconds at a time. */
const latencyWarmUpMs = 4_000

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Counts over a window, after a warm-up, and divides the servers' CPU time by what was counted. */
async function measured(pids: readonly number[], seconds: number, count: () => number): Promise<Figures> {
  await pause(warmUpMs)
  const [countBefore, cpuBefore, start] = [count(), cpuMicroseconds(pids), performance.now()]
  await pause(seconds * 1_000)
  const deliveries = count() - countBefore
  const elapsedSeconds = (performance.now() - start) / 1_000
  return {
    deliveriesPerSecond: deliveries / elapsedSeconds,
    cpuMicrosecondsPerDelivery: (cpuMicroseconds(pids) - cpuBefore) / deliveries,
  }
}

function close(connections: readonly Connection[]) {
  for (const { socket } of connections) socket.destroy()
}

/**
 * Rooms of two, one message in flight in each: the receiver answers. `joined` is told when all are in, and
 * resolves when the others are, too, where several generators share the work.
 */
export async function pairs(
  targets: readonly Target[],
  pids: readonly number[],
  rooms: number,
  seconds: number,
  prefix = 'pair',
  joined: () => Promise<void> = () => Promise.resolve(),
): Promise<Figures> {
  const [first, second = first] = targets
  if (first === undefined || second === undefined) throw new Error('There is no server.')
  const left = await joinMany(first, rooms, (index) => `${prefix}-${index}`)
  const right = await joinMany(second, rooms, (index) => `${prefix}-${index}`)
  let deliveries = 0
  const answer = (target: Target, connection: Connection) => {
    const frame = outgoingFrame(target, 1)
    connection.onMessage = () => {
      deliveries += 1
      connection.socket.write(frame)
    }
  }
  for (const connection of left) answer(first, connection)
  for (const connection of right) answer(second, connection)
  const opening = outgoingFrame(first, 1)
  await joined()
  for (const { socket } of left) socket.write(opening)
  const figures = await measured(pids, seconds, () => deliveries)
  close([...left, ...right])
  return figures
}

/** One room, some messages in flight: each is sent again once everyone has it. */
export async function crowd(
  target: Target,
  pids: readonly number[],
  members: number,
  inFlight: number,
  seconds: number,
): Promise<Figures> {
  const connections = await joinMany(target, members, () => 'crowd')
  const missing = new Int32Array(256)
  let deliveries = 0
  const send = (index: number) => {
    missing[index] = members - 1
    connections[index]?.socket.write(frames[index] ?? '')
  }
  const frames = Array.from({ length: Math.min(inFlight, members) }, (_, index) =>
    outgoingFrame(target, index),
  )
  for (const connection of connections) {
    // The first payload byte says whose message it is.
    connection.onMessage = (sender) => {
      deliveries += 1
      const left = (missing[sender] ?? 0) - 1
      missing[sender] = left
      if (left === 0) send(sender)
    }
  }
  frames.forEach((_, index) => send(index))
  const figures = await measured(pids, seconds, () => deliveries)
  close(connections)
  return figures
}

/** Messages at a fixed rate, spread over rooms of two: how long each took. */
export async function latency(
  targets: readonly Target[],
  perSecond: number,
  rooms: number,
  seconds: number,
): Promise<Figures> {
  const [first, second = first] = targets
  if (first === undefined || second === undefined) throw new Error('There is no server.')
  const left = await joinMany(first, rooms, (index) => `latency-${index}`)
  const right = await joinMany(second, rooms, (index) => `latency-${index}`)
  const sentAtMs = new Float64Array(rooms)
  const tookMs: number[][] = Array.from({ length: seconds }, () => [])
  const start = performance.now()
  right.forEach((connection, index) => {
    connection.onMessage = () => {
      const now = performance.now()
      const second = Math.floor((now - start - latencyWarmUpMs) / 1_000)
      tookMs[second]?.push(now - (sentAtMs[index] ?? 0))
    }
  })
  const frame = outgoingFrame(first, 1)
  let sent = 0
  // Busy waiting: a timer's millisecond would send five at once.
  await new Promise<void>((resolve) => {
    const turn = () => {
      const now = performance.now()
      const elapsedMs = now - start
      if (elapsedMs > latencyWarmUpMs + seconds * 1_000) return resolve()
      if (sent < (elapsedMs / 1_000) * perSecond) {
        const room = sent++ % rooms
        sentAtMs[room] = now
        left[room]?.socket.write(frame)
      }
      setImmediate(turn)
    }
    turn()
  })
  close([...left, ...right])
  const all = tookMs.flat()
  return {
    p50Microseconds: quantile(all, 0.5) * 1_000,
    p99Microseconds: quantile(all, 0.99) * 1_000,
    // A second in which the machine did something else counts as one second.
    p99OfMedianSecondMicroseconds:
      quantile(
        tookMs.map((second) => quantile(second, 0.99)),
        0.5,
      ) * 1_000,
    messages: all.length,
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor(sorted.length * share)] ?? 0
}

/** Connections that do nothing: how fast they open and what they weigh. */
export async function idle(target: Target, pids: readonly number[], count: number): Promise<Figures> {
  close(await joinMany(target, 500, (index) => `warm-${index >> 1}`))
  await pause(500)
  const [before, start, cpuBefore] = [residentBytes(pids), performance.now(), cpuMicroseconds(pids)]
  const connections = await joinMany(target, count, (index) => `idle-${index >> 1}`)
  const elapsedSeconds = (performance.now() - start) / 1_000
  const cpu = cpuMicroseconds(pids) - cpuBefore
  await pause(2_000)
  const silent = residentBytes(pids)
  const frame = outgoingFrame(target, 1)
  for (const { socket } of connections) socket.write(frame)
  await pause(5_000)
  const figures = {
    handshakesPerSecond: count / elapsedSeconds,
    cpuMicrosecondsPerHandshake: cpu / count,
    bytesPerConnection: (silent - before) / count,
    bytesPerConnectionThatSpoke: (residentBytes(pids) - before) / count,
  }
  close(connections)
  return figures
}

/** Many idle and some busy connections for long: memory at the beginning and at the end, and the tail. */
export async function soak(
  target: Target,
  pids: readonly number[],
  idleCount: number,
  busyCount: number,
  seconds: number,
): Promise<Figures> {
  const connections = await joinMany(target, idleCount, (index) => `idle-${index >> 1}`)
  await latency([target], 2_000, busyCount / 2, Math.min(30, seconds / 4))
  const before = residentBytes(pids)
  const figures = await latency([target], 2_000, busyCount / 2, seconds)
  const after = residentBytes(pids)
  const [probe] = await Promise.all([join(target, 'probe')])
  close([...connections, probe])
  return { ...figures, residentBytesBefore: before, residentBytesAfter: after, growth: after / before }
}
