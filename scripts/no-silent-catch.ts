import type { Rule, SourceCode } from 'eslint'
import type { ArrowFunctionExpression, CallExpression, CatchClause, FunctionExpression, Node } from 'estree'

const message =
  'A failure is handled, translated into a problem, or logged. Where its error isn’t looked at, a comment says why.'

/** A function that doesn't ask what failed. */
function isBlind(handler: Node | undefined): handler is ArrowFunctionExpression | FunctionExpression {
  if (handler?.type !== 'ArrowFunctionExpression' && handler?.type !== 'FunctionExpression') return false
  const [error] = handler.params
  return error === undefined || (error.type === 'Identifier' && error.name.startsWith('_'))
}

/** An event of an error says little beyond its coming: a handler that does anything handles it. */
const doesNothing = ({ body }: ArrowFunctionExpression | FunctionExpression) =>
  body.type === 'BlockStatement' ? body.body.length === 0 : body.type !== 'CallExpression'

/** What takes a failure and looks away, of `.catch(handler)`, `.then(handler, handler)`, `.on('error', handler)`. */
function silentHandler({ callee, arguments: [first, second] }: CallExpression): Node | undefined {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined
  const isError = first?.type === 'Literal' && first.value === 'error'
  switch (callee.property.name) {
    case 'catch':
      return isBlind(first) ? first : undefined
    case 'then':
      return isBlind(second) ? second : undefined
    case 'on':
    case 'once':
    case 'addEventListener':
      return isError && isBlind(second) && doesNothing(second) ? second : undefined
    default:
      return undefined
  }
}

/** Whether a comment stands in it, or right before it or what it's part of, up to its statement. */
function isExplained(source: SourceCode, node: Rule.Node): boolean {
  if (source.getCommentsInside(node).length > 0) return true
  for (let outer: Rule.Node | null = node; outer; outer = outer.parent) {
    if (source.getCommentsBefore(outer).length > 0) return true
    if (/(?:Statement|Declaration)$/.test(outer.type)) return false
  }
  return false
}

/** Nothing is swallowed: what takes no look at an error says in a comment why nobody has to know of it. */
export const noSilentCatch: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create: ({ report, sourceCode }) => ({
    CatchClause(node: CatchClause & Rule.NodeParentExtension) {
      if (!node.param && sourceCode.getCommentsInside(node.body).length === 0) report({ node, message })
    },
    CallExpression(node: CallExpression & Rule.NodeParentExtension) {
      const handler = silentHandler(node)
      if (handler && !isExplained(sourceCode, node)) report({ node: handler, message })
    },
  }),
}
