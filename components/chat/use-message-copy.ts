import { copiedText } from './copied-text.ts'
import type { ListedMessage } from './group-messages.ts'

/** Copying messages gives what they say with the names of those who said it. */
export function useMessageCopy(list: () => HTMLElement | null, items: () => readonly ListedMessage[]) {
  return function handleCopy(event: ClipboardEvent) {
    const selection = getSelection()
    if (!selection || selection.rangeCount === 0) return
    const messages = items().flatMap(({ message, shown }) => {
      const element = list()?.querySelector(`[data-key="${CSS.escape(shown.key)}"] .words`)
      return element ? [{ element, name: message.authorName, text: shown.text ?? '' }] : []
    })
    const text = copiedText(selection.getRangeAt(0), messages)
    if (text === undefined) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
}
