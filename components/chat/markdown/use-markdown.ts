import { shallowRef } from 'vue'
import type * as Markdown from './markdown.ts'

const markdown = shallowRef<typeof Markdown>()
let loading: Promise<void> | undefined

/** Loads the parser once, for all messages. A build that was replaced meanwhile cannot be loaded from: then text stays. */
export function loadMarkdown(): Promise<void> {
  loading ??= import('./markdown.ts').then(
    (loaded) => {
      markdown.value = loaded
    },
    (error: unknown) => {
      loading = undefined
      console.warn('The Markdown parser could not be loaded.', error)
    },
  )
  return loading
}

/** The parser and what draws its trees; undefined until it has been loaded. */
export function useMarkdown() {
  void loadMarkdown()
  return markdown
}
