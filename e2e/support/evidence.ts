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
        return person.panel().evaluate(async () => {
          for (const details of document.querySelectorAll('details')) details.open = true
          // The log is rendered once it is opened.
          await new Promise((resolve) => setTimeout(resolve, 200))
          return document.body.innerText
        })
      })
      .catch((error: unknown) => `The panel could not be read: ${String(error)}`)
    await writeFile(`${file}.txt`, [words, '', 'Console:', ...person.browser.console].join('\n'))
  }
  console.log(`The panels' screenshots and logs are in ${folder}`)
}
