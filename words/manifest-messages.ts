import type { CompiledWords } from './compile.ts'

/**
 * The words of the manifest, which browsers take from `_locales` only: `manifest-open-panel` is `__MSG_open_panel__`.
 * `language` tells which language the browser took.
 */
export function manifestMessages(
  language: string,
  { body }: CompiledWords,
): Record<string, { message: string }> {
  const prefix = 'manifest-'
  const found = body.filter(({ id }) => id.startsWith(prefix))
  const messages = Object.fromEntries(
    found.map(({ id, value }) => {
      if (typeof value !== 'string') throw new Error(`The manifest can’t fill anything into “${id}”.`)
      // Browsers allow no hyphen in these keys.
      return [id.slice(prefix.length).replaceAll('-', '_'), { message: value }]
    }),
  )
  return { ...messages, language: { message: language } }
}
