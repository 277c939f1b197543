import { database } from './database.ts'

/** How long a page shows nothing because the database does not say which language was chosen. */
const patienceMs = 1_000

/** The language that was chosen, before anything is shown; the browser's (`''`) where the database does not say. */
export function readLanguage(): Promise<string> {
  const read = database.settings.get('own').then(
    (saved) => saved?.language ?? '',
    (error: unknown) => {
      console.error('Which language was chosen could not be read', error)
      return ''
    },
  )
  const enough = new Promise<string>((resolve) => setTimeout(() => resolve(''), patienceMs))
  return Promise.race([read, enough])
}
