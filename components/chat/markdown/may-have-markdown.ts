/**
 * Anything that the parser could make more of than text, seen in one pass. Most messages have nothing of it and are shown
 * without the parser. The counted spaces keep a text of nothing but spaces or line feeds linear.
 */
const trace = /[*_~|`[\\@]|:\/\/|www\.|^ {0,3}(?:>|#{1,6} |[-+] |\d{1,9}[.)] )/im

/** Whether a text could be anything else than lines as typed. May say yes in vain, never no. */
export const mayHaveMarkdown = (text: string): boolean => trace.test(text)
