const key = 'join-after-reload'

/** Loads this document again, and says to the next one whose call it should join, if any. */
export function reloadToJoin(roomId?: string) {
  if (roomId !== undefined) sessionStorage.setItem(key, roomId)
  location.reload()
}

/** Whose call the document before asked to join, once. */
export function takeRoomToJoin(): string | undefined {
  const roomId = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return roomId ?? undefined
}
