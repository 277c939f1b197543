import { describe, expect, test } from 'vitest'
import { parseMarkdown } from './parse.ts'
import type { Block, Inline } from './tree.ts'

/** A tree in short: `em(a)`, `link[href](words)`. */
const brief = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.type === 'text') return node.text
      if (node.type === 'code') return `code(${node.text})`
      const words = brief(node.children)
      if (node.type !== 'link') return `${node.type}(${words})`
      return `link[${node.target.href}${node.showsHost ? ' !' : ''}](${words})`
    })
    .join('')

const briefBlocks = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      if (block.type === 'code') return `code[${block.info}]{${block.text}}`
      if (block.type === 'quote') return `quote{${briefBlocks(block.children)}}`
      if (block.type === 'list') {
        const items = block.items.map(
          (item) =>
            `<${item.number === undefined ? '' : `${item.number}${block.mark}`}>${briefBlocks(item.children)}`,
        )
        return `list{${items.join('')}}`
      }
      return block.type === 'heading' ? `heading{${brief(block.children)}}` : brief(block.children)
    })
    .join('¶')

const read = (text: string) => briefBlocks(parseMarkdown(text))

describe('parseMarkdown: words', () => {
  test.each([
    ['*a* and _b_', 'emphasis(a) and emphasis(b)'],
    ['**a** and __b__', 'strong(a) and strong(b)'],
    ['***a***', 'emphasis(strong(a))'],
    ['*a **b** c*', 'emphasis(a strong(b) c)'],
    ['**a *b***', 'strong(a emphasis(b))'],
    ['*foo**bar**baz*', 'emphasis(foostrong(bar)baz)'],
    ['*foo**bar*', 'emphasis(foo**bar)'],
    ['~~a~~ ~b~ ~~~c~~~', 'strike(a) ~b~ ~~~c~~~'],
    ['||a|| and |b|', 'spoiler(a) and |b|'],
    ['||**a**||', 'spoiler(strong(a))'],
    ['a || b || c', 'a || b || c'],
    ['snake_case_name, 2*3*4 and a * b * c', 'snake_case_name, 2*3*4 and a * b * c'],
    ['这是**重要。**的', '这是strong(重要。)的'],
    ['*a\nb*', 'emphasis(a\nb)'],
    ['*a\n\nb*', '*a\n\nb*'],
    ['**a', '**a'],
    ['`a*b*`', 'code(a*b*)'],
    ['``a`b`` ` c', 'code(a`b) ` c'],
    ['`` `a` ``', 'code(`a`)'],
    ['*a`*`', '*acode(*)'],
    [String.raw`\*a\* \_b\_ \~~ \||c||`, String.raw`*a* _b_ ~~ ||c||`],
    [String.raw`C:\temp\new \\server\share`, String.raw`C:\temp\new \\server\share`],
    [String.raw`¯\_(ツ)_/¯`, String.raw`¯\_(ツ)_/¯`],
    ['<b>a</b> &amp; <!-- c -->', '<b>a</b> &amp; <!-- c -->'],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))
})

describe('parseMarkdown: blocks', () => {
  test.each([
    ['a\n  b\n\n\nc', 'a\n  b\n\n\nc'],
    ['# Title\ntext', 'heading{Title}¶text'],
    ['#tag', '#tag'],
    ['> a\n> b\nc', 'quote{a\nb}¶c'],
    ['>> a\n> b', 'quote{quote{a}¶b}'],
    ['>_< and >:(', '>_< and >:('],
    ['>_<', '>_<'],
    ['>:(', '>:('],
    ['a\n\n> b\n\nc', 'a\n\n¶quote{b}¶\nc'],
    ['- a\n- b\nc', 'list{<>a<>b}¶c'],
    ['- a\n  - b\n  - c\n- d', 'list{<>a¶list{<>b<>c}<>d}'],
    ['1. a\n  - b', 'list{<1.>a¶list{<>b}}'],
    ['3) a\n7) b', 'list{<3)>a<7)>b}'],
    ['- a\n\n  b\n\n- c\n\nd', 'list{<>a\n\nb\n\n<>c}¶\nd'],
    ['born on\n14. November', 'born on\n14. November'],
    ['things:\n1. a', 'things:¶list{<1.>a}'],
    ['-a\n*\n- ', '-a\n*\n- '],
    [String.raw`1\. a${'\n'}\- b${'\n'}\> c`, '1. a\n- b\n> c'],
    ['```js\nlet *a*\n\n  b\n```\nc', 'code[js]{let *a*\n\n  b}¶c'],
    ['```\na', 'code[]{a}'],
    ['```\na\nb```', 'code[]{a\nb}'],
    ['```a```', 'code(a)'],
    ['> ```\n> a\n> ```\nb', 'quote{code[]{a}}¶b'],
    ['- ```\n  a\n  ```', 'list{<>code[]{a}}'],
    ['~~~\n```\n~~~', 'code[]{```}'],
    ['---\n| a | b |\n|---|---|\n===', '---\n| a | b |\n|---|---|\n==='],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))
})

