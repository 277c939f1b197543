import { mount } from '@vue/test-utils'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { rootOf } from '@/components/testing/find.ts'
import { speak } from '@/components/testing/messages.ts'
import { eventually } from '@/engine/testing/eventually.ts'
import MessageText from './MessageText.vue'
import { loadMarkdown } from './use-markdown.ts'

beforeAll(loadMarkdown)
beforeEach(() => speak('en'))

function show(text: string, format?: 'plain') {
  const mounted = mount(MessageText, { props: { text, format } })
  onTestFinished(() => mounted.unmount())
  const root = rootOf(mounted)
  const button = (name: string) =>
    [...root.querySelectorAll('button')].find((one) => one.textContent.trim() === name)
  return { mounted, root, button }
}
/** Elements that are neither a fold's nor a code block's own. */
const said = (root: Element) =>
  [...root.querySelectorAll('p, li')].map((element) => element.textContent).join('\n')

describe('MessageText', () => {
  test('draws elements of what was typed, and nothing of it as markup', () => {
    const { root } = show('**a** *b* ~~c~~ `d` <img src=x onerror=alert(1)>\n> e\n\n1. f\n# g')
    expect(root.innerHTML).toContain('<strong>a</strong> <em>b</em> <s>c</s> <code>d</code> &lt;img src=x')
    expect(root.querySelector('blockquote')?.textContent).toBe('e')
    expect(root.querySelector('ol > li')?.getAttribute('value')).toBe('1')
    expect(root.querySelector('img, h1, h2, h3')).toBeNull()
    expect(
      [...root.querySelectorAll('p, li, blockquote, ol')].every((one) => one.getAttribute('dir') === 'auto'),
    ).toBe(true)
  })

  test('opens links in a tab of their own that learns nothing of the panel', () => {
    const link = show('see [here](https://x.example/a)').root.querySelector('a')
    expect(link?.outerHTML).toBe(
      '<a href="https://x.example/a" target="_blank" rel="noreferrer noopener" title="https://x.example/a">here</a>',
    )
  })

  test('says the real host behind words that look like another', () => {
    const link = show('[https://bank.example](https://evil.example)').root.querySelector('a')
    expect(link?.textContent).toBe('https://bank.example (evil.example)')
  })

  test('shows a plain message as it was pasted, without links', () => {
    const text = '**a** https://x.example\n- b'
    const { root } = show(text, 'plain')
    expect(root.querySelector('.md-lines')?.textContent).toBe(text)
    expect(root.querySelector('a, strong, li')).toBeNull()
  })

  test('covers a spoiler until it is clicked, with what is in it', async () => {
    const { root } = show('||see https://x.example||')
    const spoiler = root.querySelector<HTMLElement>('[role=button]')
    expect(spoiler?.getAttribute('aria-label')).toBe('Show spoiler')
    expect(root.querySelector('a')).toBeNull()
    spoiler?.click()
    await nextTick()
    expect(root.querySelector('[role=button]')).toBeNull()
    expect(root.querySelector('a')?.textContent).toBe('https://x.example')
  })

  test('uncovers a spoiler by key, and keeps the focus', async () => {
    const { root } = show('||it was the gardener||')
    document.body.append(root)
    const spoiler = root.querySelector<HTMLElement>('[role=button]')
    spoiler?.focus()
    spoiler?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await nextTick()
    expect(root.querySelector('[role=button]')).toBeNull()
    expect(document.activeElement).toBe(spoiler)
  })

  test('copies code as it was typed, in colours by its language', async () => {
    const copied: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      copied.push(text)
      return Promise.resolve()
    })
    const { root, button } = show('```js\nconst a = "<b>" // c\n```')
    await eventually(() => expect(root.querySelector('.md-keyword')?.textContent).toBe('const'))
    expect(root.querySelector('pre')?.textContent).toBe('const a = "<b>" // c')
    button('Copy code')?.click()
    await eventually(() => expect(button('Copied')).toBeDefined())
    expect(copied).toEqual(['const a = "<b>" // c'])
  })

  test('says that code could not be copied', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'))
    const { root, button } = show('```\na\n```')
    button('Copy code')?.click()
    await eventually(() => expect(root.textContent).toContain('Couldn’t copy'))
  })

  test.each([
    ['👍', true],
    ['👩‍👩‍👧‍👦 🇩🇪 ❤️', true],
    ['😀😀😀😀😀😀', true],
    ['😀😀😀😀😀😀😀', false],
    ['👍 ok', false],
    ['12', false],
    ['', false],
  ])('%j: only a few emoji are large', (text, isLarge) => {
    expect(show(text).root.classList.contains('md-large')).toBe(isLarge)
  })

  test('keeps a heap of marks in a box of its own, and accents in the word', () => {
    const heap = `A${'\u0301'.repeat(36)}`
    const { root } = show(`x${heap}y café`)
    expect([...root.querySelectorAll('.md-stack')].map((one) => one.textContent)).toEqual([heap])
    expect(root.textContent.trim()).toBe(`x${heap}y café`)
  })
})

