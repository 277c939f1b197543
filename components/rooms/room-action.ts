/** What the menu of a room offers, besides to mute it. */
export type RoomAction = 'invite' | 'search' | 'notify' | 'rename' | 'relay' | 'details' | 'leave' | 'forget'
