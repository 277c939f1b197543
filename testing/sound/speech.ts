import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Has espeak-ng say a sentence into a WAV file (22,050 samples a second, mono). */
export async function speak(sentence: string, file: string): Promise<void> {
  await execute('espeak-ng', ['-v', 'en', '-s', '150', '-w', file, sentence])
}
