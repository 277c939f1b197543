import { openPair, type Seat } from '../support/pair.ts'
import { recordCalls } from './record-calls.ts'
import { writeTone } from './tone-file.ts'

/** What both browsers' microphones pick up. */
const toneHz = 440

/** Allows the microphone to a page or to the extension, as a person did before. */
export async function allowMicrophone(seat: Seat, origin: string) {
  const context = seat.person.browser.browser.defaultBrowserContext()
  await context.setPermission(origin, { permission: { name: 'microphone' }, state: 'granted' })
}

/** Two browsers that are measured: the baseline voice page beside our panel, with a microphone that both may use. */
export async function openVoicePair() {
  const tone = await writeTone(toneHz)
  const pair = await openPair({
    page: 'voice',
    browser: {
      args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${tone.file}`],
    },
  })
  for (const seat of [pair.ada, pair.bob]) {
    const { hostPage } = seat.person.browser
    // `origin` is "null" to Node.
    const { protocol, host } = new URL(hostPage.url())
    await allowMicrophone(seat, `${protocol}//${host}`)
    await allowMicrophone(seat, pair.page.origin)
    await hostPage.evaluate(recordCalls)
    await seat.baseline.evaluate(recordCalls)
  }
  return {
    ...pair,
    async close() {
      await pair.close()
      await tone.remove()
    },
  }
}

export type VoicePair = Awaited<ReturnType<typeof openVoicePair>>
