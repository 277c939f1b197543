import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { levelDbfs, toneDbfs } from './analysis.ts'
import { toneLoop } from './signals.ts'
import { readWav, writeWav } from './wav.ts'

test('a WAV file comes back as it was, also from another rate', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-wav-'))
  try {
    const file = path.join(folder, 'tone.wav')
    const tone = toneLoop(520, { steady: true }, 1)
    await writeWav(file, tone)
    const same = await readWav(file)
    expect(same.length).toBe(tone.length)
    expect(levelDbfs(same.map((sample, i) => sample - (tone[i] ?? 0)))).toBeLessThan(-80)
    await writeWav(file, tone.slice(0, 24_000), 24_000)
    const slower = await readWav(file)
    expect(slower.length).toBe(48_000)
    expect(toneDbfs({ samples: slower, startMs: 0 }, 260)).toBeCloseTo(-20, 0)
  } finally {
    await rm(folder, { recursive: true })
  }
})
