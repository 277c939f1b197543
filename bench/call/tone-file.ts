import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { toneLoop } from '../../testing/sound/signals.ts'
import { writeWav } from '../../testing/sound/wav.ts'

/**
 * A tone with a voice's rhythm as a WAV file, for Chromium's fake microphone, which plays it over and over. It is never
 * silent: in silence nothing is sent.
 */
export async function writeTone(hz: number) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-tone-'))
  const file = path.join(folder, 'tone.wav')
  await writeWav(file, toneLoop(hz))
  return { file, remove: () => rm(folder, { recursive: true }) }
}
