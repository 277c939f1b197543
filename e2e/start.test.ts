import { expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import type { Person } from '../testing/browsers/person.ts'
import { startRelay } from '../testing/servers/relay.ts'
import { test } from './support/test.ts'
import { violations } from './support/violations.ts'

/** What stands in the open panel. */
const shown = (person: Person) => person.panel().evaluate(() => document.body.innerText)

const tested = (person: Person, pattern: RegExp) =>
  until(
    `a test of the relay that says ${String(pattern)}`,
    async () => `${(await person.panel().text('alert')) ?? ''} ${await shown(person)}`,
    (text) => pattern.test(text),
  )

/** The room in sight by its name, once it waits for others. */
async function waitsIn(person: Person): Promise<string> {
  const status = await person.status(/^Waiting for others in /)
  return status.replace(/^Waiting for others in (.*)\.$/, '$1')
}

test.for([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)(
  'one press in a fresh %s starts a room, whose link on the empty screen brings in %s',
  async ([first, second], { relay, start }) => {
    const [ada, bob] = await Promise.all([start[first]('Ada'), start[second]('Bob')])
    // Nothing listens at the relay that is filled in; the test has its own.
    await ada.fill('Relay URL', relay.url)
    const proposed = (await ada.panel().value('Your name')) ?? ''
    expect(proposed).toMatch(/^\w+ \w+$/)
    await ada.panel().click('button', 'Start a room of my own')
    const room = await waitsIn(ada)
    expect(room).toBe(`${proposed}’s room`)

    const link = await until(
      'the link in the empty room',
      () => ada.panel().value('Invite link'),
      (value) => Boolean(value),
    )
    expect(link).toMatch(
      new RegExp(`^${relay.url.replace('ws:', 'http:').replace(/ws$/, '')}#sidetone-invite1\\.`),
    )
    // The relay is at this computer's own name, which is another computer's own, too.
    expect(await shown(ada)).toContain('Only browsers on this computer reach this relay.')

    await bob.panel().focus('textbox', 'Got an invite?')
    await bob.panel().paste(link ?? '')
    await until(
      'the room of the invite',
      () => bob.panel().text('button', `Join ${room}`),
      (text) => text !== undefined,
    )
    await bob.panel().click('button', `Join ${room}`)
    await ada.status(/^Connected to \w+ \w+\.$/)
    await bob.status(new RegExp(`^Connected to ${proposed}\\.$`))
    await until(
      'no invite where people are',
      () => ada.panel().text('button', 'Copy link'),
      (text) => text === undefined,
    )
    await until(
      'the path to each other',
      () => ada.panel().text('list', 'People'),
      (text) => text?.includes('Connected directly.') === true,
    )
    await ada.say('Welcome')
    await bob.sees('Welcome')

    // Left, it is the first thing that the first screen shows.
    await ada.leave()
    await ada.panel().click('button', room)
    await ada.sees('Welcome')
  },
)

test.for(['chromium', 'firefox'] as const)(
  'the test of a relay says whether it answers, and how to get one: %s',
  async (kind, { start }) => {
    const relay = await startRelay()
    const ada = await start[kind]('Ada')
    await ada.fill('Relay URL', relay.url)
    await ada.panel().click('button', 'Test relay')
    await tested(ada, /This relay answers\./)
    await relay.kill()
    await ada.panel().click('button', 'Test relay')
    await tested(ada, /No answer from .*npm start/s)
  },
)

test('axe finds nothing on the first screen and in an empty room, in both themes at 196 and 320 px', async ({
  relay,
  start,
}) => {
  const ada = await start.chromium('Ada')
  const look = async (what: string) => {
    for (const width of [196, 320]) {
      await ada.browser.panelPage().setViewport({ width, height: 600 })
      expect([what, width, await violations(ada)]).toEqual([what, width, []])
    }
  }
  await until(
    'the proposed name',
    () => ada.panel().value('Your name'),
    (value) => Boolean(value),
  )
  await look('folded')
  await ada.fill('Relay URL', relay.url)
  await look('unfolded')
  await ada.panel().click('button', 'Start a room of my own')
  await waitsIn(ada)
  await until(
    'the link',
    () => ada.panel().value('Invite link'),
    (value) => Boolean(value),
  )
  await look('private')
  await ada.leave()
  await look('known rooms')
  await ada.join({ relayUrl: relay.url, room: 'lobby' })
  await waitsIn(ada)
  await until(
    'the link of a public room',
    async () => ((await ada.panel().value('Invite link')) === undefined ? '' : shown(ada)),
    (text) => text.includes('Public room.'),
  )
  await look('public')
  // As soon as something was said, it is a conversation.
  await ada.say('Anybody?')
  await ada.sees('Anybody?')
  expect(await ada.panel().text('button', 'Copy link')).toBeUndefined()
})
