import { i18n } from '#i18n'
import type { Trust } from '@/engine/identity/people.ts'

/** What the mark beside a name says; undefined where there is none. */
export function trustWords({ trust, name }: { trust?: Trust | undefined; name: string }): string | undefined {
  if (trust === 'verified') return i18n.t('people.verified')
  if (trust === 'name-conflict') return i18n.t('people.nameConflict', [name])
  if (trust === 'own-name') return i18n.t('people.ownName')
  return undefined
}

/** Somebody's name, and what is known of them, as text. */
export function nameWithTrust(peer: { trust?: Trust | undefined; name: string }): string {
  const words = trustWords(peer)
  return words === undefined ? peer.name : i18n.t('people.nameAndMark', [peer.name, words])
}