describe('parseMarkdown: links', () => {
  test.each([
    ['[a *b*](https://x.example/y)', 'link[https://x.example/y](a emphasis(b))'],
    ['[a](https://x.example/(y))', 'link[https://x.example/(y)](a)'],
    ['[mail](mailto:a@b.example)', 'link[mailto:a@b.example](mail)'],
    [
      '[[a](https://x.example)](https://y.example)',
      '[link[https://x.example/](a)](link[https://y.example/](https://y.example))',
    ],
    [
      'see https://x.example/a_b_c?d=1#e.',
      'see link[https://x.example/a_b_c?d=1#e](https://x.example/a_b_c?d=1#e).',
    ],
    ['(https://x.example/w_(y))', '(link[https://x.example/w_(y)](https://x.example/w_(y)))'],
    ['**https://x.example**', 'strong(link[https://x.example/](https://x.example))'],
    ['<https://x.example>', '<link[https://x.example/](https://x.example)>'],
    ['www.x.example', 'link[https://www.x.example/](www.x.example)'],
    ['看https://x.example/a，好', '看link[https://x.example/a](https://x.example/a)，好'],
    ['to a.b@c.example.', 'to link[mailto:a.b@c.example](a.b@c.example).'],
    ['`https://x.example`', 'code(https://x.example)'],
    ['xhttps://x.example a@b @c www. http://', 'xhttps://x.example a@b @c www. http://'],
    ['![a](https://x.example/i.png)', '![a](link[https://x.example/i.png](https://x.example/i.png))'],
  ])('%j', (text, tree) => expect(read(text)).toBe(tree))

  test.each([
    'javascript:alert(1)',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<b>)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](chrome://settings)',
    '[a](/relative)',
    '[a](//x.example)',
    '[a](x.example)',
    '[a](https:x.example)',
    '[a](https://)',
    '[a](ht\ttps://x.example)',
    '[a](mailto:a@b.example?bcc=c@d.example)'.replace('@b.example?', '?').replace('@d.example', ''),
    '[a]()',
  ])('%j is text', (text) => expect(read(text)).toBe(text))

  test.each([
    ['[](https://x.example)', '[](link[https://x.example/](https://x.example))'],
    ['[\u200b](https://x.example)', '[\u200b](link[https://x.example/](https://x.example))'],
  ])('%j: a link without words that can be seen is its address', (text, tree) =>
    expect(read(text)).toBe(tree),
  )
})

