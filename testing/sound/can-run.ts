import { spawnSync } from 'node:child_process'

const isInstalled = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/** Why no person can be given a microphone and a speaker here; undefined where they can. */
export function findSoundObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has PulseAudio'
  const programs = ['pulseaudio', 'pactl', 'pacat', 'parec']
  const missing = programs.find((program) => !isInstalled(program))
  return missing && `${missing} is not installed`
}

/** Whether a voice can be made ({@link speak}). */
export const hasVoice = isInstalled('espeak-ng')
