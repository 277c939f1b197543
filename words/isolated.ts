import { directionOf } from './languages.ts'

/** Scripts from right to left, and the marks that turn a line around. */
const fromRightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/**
 * What others chose (a name) between two marks (U+2068, U+2069), so that it can't turn the sentence around. Only where
 * it could: text of the sentence's own direction stays as it is, for whatever compares it or reads it aloud.
 */
export function isolated(text: string, language: string): string {
  return directionOf(language) === 'rtl' || fromRightToLeft.test(text) ? `\u2068${text}\u2069` : text
}
