/** What may be done to a message, as its menu lists it. */
export type MessageAction = 'reply' | 'edit' | 'copy' | 'forward' | 'pin' | 'unpin' | 'details' | 'delete'

/** What opens over the messages for one of them. */
export type MessageDialog = 'emoji' | 'forward' | 'details' | 'delete'
