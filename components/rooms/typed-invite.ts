import { computed, type Ref } from 'vue'
import { parseInvite } from '@/engine/wire/invite.ts'
import { roomTitle } from '@/stores/rooms.ts'

/** What stands in a field for invites: the room that it leads to, or what is wrong with it, as soon as it is pasted. */
export function useTypedInvite(text: Ref<string>) {
  const isGiven = computed(() => text.value.trim() !== '')
  const read = computed(() => (isGiven.value ? parseInvite(text.value) : undefined))
  const offer = computed(() => (read.value && 'invite' in read.value ? read.value.invite : undefined))
  return {
    isGiven,
    offer,
    /** What the room of the invite is called. */
    room: computed(() => offer.value && roomTitle(offer.value)),
    problem: computed(() => (read.value && 'problem' in read.value ? read.value.problem : undefined)),
  }
}
