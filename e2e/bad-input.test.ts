import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { actInHost } from './support/act-in-host.ts'
import { test } from './support/test.ts'

describe('the join form says what is wrong, keeps what was typed, and goes on', () => {
  test.for(['chromium', 'firefox'] as const)('%s', async (kind, { relay, start }) => {
    const ada = await start[kind]('Ada')
    const refused = async (typed: { name?: string; relayUrl?: string; room?: string }, sentence: RegExp) => {
      await ada.fill('Your name', typed.name ?? 'Ada')
      await ada.panel().focus('textbox', 'Relay URL')
      await ada.panel().press('Control+a')
      await ada.panel().paste(typed.relayUrl ?? relay.url)
      await ada.panel().focus('textbox', 'Room')
      await ada.panel().press('Control+a')
      await ada.panel().paste(typed.room ?? 'lobby')
      await ada.panel().click('button', 'Join')
      await ada.alert(sentence)
      expect(await ada.panel().value('Your name')).toBe(typed.name ?? 'Ada')
      expect(await ada.panel().value('Relay URL')).toBe(typed.relayUrl ?? relay.url)
      expect(await ada.panel().value('Room')).toBe(typed.room ?? 'lobby')
    }
    await refused({ name: ' ' }, /^Enter your name/)
    await refused({ name: 'x'.repeat(41) }, /limit is 40 characters; yours has 41/)
    await refused({ relayUrl: ' ' }, /^Enter a relay URL/)
    await refused({ relayUrl: 'ws://no relay' }, /^That isn’t a valid URL/)
    await refused({ relayUrl: 'ftp://127.0.0.1/ws' }, /begins with ws:\/\/ or wss:\/\/, not with ftp:\/\//)
    await refused({ relayUrl: '127.0.0.1:8080/ws' }, /begins with ws:\/\/ or wss:\/\/\. Add that/)
    await refused({ room: ' ' }, /^Enter a room name/)
    await refused({ room: 'r'.repeat(10_000) }, /limit is 100 characters; this one has 10,000/)
    await refused({ room: '🎉'.repeat(10_000) }, /limit is 100 characters; this one has 10,000/)

    const http = relay.url.replace('ws:', 'http:')
    await refused({ relayUrl: http }, /not with http:\/\//)
    await ada.panel().click('button', `Use ${relay.url}`)
    await until(
      'the address as proposed',
      () => ada.panel().value('Relay URL'),
      (value) => value === relay.url,
    )

    await ada.join({ relayUrl: relay.url, room: '🎉👩‍👩‍👧‍👦' })
    await ada.status(/^Waiting for others in 🎉👩‍👩‍👧‍👦\.$/)
  })
})

/** Takes the room in sight to another relay, by its dialog. */
async function changeRelay(person: Person, relayUrl: string) {
  await person.panel().click('button', 'Change relay')
  await person.fill('Relay URL', relayUrl)
  await person.panel().click('button', 'Change')
}

test.for(['chromium', 'firefox'] as const)(
  'a relay that refuses says why, and lets in with its key: %s',
  async (kind, { start }) => {
    const relay = await startRelay({ flags: ['--access-key', 'sesame'] })
    onTestFinished(() => relay.kill())
    const ada = await start[kind]('Ada')
    await ada.join({ relayUrl: relay.url })
    await ada.alert(/^The relay at .* needs an access key/)
    await changeRelay(ada, `${relay.url}?key=sesame`)
    await ada.status(/^Waiting/)
  },
)

describe('a relay that is none', () => {
  test.for(['chromium', 'firefox'] as const)(
    '%s: nothing there, 404, and then another address',
    async (kind, { relay, start }) => {
      const web = createServer((_, response) => response.writeHead(404).end('Not found'))
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
      const address = web.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const ada = await start[kind]('Ada')
      await ada.join({ relayUrl: `ws://127.0.0.1:${port}/ws` })
      await ada.alert(/^ws:\/\/127\.0\.0\.1:\d+\/ws answered, but it isn’t a relay\. Check the URL/)
      await ada.fill('Message', 'Typed without a relay')
      await new Promise((resolve) => web.close(resolve).closeAllConnections())

      await changeRelay(ada, `127.0.0.1:${port}/ws`)
      await ada.panel().click('button', `Use ws://127.0.0.1:${port}/ws`)
      await ada.panel().press('Escape')
      // Silent by now, and still the one that it was.
      await ada.panel().click('button', 'Try now')
      await ada.alert(/^No answer from/)
      await changeRelay(ada, relay.url)
      await ada.status(/^Waiting for others in lobby\.$/)
      await until(
        'what was typed',
        () => ada.panel().value('Message'),
        (value) => value === 'Typed without a relay',
      )
    },
  )
})

test('malformed relay messages are reported, and two people who meet there still talk', async ({ start }) => {
  const hub = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const malformed = [
    'hello?',
    '{"type":"offer"}',
    'sidetone.AAAA',
    'sidetone.!!!',
    Buffer.from([0xff, 0xfe, 0, 1]),
    'x'.repeat(60_000),
  ]
  hub.on('connection', (socket) => {
    for (const one of malformed) socket.send(one)
    socket.on('message', (data, isBinary) => {
      for (const client of hub.clients) {
        for (const one of malformed) client.send(one)
        if (client !== socket) client.send(data, { binary: isBinary })
      }
    })
  })
  await once(hub, 'listening')
  const address = hub.address()
  const relayUrl = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/ws`
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  await ada.join({ relayUrl })
  await ada.alert(/^The relay sent \d+ messages that aren’t from Sidetone; they were ignored/)
  await bob.join({ relayUrl })
  await ada.status(/^Connected to Bob\.$/)
  await bob.say('In spite of it')
  await ada.sees('In spite of it')
  hub.close()
})

test('malformed peer messages are reported, and the others go on talking', async ({ relay, start }) => {
  const [ada, bob, eve] = await Promise.all([
    start.chromium('Ada'),
    start.firefox('Bob'),
    start.chromium('Eve'),
  ])
  // Eve's browser proves who she is, as nobody talks with it otherwise, and then says something unreadable beside each
  // thing it says.
  await eve.browser.hostPage.evaluate(() => {
    const send: unknown = Reflect.get(RTCDataChannel.prototype, 'send')
    if (typeof send !== 'function') throw new Error('There is no send.')
    Object.assign(RTCDataChannel.prototype, {
      send(this: RTCDataChannel, data: unknown) {
        const isProof = typeof data === 'string' && data.startsWith('{"type":"proof"')
        const malformed = isProof ? [] : ['{"type":"entry","entry":"<b>"}', new Uint8Array([0, 255])]
        for (const one of [...malformed, data]) {
          Reflect.apply(send, this, [one])
        }
      },
    })
  })
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  await eve.join({ relayUrl: relay.url })
  await Promise.all([ada.people('Bob', 'Eve'), eve.status(/^Connected to \w+ and \w+\.$/)])
  await eve.say('I am Eve')
  await ada.sees('I am Eve')
  await ada.alert(/^Eve’s browser sends messages that can’t be read \(\d+ so far\)\. They’re ignored/)
  await bob.say('Never mind')
  await ada.sees('Never mind')
})

/** Unfolds all messages in sight. */
async function showWhole(person: Person): Promise<void> {
  await until(
    'no folded message',
    () =>
      person.panel().evaluate(() => {
        const folded = [...document.querySelectorAll('button')].filter(
          (button) => button.textContent.trim() === 'Show more',
        )
        for (const button of folded) button.click()
        return folded.length
      }),
    (count) => count === 0,
  )
}

test('a paste of a megabyte is kept and said to be too long', async ({ relay, start }) => {
  const [ada, bob] = await Promise.all([start.chromium('Ada'), start.firefox('Bob')])
  await ada.join({ relayUrl: relay.url })
  await bob.join({ relayUrl: relay.url })
  for (const [one, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    await one.panel().focus('textbox', 'Message')
    await one.panel().paste('€'.repeat(349_526))
    await one.alert(/^This message is 1,025 KB; the limit is 32 KB\. .* Nothing is lost\.$/)
    await one.panel().press('Enter')
    await one.panel().click('button', 'Send')
    expect((await one.panel().value('Message'))?.length).toBe(349_526)

    // The longest that fits goes through whole.
    const longest = `${one.name}${'€'.repeat(10_920)}`
    await one.panel().focus('textbox', 'Message')
    await one.panel().press('Control+a')
    await one.panel().paste(longest)
    await until(
      'no alert',
      () => one.panel().text('alert'),
      (text) => text === undefined,
    )
    await one.panel().press('Enter')
    await other.sees(longest.slice(0, 1_000))
    await showWhole(other)
    await other.sees(longest)
  }
})

/** Says a text, shows more of it, and gives for how long the panel's thread was held up at most meanwhile. */
async function longestStallMs(person: Person, text: string): Promise<number> {
  const panel = person.panel()
  await panel.evaluate(() => {
    const stall = { lastMs: performance.now(), longestMs: 0, timer: 0 }
    stall.timer = window.setInterval(() => {
      const nowMs = performance.now()
      stall.longestMs = Math.max(stall.longestMs, nowMs - stall.lastMs)
      stall.lastMs = nowMs
    }, 1)
    Object.assign(window, { stall })
  })
  // Past the composer: what is shown may be anybody's.
  await actInHost(panel, 'say', { text })
  await person.sees(text.slice(0, text.search(/\s/)))
  const showMore = () =>
    panel.evaluate(() => {
      const newest = [...document.querySelectorAll('[role=log] article')].at(-1)
      const button = [...(newest?.querySelectorAll('button') ?? [])].find(
        (one) => one.textContent.trim() === 'Show more',
      )
      button?.click()
      return button !== undefined
    })
  for (let steps = 0; steps < 3; steps += 1) await until('more of it to show', showMore, Boolean)
  // Of the last step, too, all is drawn.
  await panel.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))))
  return panel.evaluate(() => {
    const { stall } = window as unknown as { stall: { longestMs: number; timer: number } }
    clearInterval(stall.timer)
    return stall.longestMs
  })
}

describe('30,000 line feeds are no more work than as many letters, with an accessibility tree', () => {
  test.for(['chromium', 'firefox'] as const)('%s', async (kind, { relay, start }) => {
    const ada = await start[kind]('Ada')
    await ada.browser.keepAccessibilityTree()
    await ada.join({ relayUrl: relay.url })
    await ada.status(/^Waiting/)
    const least = { feeds: Infinity, letters: Infinity }
    // Whatever else the machine does holds up some of them, not all.
    for (let turn = 1; turn <= 3; turn += 1) {
      const letters = `letters${turn} ${'letters '.repeat(3_700)}`
      least.letters = Math.min(least.letters, await longestStallMs(ada, letters))
      least.feeds = Math.min(least.feeds, await longestStallMs(ada, `feeds${turn}${'\n'.repeat(29_700)}end`))
    }
    console.log(`${kind}: held up for ${JSON.stringify(least)} ms at most`)
    expect(least.feeds).toBeLessThan(10 * Math.max(16, least.letters))
  })
})
