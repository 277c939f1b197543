import { createConnection } from 'node:net'
import { expect, test } from 'vitest'
import { inspectedRelay, servesAnHonestPair } from './inspected-relay.ts'
import { expectMemoryBack } from './memory-back.ts'
import { handshake } from './raw-client.ts'

/** A million takes about two minutes; SIDETONE_TEST_ROOMS asks for fewer. */
const roomCount = Number(process.env['SIDETONE_TEST_ROOMS'] ?? 1_000_000)
const parallel = 64

/** Joins rooms with names that never come again, and leaves each at once. */
async function churn(port: number, rooms: number) {
  let next = 0
  const joinMany = async (worker: number) => {
    while (next < rooms) await joinAndLeave(port, `${next++}-${Math.random().toString(36).slice(2)}`, worker)
  }
  await Promise.all(Array.from({ length: parallel }, (_, worker) => joinMany(worker)))
}

function joinAndLeave(port: number, room: string, worker: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Several source addresses, since one has too few ports for so many connections.
    const socket = createConnection({ port, host: '127.0.0.1', localAddress: `127.0.1.${worker + 1}` })
    socket.write(handshake(`/ws/${room}`))
    socket.once('data', (answer: Buffer) => {
      if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) reject(new Error(answer.toString('latin1')))
      socket.resetAndDestroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

test(`memory stays flat over ${roomCount} room names`, async () => {
  const relay = await inspectedRelay()
  await churn(relay.port, roomCount / 20)
  await expectMemoryBack(relay, async (round) => {
    await churn(relay.port, round === 1 ? roomCount : roomCount / 20)
    expect(await servesAnHonestPair(relay.url)).toBe(true)
  })
}, 1_800_000)
