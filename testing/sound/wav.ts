import { readFile, writeFile } from 'node:fs/promises'
import { sampleRateHz } from './pulse-server.ts'

/** Writes samples as a WAV file: 16 bits, mono. */
export async function writeWav(file: string, samples: Float32Array, rateHz = sampleRateHz): Promise<void> {
  const data = Buffer.alloc(44 + 2 * samples.length)
  data.write('RIFF', 0, 'latin1')
  data.writeUInt32LE(data.length - 8, 4)
  data.write('WAVEfmt ', 8, 'latin1')
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(rateHz, 24)
  data.writeUInt32LE(2 * rateHz, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36, 'latin1')
  data.writeUInt32LE(2 * samples.length, 40)
  samples.forEach((sample, i) => {
    data.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample))), 44 + 2 * i)
  })
  await writeFile(file, data)
}

/** Reads a WAV file of 16 bits, mono, at {@link sampleRateHz} whatever its own rate (linear interpolation). */
export async function readWav(file: string): Promise<Float32Array> {
  const bytes = await readFile(file)
  let position = 12
  while (bytes.toString('latin1', position, position + 4) !== 'data') {
    position += 8 + bytes.readUInt32LE(position + 4)
    if (position + 8 > bytes.length) throw new Error(`${file} is no WAV file.`)
  }
  const rateHz = bytes.readUInt32LE(24)
  // A program that writes to a pipe does not know the length.
  const length = Math.floor(Math.min(bytes.readUInt32LE(position + 4), bytes.length - position - 8) / 2)
  const read = (i: number) => bytes.readInt16LE(position + 8 + 2 * Math.min(i, length - 1)) / 32_768
  const samples = new Float32Array(Math.floor((length * sampleRateHz) / rateHz))
  for (let i = 0; i < samples.length; i++) {
    const at = (i * rateHz) / sampleRateHz
    const whole = Math.floor(at)
    samples[i] = read(whole) + (at - whole) * (read(whole + 1) - read(whole))
  }
  return samples
}
