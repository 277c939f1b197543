import type { Problem } from '../base/problem.ts'
import { limits } from '../base/limits.ts'

/**
 * Control characters, lone surrogates, non-characters and the characters that turn the direction of text around
 * (a name must not be able to rewrite the line it stands in). Zero-width joiners stay: emoji need them. So do
 * unassigned code points: they are another browser's new emoji, and both must derive the same room.
 */
const unwanted = /[\p{Cc}\p{Cs}\p{NChar}\p{Co}\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u2060\uFEFF]/gu
const whiteSpace = /\s+/gu

/** A name as it is shown and sent: composed, without unwanted characters, white space folded. */
export function cleanName(typed: string): string {
  // What is removed may have parted a letter from its accent, or two spaces.
  const kept = typed.replace(whiteSpace, ' ').replace(unwanted, '').replace(whiteSpace, ' ')
  return kept.normalize('NFC').trim()
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
  const name = Array.from(cleanName(received)).slice(0, limits.maxNameCharacters).join('')
  return isVisible(name) ? name : '?'
}

/** What two people must type alike to meet: case, width and composition of a room's name do not matter. */
export function canonicalRoomName(roomName: string): string {
  // Composed again, since some letters have a composed form only when small; and cleaned again, since a wide
  // character may become a space.
  return cleanName(cleanName(roomName).normalize('NFKC').toLowerCase().normalize('NFKC'))
}