describe('MessageText: a long message', () => {
  test('is folded by its lines, and shown in steps', async () => {
    const { root, button } = show(Array.from({ length: 300 }, (_, line) => `line ${line}`).join('\n'))
    const lines = () =>
      said(root)
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('line'))
    expect(lines().length).toBe(16)
    expect(button('Show less')).toBeUndefined()
    button('Show more')?.click()
    await nextTick()
    expect(lines().length).toBe(216)
    button('Show more')?.click()
    await nextTick()
    expect(lines().length).toBe(300)
    expect(button('Show more')).toBeUndefined()
    button('Show less')?.click()
    await nextTick()
    expect(lines().length).toBe(16)
  })

  test('keeps the focus on its buttons when one of them goes', async () => {
    const { mounted, root, button } = show('line\n'.repeat(60))
    document.body.append(rootOf(mounted))
    onTestFinished(() => root.remove())
    button('Show more')?.focus()
    button('Show more')?.click()
    await eventually(() => expect(document.activeElement?.textContent.trim()).toBe('Show less'))
    button('Show less')?.click()
    await eventually(() => expect(document.activeElement?.textContent.trim()).toBe('Show more'))
  })

  test('of one word is folded by its characters', () => {
    const { root } = show('w'.repeat(32_000))
    expect(root.querySelector('.md-lines')?.textContent).toBe('w'.repeat(1_100))
  })

  test('is not cut within a word or a character', () => {
    const cut = show('word '.repeat(400)).root.querySelector('.md-lines')?.textContent ?? ''
    expect(cut.endsWith('word')).toBe(true)
    const emoji = show(`a${'👍🏽'.repeat(800)}`).root.querySelector('.md-lines')?.textContent ?? ''
    expect(emoji.isWellFormed()).toBe(true)
    expect(emoji.endsWith('👍🏽')).toBe(true)
  })

  test('has no spoiler that its cut uncovers', () => {
    const { root } = show(`||${'secret '.repeat(400)}end||`)
    expect(root.querySelector('[role=button]')?.textContent).toContain('secret')
    expect(root.querySelector('.md-lines')?.firstElementChild?.getAttribute('role')).toBe('button')
  })

  test.each([
    ['line feeds', '\n'.repeat(30_000)],
    ['lines', 'a\n'.repeat(15_000)],
    ['quotes', '> a\n\n'.repeat(6_000)],
    ['items', '- a\n'.repeat(8_000)],
    ['code blocks', '```\na\n'.repeat(4_000)],
    ['words', '*a* '.repeat(8_000)],
  ])('of %s has few nodes in the document', (_, text) => {
    const { root } = show(text)
    const nodes = document.createNodeIterator(root)
    let count = 0
    while (nodes.nextNode()) count++
    expect(count).toBeLessThan(1_000)
    expect(root.textContent.split('\n').length).toBeLessThan(50)
  })

  test('that is not much too long is not folded', () => {
    const text = Array.from({ length: 24 }, () => 'line').join('\n')
    expect(show(text).root.querySelector('button')).toBeNull()
    expect(show(`${text}\nline`).root.querySelector('button')).not.toBeNull()
  })
})

