/** The six at hand. */
export const quickEmoji = ['👍', '❤️', '😂', '😮', '😢', '🎉'] as const
