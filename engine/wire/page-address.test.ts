import { describe, expect, test } from 'vitest'
import { canonicalPageAddress, isPageAddress } from './page-address.ts'
import { limits } from '../base/limits.ts'

describe("a page's canonical address", () => {
  test.each([
    ['https://example.org', 'https://example.org/', 'https://example.org'],
    ['HTTPS://Example.ORG:443/a/b?q=1#part', 'https://example.org/a/b', 'https://example.org'],
    ['https://ada:secret@example.org/a', 'https://example.org/a', 'https://example.org'],
    ['http://127.0.0.1:8080/x/../y', 'http://127.0.0.1:8080/y', 'http://127.0.0.1:8080'],
    ['https://bücher.example/ß', 'https://xn--bcher-kva.example/%C3%9F', 'https://xn--bcher-kva.example'],
    ['https://example.org/%c3%9f', 'https://example.org/%C3%9F', 'https://example.org'],
    ['https://example.org/%%c3%c', 'https://example.org/%%C3%c', 'https://example.org'],
  ])('%s', (url, page, site) => {
    expect(canonicalPageAddress(url, 'page')).toEqual({ address: page })
    expect(canonicalPageAddress(url, 'site')).toEqual({ address: site })
    expect(isPageAddress(page)).toBe(true)
    expect(isPageAddress(site)).toBe(true)
  })

  test.each([
    '',
    'about:blank',
    'chrome://settings/',
    'moz-extension://1/sidepanel.html',
    'file:///home/ada/diary.txt',
    'view-source:https://example.org/',
    'data:text/html,x',
    'example.org',
    `https://example.org/${'x'.repeat(limits.maxPageAddressCharacters)}`,
  ])('there is none of %s', (url) => {
    expect(canonicalPageAddress(url, 'page')).toEqual({ problem: { kind: 'page-unfit' } })
  })

  test.each(['https://example.org/a?q', 'https://EXAMPLE.org/', ' https://example.org/', 'lobby', 'ws://x/'])(
    '%s is none',
    (text) => expect(isPageAddress(text)).toBe(false),
  )
})
