import { trustOf } from '@/engine/identity/people.ts'
import { toBase64Url } from '@/engine/wire/base64url.ts'
import { database } from './database.ts'
import { useLiveQuery } from './live-query.ts'

/**
 * What we know of some people, present or not. Asked for those alone, since a public room may have left thousands on
 * disk, and the disk is read anew with each change of what was asked for.
 */
export function usePeople(peerIds: () => readonly string[]) {
  const found = useLiveQuery(
    // As one text, so that the same people are the same question.
    () => [...new Set(peerIds())].sort().join(' '),
    async (asked) => {
      const ownName = (await database.settings.get('own'))?.name
      const rows = (await database.people.bulkGet(asked.split(' '))).flatMap((row) => row ?? [])
      const names = rows.map((row) => row.canonicalName)
      const namesakes = await database.people.where('canonicalName').anyOf(names).toArray()
      return new Map(
        rows.map((row) => [
          row.peerId,
          { publicKey: row.publicKey, trust: trustOf(row, namesakes, ownName) },
        ]),
      )
    },
  )
  return {
    keyOf: (peerId: string) => found.value?.get(peerId)?.publicKey,
    trustOf: (peerId: string) => found.value?.get(peerId)?.trust,
  }
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
