import { foldWithPlaces } from './fold.ts'
import { placesOf, type Question } from './terms.ts'

/** A piece of an excerpt; what was looked for is marked. */
export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

const lettersBefore = 30
const lettersInAll = 160

const withinLetter = /^[\p{M}\u200d\udc00-\udfff]/u

/** Not between the two halves of a letter, nor before a mark. */
function notWithin(text: string, at: number): number {
  let safe = at
  while (safe > 0 && withinLetter.test(text.slice(safe, safe + 2))) safe--
  return safe
}

/** The beginning of the word that stands at a place, so that an excerpt does not begin within one. */
function wordStart(text: string, at: number): number {
  const space = text.slice(Math.max(0, at - 15), at).search(/\s\S*$/)
  return space < 0 ? notWithin(text, at) : Math.max(0, at - 15) + space + 1
}

/** A line of a text, from a little before the first of what was looked for, with all of that in it marked. */
export function excerptOf(text: string, { parts }: Question): Piece[] {
  const { folded, places, shown } = foldWithPlaces(text)
  const marks = placesOf(folded, parts).flatMap(({ from, to }) => {
    const [start, end] = [places[from], endPlace(places, to)]
    return start === undefined || end === undefined ? [] : [{ start, end }]
  })
  const first = marks[0]?.start ?? 0
  const start = first > lettersBefore ? wordStart(shown, first - lettersBefore) : 0
  const end = notWithin(shown, Math.min(shown.length, start + lettersInAll))
  const pieces: Piece[] = []
  let at = start
  const push = (to: number, isMarked: boolean) => {
    if (to > at) pieces.push({ text: shown.slice(at, to).replace(/\s+/g, ' '), isMarked })
    at = Math.max(at, to)
  }
  if (start > 0) pieces.push({ text: '…', isMarked: false })
  for (const mark of marks) {
    if (mark.start >= end) break
    push(mark.start, false)
    push(Math.min(mark.end, end), true)
  }
  push(end, false)
  if (end < shown.length) pieces.push({ text: '…', isMarked: false })
  return pieces
}

/** Where the letter ends that the last unit before `to` came from: a mark covers whole letters. */
function endPlace(places: readonly number[], to: number): number | undefined {
  const last = places[to - 1]
  let at = to
  while (at < places.length - 1 && places[at] === last) at++
  return places[at]
}
