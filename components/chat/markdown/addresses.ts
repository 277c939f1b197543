import { createBudget, type Budget } from './budget.ts'
import { shownHost } from './hosts.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Target } from './tree.ts'

const { maxUrlCharacters } = markdownLimits

/** An address found in a text, and how it is written out. */
export interface FoundAddress {
  readonly start: number
  readonly end: number
  readonly target: Target
  readonly shown: string
  readonly showsHost: boolean
}

/** Spaces, quotes, brackets that no URL has, full-width punctuation, and all that is invisible or turns text around. */
const notInUrl = String.raw`\s\p{C}<>"\u0060{}|\\^，。！？；：、（）「」『』【】《》“”‘’…`
// No word runs into an address, except in scripts without spaces.
const before = String.raw`(?:(?<![\p{L}\p{N}])|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]))`
const url = new RegExp(String.raw`${before}(?:https?:\/\/|www\.)[^${notInUrl}]{1,${maxUrlCharacters}}`, 'giu')
const urlCharacters = new RegExp(`^[^${notInUrl}]+$`, 'u')
const trailing = /[?!.,:;*_~'&]/
const mailBox = /[A-Za-z0-9.!#$%&'+/=?^{}_-]/
const mailHost = /[A-Za-z0-9.-]{1,255}/y
const maxMailBoxCharacters = 64

/** The target of a typed URL or `mailto:` address; undefined unless it is one that may be opened. */
export function parseTarget(typed: string): Target | undefined {
  if (typed.length > maxUrlCharacters || !urlCharacters.test(typed)) return
  if (/^mailto:/i.test(typed)) return mailTarget(typed.slice('mailto:'.length))
  if (!/^https?:\/\/[^/?#]/i.test(typed)) return
  const parsed = URL.parse(typed)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') return
  return { href: parsed.href, host: parsed.hostname }
}

function mailTarget(typed: string): Target | undefined {
  const [found, ...others] = findMailAddresses(typed, createBudget())
  if (!found || others.length > 0 || found.start !== 0 || found.end !== typed.length) return
  return found.target
}

/** Without what follows an address rather than belonging to it: a closing bracket of the sentence, a full stop. */
function trimUrl(typed: string): string {
  const open = { '(': 0, '[': 0 }
  let end = 0
  for (; end < typed.length; end++) {
    const character = typed[end]
    if (character === '(' || character === '[') open[character]++
    else if (character === ')' && --open['('] < 0) break
    else if (character === ']' && --open['['] < 0) break
  }
  while (end > 0 && trailing.test(typed.charAt(end - 1))) end--
  return typed.slice(0, end)
}

function findUrls(text: string, budget: Budget): FoundAddress[] {
  const found: FoundAddress[] = []
  url.lastIndex = 0
  for (let match = url.exec(text); match && budget.take(1); match = url.exec(text)) {
    const { 0: whole, index: start } = match
    // One that may go on is too long.
    if (whole.length >= maxUrlCharacters) continue
    const typed = trimUrl(whole)
    const end = start + typed.length
    // Behind the bracket that ends this one, another may begin.
    if (end > start) url.lastIndex = end
    const isBare = /^www\./i.test(typed)
    if (isBare && !/^www\.[^./?#@]+\.[^./?#@][^/?#@]*(?:[/?#]|$)/i.test(typed)) continue
    const target = parseTarget(isBare ? `https://${typed}` : typed)
    if (target) found.push({ start, end, target, ...shownHost(typed, target) })
  }
  return found
}

function findMailAddresses(text: string, budget: Budget): FoundAddress[] {
  const found: FoundAddress[] = []
  for (let at = text.indexOf('@'); at !== -1 && budget.take(1); at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > 0 && at - start < maxMailBoxCharacters && mailBox.test(text.charAt(start - 1))) start--
    while (start < at && !/[A-Za-z0-9]/.test(text.charAt(start))) start++
    mailHost.lastIndex = at + 1
    const host = mailHost.exec(text)?.[0].replace(/[.-]+$/, '') ?? ''
    if (start === at || text.charAt(at - 1) === '.' || !isMailHost(host)) continue
    const end = at + 1 + host.length
    const shown = text.slice(start, end)
    const target = {
      href: `mailto:${encodeURIComponent(text.slice(start, at))}@${host}`,
      host: host.toLowerCase(),
    }
    found.push({ start, end, target, shown, showsHost: false })
  }
  return found
}

function isMailHost(host: string): boolean {
  const labels = host.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => /^[A-Za-z0-9-]{1,63}$/.test(label) && !label.startsWith('-')) &&
    /^[A-Za-z][A-Za-z0-9-]+$/.test(labels.at(-1) ?? '')
  )
}

/** All addresses that stand in a text by themselves, in order and without overlap. */
export function findAddresses(text: string, budget: Budget): FoundAddress[] {
  const candidates = [...findUrls(text, budget), ...findMailAddresses(text, budget)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  )
  let end = 0
  return candidates.filter((candidate) => {
    if (candidate.start < end) return false
    end = candidate.end
    return true
  })
}
