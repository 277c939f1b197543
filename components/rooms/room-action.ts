/** What the menu of a room offers, besides to mute it. */
export type RoomAction = 'invite' | 'rename' | 'relay' | 'details' | 'leave' | 'forget'
