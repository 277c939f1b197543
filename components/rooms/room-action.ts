/** What the menu of a room offers, besides to mute it. */
export type RoomAction =
  'invite' | 'search' | 'notify' | 'disappearing' | 'rename' | 'relay' | 'details' | 'leave' | 'forget'
