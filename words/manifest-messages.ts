import type { CompiledWords } from './compile.ts'

/** The words of the manifest, which browsers take from `_locales` only: `manifest-open-panel` is `__MSG_open_panel__`. */
export function manifestMessages({ body }: CompiledWords): Record<string, { message: string }> {
  const prefix = 'manifest-'
  const found = body.filter(({ id }) => id.startsWith(prefix))
  return Object.fromEntries(
    found.map(({ id, value }) => {
      if (typeof value !== 'string') throw new Error(`The manifest can’t fill anything into “${id}”.`)
      // Browsers allow no hyphen in these keys.
      return [id.slice(prefix.length).replaceAll('-', '_'), { message: value }]
    }),
  )
}
