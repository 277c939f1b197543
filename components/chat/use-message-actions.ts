import { ref, watch } from 'vue'
import { keyOf } from '@/engine/chat/kinds/reference.ts'
import { problemOf } from '@/engine/base/problem.ts'
import type { TargetKey } from '@/engine/storage/database.ts'
import { useAttempt } from '@/stores/attempt.ts'
import { useComposingStore } from '@/stores/composing.ts'
import { useHostStore } from '@/stores/host.ts'
import { readMessages, useMessage } from '@/stores/message-marks.ts'
import type { MessageAction, MessageDialog } from './actions/message-action.ts'
import type { MessageView } from './message-view.ts'

/** Does to messages of a room what their menus offer. */
export function useMessageActions(roomId: () => string) {
  const host = useHostStore()
  const composing = useComposingStore()
  /** Why the last thing could not be done. */
  const { problem, attempt, tryAgain } = useAttempt()
  const dialog = ref<MessageDialog>()
  const subjectKey = ref<TargetKey>()
  /** The message that the dialog is about, as it is on disk: it may be edited or deleted meanwhile. */
  const subject = useMessage(roomId, () => subjectKey.value)
  watch(
    () => subject.value?.isGone,
    (isGone) => {
      if (!isGone || !dialog.value) return
      // Deleted here, it needs no words.
      if (dialog.value !== 'delete') problem.value = { kind: 'message-gone' }
      dialog.value = undefined
    },
  )

  async function open(kind: MessageDialog, message: MessageView) {
    const key = keyOf(message)
    const row = (await readMessages(roomId(), [key])).get(key)
    subjectKey.value = row && !row.isGone ? key : undefined
    if (subjectKey.value === undefined) problem.value = { kind: 'message-gone' }
    else dialog.value = kind
  }

  function pin(message: MessageView, isOn: boolean) {
    const [room, target] = [roomId(), keyOf(message)]
    return attempt(() => host.act(room, 'chat', 'pin', { target, isOn }))
  }

  const run: Record<MessageAction, (message: MessageView) => unknown> = {
    reply: (message) => composing.reply(roomId(), message),
    edit: (message) => composing.edit(roomId(), message),
    copy: ({ text = '' }) =>
      navigator.clipboard.writeText(text).catch((error: unknown) => (problem.value = problemOf(error))),
    forward: (message) => open('forward', message),
    details: (message) => open('details', message),
    delete: (message) => open('delete', message),
    pin: (message) => pin(message, true),
    unpin: (message) => pin(message, false),
  }

  return {
    problem,
    tryAgain,
    dialog,
    subject,
    run,
    pickEmoji: (message: MessageView) => open('emoji', message),
    react(message: MessageView, emoji: string, isOn: boolean) {
      const [room, target] = [roomId(), keyOf(message)]
      return attempt(() => host.act(room, 'chat', 'react', { target, emoji, isOn }))
    },
    confirmDelete() {
      if (!subject.value) return
      const [room, target] = [roomId(), keyOf(subject.value)]
      void attempt(() => host.act(room, 'chat', 'delete', { target }))
    },
  }
}
