import { ref, watch } from 'vue'
import { t } from '@/words/words.ts'
import { limits } from '@/engine/base/limits.ts'
import type { MessageView } from './message-view.ts'

/** More at once are counted and not read out. */
const maxRead = 3

/** A message and when it came. */
export type Announced = MessageView & { readonly receivedAtMs: number }

/** Said while we were there, and not found later among what others had. */
const isLive = ({ receivedAtMs, sortKey }: Announced) =>
  sortKey >= receivedAtMs - 2 * limits.liveOrderWindowMs

const refOf = ({ authorId, seq }: MessageView) => `${authorId} ${seq}`

/**
 * What a screen reader says of new messages: each once, when somebody else says it while the room is shown. Turning to
 * a room, what comes of the past, deliveries, edits and reactions are not read out.
 */
export function useAnnouncer(options: {
  readonly roomId: () => string
  readonly messages: () => readonly Announced[] | undefined
  readonly isOwn: (message: MessageView) => boolean
}) {
  const words = ref('')
  let known: { roomId: string; refs: Set<string> } | undefined
  watch(
    [options.roomId, options.messages] as const,
    ([roomId, messages]) => {
      if (!messages) return
      const before = known?.roomId === roomId ? known.refs : undefined
      known = { roomId, refs: new Set(messages.map(refOf)) }
      if (!before) {
        words.value = ''
        return
      }
      const fresh = messages.filter(
        (message) => !before.has(refOf(message)) && !options.isOwn(message) && isLive(message),
      )
      if (fresh.length === 0) return
      words.value =
        fresh.length > maxRead
          ? t('chat-new-count', { count: fresh.length })
          : fresh
              .map(({ authorName, text = t('chat-unknown-kind') }) =>
                t('chat-announced', { name: authorName, text: text }),
              )
              .join('\n')
    },
    { immediate: true },
  )
  return words
}
