import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { slots } from './call/media-link.ts'
import type { FeatureProtocol, RateRule } from './session/feature.ts'
import { startEngine, typed } from './testing/started-engine.ts'

interface Messages {
  readonly messages: Readonly<Record<string, { readonly rate?: string }>>
}

/** What a joined room announces and takes, as its features declare it. */
async function readProtocols() {
  const { engine, idOf } = startEngine()
  const features = engine.room(await idOf(engine.join(typed)))?.features
  return Object.values(features ?? {}).map(
    ({ protocol }): Omit<FeatureProtocol<{ type: string }>, 'messages'> & Messages => protocol,
  )
}

const document = await readFile('docs/protocol.md', 'utf8')
/** What docs/protocol.md says from the words "Feature `<name>`" to the next chapter. */
const sectionOf = (name: string) => {
  const from = document.indexOf(`\nFeature \`${name}\``)
  return from < 0 ? '' : document.slice(from, document.indexOf('\n## ', from))
}

/** As the tables have it: `20 / 500 ms`, `3 / 30 s`. */
function rateWords({ burst, refillMs }: RateRule): string {
  const time = refillMs % 1_000 === 0 ? `${refillMs / 1_000} s` : `${refillMs} ms`
  return `${burst.toLocaleString('en')} / ${time}`
}

test('docs/protocol.md says which features this version announces', async () => {
  const said = /This version announces\s+`(.+?)`/.exec(document)?.[1]
  const announced = (await readProtocols()).map(({ name, version }) => [name, version] as const)
  expect(JSON.parse(said ?? '')).toEqual({ versions: [1], features: Object.fromEntries(announced) })
})

test('docs/protocol.md says the version and channel of each feature', async () => {
  for (const { channel, name, version } of await readProtocols()) {
    const words = String.raw`^\nFeature .${name}., version ${version}, on (the channel )?.${channel}.`
    expect(sectionOf(name), name).toMatch(new RegExp(words))
  }
})

test('docs/protocol.md has a row for each message, and its rate, where its feature is described', async () => {
  for (const { messages, name, rates = {} } of await readProtocols()) {
    const section = sectionOf(name)
    const rows = [...section.matchAll(/^\| `([\w-]+)` /gm)].map(([, type]) => type)
    expect(rows, name).toEqual(expect.arrayContaining(Object.keys(messages)))
    for (const rate of Object.values(rates)) expect(section, name).toContain(rateWords(rate))
  }
})

test('no two features own one type of message', async () => {
  const types = (await readProtocols()).flatMap(({ messages }) => Object.keys(messages))
  expect(types.toSorted()).toEqual([...new Set(types)].toSorted())
})

// A name that is misspelled would be no limit at all.
test('each message that has a rate has one that its feature gives', async () => {
  for (const { messages, name, rates = {} } of await readProtocols()) {
    const named = Object.values(messages).flatMap(({ rate }) => rate ?? [])
    expect(new Set(named), name).toEqual(new Set(Object.keys(rates)))
  }
})

// Both ends take them by their place: one more in another order, and a picture is played as a voice.
test('docs/protocol.md names what a call carries, in the order of its transceivers', () => {
  const list = document.slice(document.indexOf('**Transceivers**, in order:'))
  const named = [...list.slice(0, list.indexOf('All are in')).matchAll(/(\d+)\. the ([\w-]+)/g)]
  expect(named.map(([, place, slot]) => [Number(place), slot])).toEqual(
    slots.map((slot, index) => [index + 1, slot]),
  )
})