describe('MessageText: any text', () => {
  const allowed: Record<string, readonly string[]> = {
    DIV: ['class'],
    P: ['class', 'dir'],
    STRONG: [],
    EM: [],
    S: [],
    CODE: [],
    BLOCKQUOTE: ['dir'],
    UL: ['dir'],
    OL: ['dir', 'class'],
    LI: ['dir', 'value'],
    A: ['href', 'target', 'rel', 'title'],
    BDI: ['class'],
    SPAN: ['class', 'role', 'tabindex', 'aria-label', 'title'],
    PRE: ['dir', 'tabindex'],
    BUTTON: ['type', 'class'],
  }
  const words = fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '~~',
      '||',
      '`',
      '```',
      '\n',
      '\n\n',
      ' ',
      '  ',
      '[',
      ']',
      '(',
      ')',
      '](',
      '> ',
      '- ',
      '1. ',
      '# ',
    ],
    ...[
      '\\',
      '<b>',
      '&amp;',
      '![',
      'https://x.example',
      'javascript:alert(1)',
      'data:text/html,',
      'a@b.example',
      'word',
    ],
    ...[
      'я',
      '字',
      '👍🏽',
      '\u202e',
      '\u200b',
      '\u0301',
      '\0',
      '\ud800',
      '~~~js',
      'www.',
      '://',
      '"',
      '\t',
      '\r\n',
    ],
  )
  const text = fc.oneof(
    fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )

  test('becomes allowed elements with allowed attributes only', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const mounted = mount(MessageText, { props: { text: typed } })
        for (const element of [rootOf(mounted), ...rootOf(mounted).querySelectorAll('*')]) {
          const attributes = allowed[element.tagName]
          expect(attributes, element.tagName).toBeDefined()
          for (const { name } of element.attributes) expect(attributes, element.tagName).toContain(name)
          if (element instanceof HTMLAnchorElement)
            expect(element.href).toMatch(/^(https?:\/\/[^/]|mailto:[^?]+@)/)
        }
        mounted.unmount()
      }),
      { numRuns: 500 },
    )
  })

  test('loses nothing that is to be read', () => {
    const letters = (what: string) =>
      what
        .match(/[\p{L}\p{S}]/gu)
        ?.filter((one) => !/[`~|<>^+=$]/.test(one))
        .join('') ?? ''
    // Words of links stand in the text, their addresses don't; the words of the buttons do.
    const safe = fc
      .array(
        words.filter((part) => !part.includes('x.example') && part !== '](' && part !== '\r\n'),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(safe, (typed) => {
        const mounted = mount(MessageText, { props: { text: typed } })
        const root = rootOf(mounted)
        root.querySelectorAll('button').forEach((button) => button.remove())
        // An address that may pretend to be another one is shown as what it is.
        if (!root.textContent.includes('xn--')) expect(letters(root.textContent)).toBe(letters(typed))
        mounted.unmount()
      }),
      { numRuns: 500 },
    )
  })

  test('without any Markdown is there exactly as typed, before the parser and after', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9 .,;:!?\n'"()äжא字👍-]{0,200}$/u), (typed) => {
        fc.pre(!/^ {0,3}([-+]|\d+[.)]) |www\./im.test(typed) && typed.split('\n').length < 24)
        const mounted = mount(MessageText, { props: { text: typed } })
        expect(rootOf(mounted).querySelector('p')?.textContent).toBe(typed)
        mounted.unmount()
      }),
    )
  })
})
