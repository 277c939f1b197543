import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connect } from './client.ts'
import { inspectedRelay, servesAnHonestPair, type InspectedRelay } from './inspected-relay.ts'
import { expectMemoryBack } from './memory-back.ts'
import { frame, handshake, openRaw } from './raw-client.ts'

const runs = 10_000
const byteCount = 10_000
const seed = Number(process.env['SIDETONE_TEST_SEED'] ?? Date.now() % 2 ** 31)

/** Where the random bytes begin: at once, after a handshake, as a frame's payload, or as a directed frame. */
const start = fc.constantFrom('bare', 'after-handshake', 'framed', 'enveloped')

/** Bytes from a seed, since drawing each of a hundred million by itself would take an hour. */
function randomBytes(from: number): Buffer {
  const bytes = Buffer.allocUnsafe(byteCount)
  let state = (from | 1) >>> 0
  for (let i = 0; i < byteCount; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state & 0xff
  }
  return bytes
}

async function sendMalformed({ port }: InspectedRelay, from: string, bytes: Buffer, cut: number) {
  const { socket, ended } = await openRaw(port, `127.0.2.${1 + (cut % 200)}`)
  if (from === 'enveloped') {
    socket.write(handshake().replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: sidetone.relay.1\r\n\r\n'))
    socket.write(frame(0x2, bytes.subarray(0, cut)))
  } else if (from !== 'bare') {
    socket.write(handshake())
  }
  if (from === 'framed') socket.write(frame(0x2, bytes.subarray(0, cut)))
  socket.write(bytes.subarray(0, cut))
  socket.end(bytes.subarray(cut))
  await ended
}

test(`${byteCount} random bytes, ${runs} times (seed ${seed}; SIDETONE_TEST_SEED repeats it)`, async () => {
  const relay = await inspectedRelay('--close-timeout-seconds', '1', '--handshake-timeout-seconds', '5')
  const witness = await connect(`${relay.url}/elsewhere`)
  let done = 0
  const attack = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(start, fc.nat(), fc.nat(byteCount - 1), async (from, bytesSeed, cut) => {
        const bytes = randomBytes(bytesSeed)
        // Four at a time, cut at different places, keep the relay busy.
        await Promise.all(
          [0, 1, 2, 3].map((i) => sendMalformed(relay, from, bytes, (cut + i * 997) % byteCount)),
        )
        done += 4
        if (done % 1_000 === 0) expect(await servesAnHonestPair(relay.url)).toBe(true)
      }),
      { numRuns, seed, endOnFailure: true },
    )
  await attack(runs / 10)
  await expectMemoryBack(relay, async (round) => {
    await attack(round === 1 ? runs / 4 : runs / 40)
    expect(await servesAnHonestPair(relay.url)).toBe(true)
    expect(witness.socket.readyState).toBe(witness.socket.OPEN)
  })
}, 1_800_000)
