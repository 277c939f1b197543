import type { Trust } from '@/engine/identity/people.ts'
import { t } from '@/words/words.ts'

/** What the mark beside a name says; undefined where there is none. */
export function trustWords({ trust, name }: { trust?: Trust | undefined; name: string }): string | undefined {
  if (trust === 'verified') return t('people-verified')
  if (trust === 'name-conflict') return t('people-name-conflict', { name })
  if (trust === 'own-name') return t('people-own-name')
  return undefined
}

/** Somebody's name, and what is known of them, as text. */
export function nameWithTrust(peer: { trust?: Trust | undefined; name: string }): string {
  const words = trustWords(peer)
  return words === undefined ? peer.name : t('people-name-and-mark', { name: peer.name, mark: words })
}
