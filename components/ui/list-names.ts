import { listOf, t } from '@/words/words.ts'

/** Names as a person lists them; from the fourth on they are counted. */
export function listNames(names: string[]): string {
  const shown =
    names.length > 3 ? [...names.slice(0, 2), t('status-others', { count: names.length - 2 })] : names
  return listOf(shown)
}
