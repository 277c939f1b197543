import { createHash } from 'node:crypto'
import { landingLanguages, type LandingWords } from './landing-words.ts'

/**
 * What a browser shows at `/`. A link to it may carry an invite behind `#`, which browsers do not send: the script
 * below reads it there, shows it as text and copies it. Without one, the page says what this is. The longest invite, with a relay URL and a
 * page's address of 2,000 characters each, has some 5,500.
 */
const script = `'use strict'
const inviteLink = /^#(sidetone-invite\\d{1,4}\\.[A-Za-z0-9_.-]{1,8000})$/
const languages = ${JSON.stringify(landingLanguages.map(({ lang }) => lang))}
const base = (tag) => tag.toLowerCase().split('-')[0]
const language = languages.find((tag) => base(tag) === base(navigator.language)) ?? 'en'
document.documentElement.lang = language
const page = document.querySelector('main[lang=' + language + ']')
for (const main of document.querySelectorAll('main')) main.hidden = main !== page
const part = (name) => page.querySelector('.' + name)
const say = (text) => { part('told').textContent = text }

// Where this page is asked for with a path (behind a proxy), the relay has the same one.
const relayUrl = new URL('ws', location.href)
relayUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
part('relay-url').textContent = relayUrl.href

function show() {
  const invite = inviteLink.exec(location.hash)?.[1]
  const isBroken = invite === undefined && location.hash.startsWith('#sidetone-invite')
  part('invited').hidden = invite === undefined
  part('broken').hidden = !isBroken
  part('about').hidden = invite !== undefined || isBroken
  part('invite').textContent = invite ?? ''
  say('')
}

async function copy({ currentTarget }) {
  const { copied, notCopied } = currentTarget.dataset
  const text = part('invite')
  try {
    await navigator.clipboard.writeText(text.textContent)
    say(copied)
  } catch {
    // A page without TLS has no clipboard of its own; selecting and copying is left.
    getSelection().selectAllChildren(text)
    say(document.execCommand('copy') ? copied : notCopied)
  }
}

part('copy').addEventListener('click', copy)
addEventListener('hashchange', show)
show()
`

const style = `
:root { color-scheme: light dark; background: light-dark(#fff, #16181d); color: light-dark(#1a1d23, #eceef2) }
body { max-width: 34rem; margin: 0 auto; padding: min(12vh, 6rem) 1.25rem 2rem; font: 1rem/1.55 system-ui, sans-serif }
[hidden] { display: none }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.2 }
.lead { font-size: 1.15rem }
ol { display: grid; gap: 1rem; padding-inline-start: 1.4rem }
li::marker { font-weight: 600; color: light-dark(#0b6b63, #57c9bd) }
.invite { display: block; max-height: 8.5em; margin: .5rem 0; padding: .6rem .75rem; overflow-y: auto; border: 1px solid light-dark(#858c98, #6f7785); border-radius: 6px; background: light-dark(#f4f5f7, #1f2229); font: .8125rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
.relay-url { display: block; margin-top: .4rem; font: .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
button { padding: .6rem 1.1rem; border: 0; border-radius: 6px; background: light-dark(#0b6b63, #57c9bd); color: light-dark(#fff, #06231f); font: inherit; font-weight: 600; cursor: pointer }
button:hover { background: light-dark(#08564f, #7fdcd2) }
:focus-visible { outline: 2px solid light-dark(#0b6b63, #57c9bd); outline-offset: 2px }
.told { min-height: 1.55em; margin: .4rem 0 0 }
.soft { color: light-dark(#565d69, #a3abb8); font-size: .9rem }
.broken { padding: .6rem .75rem; border-radius: 6px; background: light-dark(#fdecea, #3b1f1d); color: light-dark(#a12a1e, #ff9b90) }
`

/** One language's part of the page. The words are ours: none of them comes from outside. */
function mainPart(words: LandingWords, isHidden: boolean): string {
  const [whatThisIs, howToUseIt] = words.about
  const [get, copy, paste] = words.steps
  return `<main lang="${words.lang}"${isHidden ? ' hidden' : ''}>
<h1>${words.title}</h1>
<section class="invited" hidden>
<p class="lead">${words.invited}</p>
<ol>
<li>${get}</li>
<li>${copy}
<code class="invite" tabindex="0" role="group" aria-label="${words.inviteLabel}"></code>
<button type="button" class="copy" data-copied="${words.copied}" data-not-copied="${words.notCopied}">${words.copy}</button>
<p class="told" role="status"></p></li>
<li>${paste}</li>
</ol>
<p class="soft">${words.secret}</p>
</section>
<p class="broken" role="alert" hidden>${words.broken}</p>
<section class="about">
<p>${whatThisIs}</p>
<p>${howToUseIt}
<code class="relay-url" dir="ltr"></code></p>
</section>
</main>`
}

export const landingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sidetone</title>
<style>${style}</style>
${landingLanguages.map((words) => mainPart(words, words.lang !== 'en')).join('\n')}
<script>${script}</script>
</html>
`

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Headers that keep the page from running or loading anything but what is above, and from sending anything. */
export const landingHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
}
