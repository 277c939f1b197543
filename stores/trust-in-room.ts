import { computed } from 'vue'
import type { Trust } from '@/engine/identity/people.ts'
import { useHostStore } from './host.ts'
import { useAuthorTrust } from './people.ts'

/** Somebody who is named, by the name that they had in the room. */
export interface NamedPerson {
  readonly authorId: string
  readonly name: string
}

/** How far we trust the people who are named somewhere in a room; of ourselves there's nothing to say. */
export function useTrustInRoom(roomId: () => string, people: () => readonly NamedPerson[]) {
  const host = useHostStore()
  const me = computed(() => host.rooms.find((room) => room.roomId === roomId())?.me)
  const asAuthor = ({ authorId, name }: NamedPerson) => ({ authorId, authorName: name })
  const trustOf = useAuthorTrust(
    () =>
      people()
        .filter(({ authorId }) => authorId !== me.value?.peerId)
        .map(asAuthor),
    () => me.value?.name ?? '',
  )
  return (person: NamedPerson): Trust | undefined => trustOf(asAuthor(person))
}
