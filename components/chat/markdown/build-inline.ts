import type { FoundAddress } from './addresses.ts'
import type { Mark, Run } from './delimiters.ts'
import { markdownLimits } from './markdown-limits.ts'
import type { Inline, Target } from './tree.ts'

/** What a text was cut into. A bracket with a target begins a link, which the next `linkEnd` ends. */
export type Token =
  | Run
  | { readonly type: 'text' | 'code'; readonly text: string }
  /** An address by itself; `isWord` of a link that leads elsewhere. */
  | { readonly type: 'address'; readonly address: FoundAddress; readonly typed: string; isWord: boolean }
  | { readonly type: 'bracket'; target?: Target; showsHost?: boolean }
  | { readonly type: 'linkEnd'; readonly typed: string }

/** Puts text behind other text as one node. */
export function pushText(into: Inline[], text: string): void {
  if (text === '') return
  const last = into.at(-1)
  if (last?.type === 'text') last.text += text
  else into.push({ type: 'text', text })
}

/** The tree of paired runs and links. What is nested too deep stays as it was typed. */
export function buildInline(tokens: readonly Token[]): Inline[] {
  const root: Inline[] = []
  const open: { readonly children: Inline[]; readonly isTyped: boolean }[] = [
    { children: root, isTyped: false },
  ]
  const current = () => open.at(-1)?.children ?? root
  let depth = 0

  function enter(typed: string, wrap: (children: Inline[]) => Inline): void {
    if (depth >= markdownLimits.maxInlineDepth) {
      pushText(current(), typed)
      open.push({ children: current(), isTyped: true })
      return
    }
    depth++
    const children: Inline[] = []
    current().push(wrap(children))
    open.push({ children, isTyped: false })
  }

  function leave(typed: string): void {
    if (open.pop()?.isTyped) pushText(current(), typed)
    else depth--
  }

  const enterMark = ({ typed, wrapping }: Mark) => enter(typed, (children) => ({ type: wrapping, children }))

  function put(token: Token): void {
    switch (token.type) {
      case 'run':
        for (const mark of token.closes) leave(mark.typed)
        pushText(current(), token.character.repeat(token.left))
        token.opens.forEach(enterMark)
        return
      case 'text':
        return pushText(current(), token.text)
      case 'code':
        current().push(token)
        return
      case 'address':
        return putAddress(token)
      case 'bracket': {
        const { target, showsHost = false } = token
        if (!target) return pushText(current(), '[')
        return enter('[', (children) => ({ type: 'link', target, showsHost, children }))
      }
      case 'linkEnd':
        return leave(token.typed)
    }
  }

  function putAddress({ address, typed, isWord }: Token & { type: 'address' }): void {
    if (isWord) return pushText(current(), typed)
    const { target, showsHost, shown } = address
    current().push({ type: 'link', target, showsHost, children: [{ type: 'text', text: shown }] })
  }

  tokens.forEach(put)
  return root
}
