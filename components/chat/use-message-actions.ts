import { ref } from 'vue'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import { problemIn } from '@/engine/base/outcome.ts'
import type { Problem } from '@/engine/base/problem.ts'
import type { EntryRow } from '@/engine/storage/database.ts'
import { useComposingStore } from '@/stores/composing.ts'
import { useHostStore } from '@/stores/host.ts'
import { readMessages } from '@/stores/message-marks.ts'
import type { MessageAction, MessageDialog } from './actions/message-action.ts'
import type { MessageView } from './message-view.ts'

/** Does to messages of a room what their menus offer. */
export function useMessageActions(roomId: () => string) {
  const host = useHostStore()
  const composing = useComposingStore()
  /** Why the last thing could not be done. */
  const problem = ref<Problem>()
  const dialog = ref<MessageDialog>()
  /** The message that the dialog is about, as it is on disk. */
  const subject = ref<EntryRow>()

  async function noting(outcome: ReturnType<typeof host.act>) {
    problem.value = problemIn(await outcome)
  }

  async function open(kind: MessageDialog, message: MessageView) {
    const key = keyOf(message)
    const rows = await readMessages(roomId(), [key])
    subject.value = rows.get(key)
    if (subject.value) dialog.value = kind
    else problem.value = { kind: 'message-gone' }
  }

  const pin = (message: MessageView, isOn: boolean) =>
    noting(host.act(roomId(), 'chat', 'pin', { target: keyOf(message), isOn }))

  const run: Record<MessageAction, (message: MessageView) => unknown> = {
    reply: (message) => composing.reply(roomId(), message),
    edit: (message) => composing.edit(roomId(), message),
    copy: ({ text = '' }) => navigator.clipboard.writeText(text),
    forward: (message) => open('forward', message),
    details: (message) => open('details', message),
    delete: (message) => open('delete', message),
    pin: (message) => pin(message, true),
    unpin: (message) => pin(message, false),
  }

  return {
    problem,
    dialog,
    subject,
    run,
    pickEmoji: (message: MessageView) => open('emoji', message),
    react: (message: MessageView, emoji: string, isOn: boolean) =>
      noting(host.act(roomId(), 'chat', 'react', { target: keyOf(message), emoji, isOn })),
    confirmDelete() {
      if (subject.value) void noting(host.act(roomId(), 'chat', 'delete', { target: keyOf(subject.value) }))
    },
  }
}
