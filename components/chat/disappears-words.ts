import { dateAndTime } from '@/components/ui/times.ts'
import { t } from '@/words/words.ts'
import type { MessageView } from './message-view.ts'

/** When a message disappears here; undefined of one that doesn't. */
export function disappearsWords({ dueAtMs, expiresAfterS, receivedAtMs }: MessageView): string | undefined {
  if (expiresAfterS === undefined) return undefined
  return t('disappearing-at', { time: dateAndTime(dueAtMs ?? receivedAtMs + 1_000 * expiresAfterS) })
}
