/** What keeps any text of a message cheap to read, to draw and to have in the accessibility tree. */
export const markdownLimits = {
  /** Quotes and lists within each other; what is deeper is text as typed. */
  maxBlockDepth: 6,
  /** Emphasis, links and spoilers within each other. */
  maxInlineDepth: 12,
  /** What a text is cut into: words, runs of marks, brackets, addresses, items. One of more parts is shown as typed. */
  maxParts: 3_000,
  maxUrlCharacters: 2_048,
  /** Link words are looked through for another address up to here; longer ones get the host in any case. */
  maxLinkWordsCharacters: 200,
  /** Code beyond this, or with a longer line, is shown in one colour: grammars take squared time for some texts. */
  maxHighlightedCharacters: 2_500,
  maxHighlightedLineCharacters: 300,
  /** A longer text is folded to `folded`; each Show more reveals one `step`. */
  unfolded: { lines: 24, characters: 1_600 },
  folded: { lines: 16, characters: 1_100 },
  step: { lines: 200, characters: 8_000 },
  /** Emoji and nothing else, up to so many, are large. */
  maxLargeEmoji: 6,
} as const
