import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'

/** The colours there are. */
export type CodeKind = 'keyword' | 'string' | 'comment' | 'number' | 'name' | 'added' | 'removed'

export interface CodePart {
  readonly kind: CodeKind | undefined
  readonly text: string
}

const grammars = {
  ...{ bash, c, cpp, csharp, css, diff, go, java, javascript, json, kotlin, php, python, ruby, rust },
  ...{ sql, swift, typescript, xml, yaml },
}
const lowlight = createLowlight(grammars)

const kinds: Readonly<Record<string, CodeKind>> = {
  'hljs-keyword': 'keyword',
  'hljs-built_in': 'keyword',
  'hljs-literal': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-meta': 'comment',
  'hljs-comment': 'comment',
  'hljs-quote': 'comment',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-number': 'number',
  'hljs-symbol': 'number',
  'hljs-title': 'name',
  'hljs-name': 'name',
  'hljs-attr': 'name',
  'hljs-attribute': 'name',
  'hljs-type': 'name',
  'hljs-selector-class': 'name',
  'hljs-selector-id': 'name',
  'hljs-addition': 'added',
  'hljs-deletion': 'removed',
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

function kindOf(node: Node): CodeKind | undefined {
  const classes = node.type === 'element' ? node.properties.className : undefined
  if (!Array.isArray(classes)) return
  return classes.map((name) => kinds[name]).find((kind) => kind !== undefined)
}

function partsOf(nodes: readonly Node[], around: CodeKind | undefined): CodePart[] {
  return nodes.flatMap((node) => {
    if (node.type === 'text') return [{ kind: around, text: node.value }]
    if (node.type !== 'element') return []
    return partsOf(node.children, kindOf(node) ?? around)
  })
}

/** Code cut into what has one colour each; undefined where its language, the first word behind the fence, is not known. */
export function highlight(code: string, info: string): CodePart[] | undefined {
  const language = /^[\w#+-]+/.exec(info)?.[0].toLowerCase() ?? ''
  if (!lowlight.registered(language)) return
  return partsOf(lowlight.highlight(language, code).children, undefined)
}
