import { claimTo, trustOf, type Trust } from '@/engine/identity/people.ts'
import { toBase64Url } from '@/engine/base/base64url.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/** Whoever said something, as they are called there. */
export interface Author {
  readonly authorId: string
  readonly authorName: string
}

// An id has no space.
const asText = ({ authorId, authorName }: Author) => `${authorId} ${authorName}`

function fromText(text: string): Author {
  const space = text.indexOf(' ')
  return { authorId: text.slice(0, space), authorName: text.slice(space + 1) }
}

/**
 * What we know of other people's keys under the names by which they signed what they said, which may be any: a name that
 * another key bears, or we do, is a warning, and a mark stands only by the name that they gave on their link.
 * `ownName` is what we are called in that room. Asked for those alone, since a public room may have left thousands on
 * disk, and the disk is read anew with each change of what was asked for.
 */
export function useAuthorTrust(authors: () => readonly Author[], ownName: () => string) {
  const found = useLiveQuery(
    // As one text, so that the same people are the same question; a clean name has no line break.
    () => [ownName(), ...[...new Set(authors().map(asText))].sort()].join('\n'),
    async (asked) => {
      const [own, ...texts] = asked.split('\n')
      const known = await database.people.bulkGet([...new Set(texts.map((text) => fromText(text).authorId))])
      const rows = new Map(known.flatMap((row) => (row ? [[row.peerId, row] as const] : [])))
      const claims = texts.map((text) => {
        const { authorId, authorName } = fromText(text)
        return { text, claim: claimTo(authorName, authorId, rows.get(authorId)) }
      })
      const names = new Set(claims.map(({ claim }) => claim.canonicalName))
      const namesakes = await database.people
        .where('canonicalName')
        .anyOf([...names])
        .toArray()
      return new Map(claims.map(({ text, claim }) => [text, trustOf(claim, namesakes, own)]))
    },
  )
  return (author: Author): Trust | undefined => found.value?.get(asText(author))
}

/** The public key of somebody whom we met. */
export function usePeerKey(peerId: () => string) {
  return useLiveQuery(peerId, async (id) => (await database.people.get(id))?.publicKey)
}

/** Our public key; undefined until one was made. */
export function useOwnKey() {
  return useLiveQuery(
    () => undefined,
    async () => {
      const row = await database.identity.get('own')
      return row && toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', row.keys.publicKey)))
    },
  )
}
