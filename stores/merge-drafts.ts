/**
 * What a draft is to be, given what it was (`base`), what it is here, and what another panel made of it. What was typed
 * in both is kept: one text if it begins with the other, else both, each on its own line.
 */
export function mergeDrafts(base: string, ours: string, theirs: string): string {
  if (ours === base || ours === theirs) return theirs
  // Sent or deleted by one, written on by the other.
  if (theirs === base || theirs === '') return ours
  if (ours === '') return theirs
  if (ours.startsWith(theirs)) return ours
  if (theirs.startsWith(ours)) return theirs
  return `${theirs}\n${ours}`
}
