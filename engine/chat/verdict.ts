/** What a peer's chat turned out to be: `forged` is what its author did not sign, or not for this room. */
export type ChatVerdict = 'fine' | 'unreadable' | 'forged'
