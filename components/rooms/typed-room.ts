import { reactive, ref, watch, type Ref } from 'vue'
import { useProposedName } from '@/stores/proposed-name.ts'
import { loadJoinDefaults } from '@/stores/settings.ts'

/**
 * What is typed into a dialog that makes or joins a room; it starts anew each time that the dialog opens. `isNamed`:
 * what the person is called is known already, and need not be asked; otherwise a name is proposed.
 */
export function useTypedRoom(isOpen: Ref<boolean>, onOpen: () => void) {
  const typed = reactive({ name: '', relayUrl: '', roomName: '' })
  const isNamed = ref(true)
  const proposed = useProposedName()
  watch(
    isOpen,
    async (opens) => {
      if (!opens) return
      onOpen()
      typed.roomName = ''
      const { name, relayUrl } = await loadJoinDefaults()
      Object.assign(typed, { name: name || proposed.name, relayUrl })
      isNamed.value = name !== ''
    },
    { immediate: true },
  )
  return { typed, isNamed }
}
