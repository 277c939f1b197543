import { useEventListener } from '@vueuse/core'

/** The links or the text of what is dragged; empty where it is neither, such as a file. */
export function textOfDrop(data: Pick<DataTransfer, 'types' | 'getData'>): string {
  if (data.types.includes('Files')) return ''
  // One address a line, and notes that begin with `#`: https://www.rfc-editor.org/rfc/rfc2483#section-5
  const links = data
    .getData('text/uri-list')
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return (links.join('\n') || data.getData('text/plain')).trim()
}

/** A text field takes what is dropped on it where the person drops it. */
const takesDrops = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea') !== null

/**
 * Hands links and text that a person drops anywhere on the panel to `take`. What is dragged within the panel itself goes
 * only where the browser puts it.
 */
export function useDrops(take: (text: string) => void) {
  let isOurs = false
  useEventListener(document, 'dragstart', () => (isOurs = true))
  useEventListener(document, 'dragend', () => (isOurs = false))

  /** Before it is dropped, the browser tells only which kinds of data there are. */
  const wants = ({ dataTransfer, target }: DragEvent) =>
    dataTransfer !== null &&
    !isOurs &&
    !takesDrops(target) &&
    !dataTransfer.types.includes('Files') &&
    ['text/uri-list', 'text/plain'].some((type) => dataTransfer.types.includes(type))

  useEventListener(document, 'dragover', (event) => {
    if (!wants(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  })
  useEventListener(document, 'drop', (event) => {
    if (!wants(event) || !event.dataTransfer) return
    // Or Firefox would open it instead.
    event.preventDefault()
    const text = textOfDrop(event.dataTransfer)
    if (text !== '') take(text)
  })
}
