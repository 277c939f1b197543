import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Person } from '../../testing/browsers/person.ts'

/** What a failed test leaves behind: every panel's picture, words and connection log, and the consoles. */
export async function leaveEvidence(testName: string, people: readonly Person[]) {
  const folder = path.join('artifacts', testName.replace(/[^a-z0-9]+/gi, '-'))
  await mkdir(folder, { recursive: true })
  for (const person of people) {
    const file = path.join(folder, `${person.name}-${person.browser.kind}`)
    const words = await Promise.resolve()
      .then(async () => {
        await person.panel().screenshot(`${file}.png`)
        const words = await person.panel().evaluate(() => document.body.innerText)
        // What stands before everything else hides the way to the log.
        const log = await person
          .panel()
          .text('button', 'Room menu')
          .then((isThere) => (isThere === undefined ? 'It was out of reach.' : person.details()))
        return [words, '', 'Connection log:', log].join('\n')
      })
      .catch((error: unknown) => `The panel could not be read: ${String(error)}`)
    await writeFile(`${file}.txt`, [words, '', 'Console:', ...person.browser.console].join('\n'))
  }
  console.log(`The panels' screenshots and logs are in ${folder}`)
}