describe('parseMarkdown: an address that looks like another', () => {
  test.each([
    ['words that name another host', '[https://bank.example](https://evil.example/)', true],
    ['words that name another mail host', '[help@bank.example](mailto:x@evil.example)', true],
    ['words with another dot', '[bank。example](https://evil.example/)', true],
    ['words with an invisible letter', '[bank.exa\u200bmple](https://evil.example/)', true],
    ['words of a homograph', '[аррӏе.example](https://evil.example/)', true],
    ['a user name that looks like a host', 'https://bank.example@evil.example/', true],
    ['words beyond what is looked through', `[${'a '.repeat(200)}](https://evil.example/)`, true],
    ['another IP address', '[10.0.0.1](https://10.0.0.2/)', true],
    ['words that name the same host', '[https://www.bank.example/a](https://bank.example/a)', false],
    ['words that name the domain', '[bank.example](https://docs.bank.example/)', false],
    ['words that name no host', '[the release 1.2.3](https://bank.example/)', false],
  ])('%s', (_, text, isShown) => expect(read(text).includes(' !]')).toBe(isShown))

  test.each([
    ['https://аррӏе.com/a', 'https://xn--80ak6aa92e.com/a'],
    ['https://раypal.com', 'https://xn--ypal-43d9g.com'],
    ['https://gооgle.com:8080/x?y', 'https://xn--ggle-55da.com:8080/x?y'],
    ['https://bank.com⁄x.evil.example/', 'https://bank.xn--comx-2g7a.evil.example/'],
    ['https://bücher.example/ü', 'https://bücher.example/ü'],
    ['https://例え.example', 'https://例え.example'],
    ['https://россия.рф', 'https://россия.рф'],
  ])('%s is written as %s', (typed, shown) => {
    const [block] = parseMarkdown(typed)
    const [link] = block?.type === 'lines' ? block.children : []
    const words = link?.type === 'link' ? brief(link.children) : undefined
    expect(words).toBe(shown)
  })
})

describe('parseMarkdown: bombs', () => {
  const size = 32_000
  const fill = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size)
  const bombs: Record<string, string> = {
    'nested quotes': fill('>'),
    'nested lists': Array.from({ length: 250 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'),
    'nested items in a line': fill('- '),
    'emphasis in emphasis': fill('*a **b '),
    'emphasis that closes': `${fill('*a ').slice(0, size / 2)}${fill('a* ').slice(0, size / 2)}`,
    'emphasis that only closes': fill('a** '),
    'mixed emphasis': fill('*a_'),
    asterisks: fill('*'),
    backticks: fill('`'),
    'backticks of every length': fill(
      Array.from({ length: 250 }, (_, length) => '`'.repeat(length)).join(' '),
    ),
    brackets: fill('['),
    'closing brackets': `${fill('[').slice(0, size / 2)}${fill(']').slice(0, size / 2)}`,
    'links that do not end': fill('[a]('),
    'a link that does not end': `[a](https://${fill('a')}`,
    parentheses: `[a]${fill('(')}`,
    addresses: fill('https://a.b '),
    'addresses with brackets': fill('https://a)'),
    'an address without end': `https://${fill('a')}`,
    'mail addresses': fill('a@'),
    'a mail box without end': `${fill('a')}@a.example`,
    dots: fill('a.'),
    'code blocks': fill('```\na\n'),
    tables: fill('|a|b\n|-|-\n'),
    'line feeds': fill('\n'),
    spaces: fill(' '),
    'lines of spaces': fill('    \n'),
    backslashes: fill('\\'),
    spoilers: fill('||a'),
    'one word': fill('a'),
    markup: fill('<a href="'),
  }

  const depthOf = (value: unknown): number =>
    value !== null && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

  test.each(Object.entries(bombs))('%s: few elements, none deep', (_, text) => {
    const blocks = parseMarkdown(text)
    const written = JSON.stringify(blocks)
    expect(depthOf(blocks)).toBeLessThan(80)
    expect(written.split('"type":').length).toBeLessThan(4_000)
  })

  test.each(Object.entries(bombs))('%s: takes time in proportion to its length', (_, text) => {
    // Not a time, which a busy machine stretches: eight times the text may take 30 times as long, and what looks at
    // everything once more for each character takes 64 times. The best of many rounds, until they are near enough.
    const part = text.slice(0, text.length / 8)
    const takes = (what: string) => {
      const start = performance.now()
      parseMarkdown(what)
      return performance.now() - start
    }
    let [least, leastOfPart] = [takes(text), takes(part)]
    const isNear = () => least <= 30 * Math.max(leastOfPart, 0.1)
    for (let round = 0; round < 50 && !isNear(); round++) {
      least = Math.min(least, takes(text))
      leastOfPart = Math.min(leastOfPart, takes(part))
    }
    expect(isNear()).toBe(true)
  })
})
