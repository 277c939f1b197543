import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

/**
 * What no name may contain, by code point, so that clients of any Unicode version agree (docs/protocol.md, "Names"):
 * what is no character of a text (controls, lone surrogates, non-characters, private use), what turns the direction of
 * the line that a name stands in, and what is there without being seen. Joiners (U+200C, U+200D) and the choice between
 * text and emoji (U+FE0E, U+FE0F) stay: emoji and some scripts need them. So do unassigned code points: they are
 * another browser's new emoji.
 */
const unwantedRanges = [
  // Controls. Those that are white space became spaces before.
  '\\u0000-\\u001F \\u007F-\\u009F',
  // Direction: Arabic letter mark, marks, embeddings and overrides, isolates.
  '\\u061C \\u200E \\u200F \\u202A-\\u202E \\u2066-\\u2069',
  // Unseen: soft hyphen, grapheme joiner, Hangul fillers, Khmer inherent vowels, Mongolian selectors and separator,
  // zero-width space, word joiner and invisible operators, deprecated formatting, variation selectors, zero-width
  // no-break space, interlinear annotation, shorthand and musical formatting.
  '\\u00AD \\u034F \\u115F \\u1160 \\u17B4 \\u17B5 \\u180B-\\u180F \\u200B \\u2060-\\u2065 \\u206A-\\u206F \\u3164',
  '\\uFE00-\\uFE0D \\uFEFF \\uFFA0 \\uFFF0-\\uFFFB \\u{1BCA0}-\\u{1BCA3} \\u{1D173}-\\u{1D17A}',
  // Tags, but in the flags below, and the other variation selectors.
  '\\u{E0000}-\\u{E0FFF}',
  // Private use, non-characters and lone surrogates.
  '\\u{E000}-\\u{F8FF} \\u{F0000}-\\u{10FFFF} \\uFDD0-\\uFDEF \\p{NChar} \\p{Cs}',
].flatMap((line) => line.split(' '))

/** A region's flag, as England's: a black flag, tags of letters and digits, and the tag that ends it. */
const taggedFlag = '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}'

const unwanted = new RegExp(`(${taggedFlag})|${unwantedRanges.map((range) => `[${range}]`).join('|')}`, 'gu')
const whiteSpace = /\p{White_Space}+/gu
/** Marks that take no room of their own and would pile up, far over the line that a name stands in. */
const tooManyMarks = /((?:\p{Mn}|\p{Me}|\u200C|\u200D){4})(?:\p{Mn}|\p{Me}|\u200C|\u200D)+/gu

/** A name as it is shown and sent: composed, without unwanted characters, white space folded, few marks in a row. */
export function cleanName(typed: string): string {
  // What is removed may have parted a letter from its accent, or two spaces.
  const kept = typed.replace(whiteSpace, ' ').replace(unwanted, '$1').replace(whiteSpace, ' ')
  return kept.normalize('NFC').replace(tooManyMarks, '$1').trim()
}

/** Whether anything of a cleaned name can be seen (joiners, fillers and Braille's blank alone cannot). */
function isVisible(name: string): boolean {
  return /[^\p{M}\p{Cf}\p{DI}\s\u2800]/u.test(name)
}

function characterCount(text: string): number {
  return Array.from(text).length
}

/** Parses what a person typed as own name. */
export function parseName(typed: string): { name: string } | { problem: Problem } {
  const name = cleanName(typed)
  if (!isVisible(name)) return { problem: { kind: 'name-empty' } }
  const actual = characterCount(name)
  const max = limits.maxNameCharacters
  return actual > max ? { problem: { kind: 'name-too-long', actual, max } } : { name }
}

/** Parses what a person typed as a room's name. */
export function parseRoomName(typed: string): { roomName: string } | { problem: Problem } {
  const roomName = cleanName(typed)
  if (!isVisible(roomName)) return { problem: { kind: 'room-name-empty' } }
  const actual = characterCount(roomName)
  const max = limits.maxRoomNameCharacters
  return actual > max ? { problem: { kind: 'room-name-too-long', actual, max } } : { roomName }
}

/** A peer's name, which is not trusted to be clean, short or there at all. */
export function cleanPeerName(received: string): string {
  const start = Array.from(cleanName(received)).slice(0, limits.maxNameCharacters).join('')
  // Again, since the cut may have gone through a flag or left a space.
  const name = cleanName(start)
  return isVisible(name) ? name : '?'
}

/** What is not seen by itself and that one keyboard writes and another does not. */
const joiners = /\u200C|\u200D|\uFE0E|\uFE0F/g

/**
 * What two people must type alike to meet: case, width, composition, joiners and the choice between text and emoji do
 * not matter. A room's keys follow from it: any change here moves people into other rooms.
 */
export function canonicalRoomName(roomName: string): string {
  // Composed again, since some letters have a composed form only when small; and cleaned again, since a wide
  // character may become a space, and a joiner may have parted a letter from its accent.
  const folded = cleanName(roomName).normalize('NFKC').toLowerCase().normalize('NFKC')
  return cleanName(folded.replace(joiners, ''))
}
