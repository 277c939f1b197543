/** The parts that the panel starts without, those first that are asked for most. */
export const panelParts = [
  () => import('@/components/chat/actions/MessageTools.vue'),
  () => import('@/ipc/commands.ts'),
  () => import('@/components/rooms/RoomMenu.vue'),
  () => import('@/components/ui/ProblemNotice.vue'),
  () => import('@/components/ui/ModalDialogBox.vue'),
  () => import('@/components/rooms/PeopleDialog.vue'),
  () => import('@/components/rooms/RoomDialogs.vue'),
  () => import('@/components/rooms/InviteDialog.vue'),
  () => import('@/components/chat/ComposerContext.vue'),
  () => import('@/components/chat/MentionPicker.vue'),
  () => import('@/components/search/SearchSheet.vue'),
  () => import('@/components/rooms/NewRoomDialog.vue'),
  () => import('@/components/rooms/JoinRoomDialog.vue'),
  () => import('@/components/call/CallBar.vue'),
  () => import('@/components/settings/SettingsDialog.vue'),
]
