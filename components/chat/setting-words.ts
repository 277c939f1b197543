import type { EntryRow } from '@/engine/storage/database.ts'
import { t } from '@/words/words.ts'
import { lifetimeWords } from './lifetime-words.ts'

/** What an entry says that sets something for a room; undefined of one that doesn't. */
export function settingWords(
  { authorName: name, disappearAfterS }: Pick<EntryRow, 'authorName' | 'disappearAfterS'>,
  isOwn: boolean,
): string | undefined {
  if (disappearAfterS === undefined) return undefined
  if (disappearAfterS === 0) return isOwn ? t('disappearing-unset-own') : t('disappearing-unset', { name })
  const time = lifetimeWords(disappearAfterS)
  return isOwn ? t('disappearing-set-own', { time }) : t('disappearing-set', { name, time })
}
