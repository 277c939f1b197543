import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortAuthenticationString } from './sas.ts'

const transcript = {
  run: 'run',
  askerKey: 'key of A',
  answererKey: 'key of B',
  askerNonce: 'nonce of A',
  answererNonce: 'nonce of B',
}

test('shortAuthenticationString has seven places in a table of 64, and all of them occur', async () => {
  const seen = new Set<number>()
  for (let n = 0; n < 200; n++) {
    const emoji = await shortAuthenticationString({ ...transcript, run: String(n) })
    expect(emoji).toHaveLength(7)
    for (const place of emoji) seen.add(place)
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, n) => n))
})

test('anything else in the transcript gives another string', async () => {
  const base = await shortAuthenticationString(transcript)
  for (const part of Object.keys(transcript)) {
    expect(await shortAuthenticationString({ ...transcript, [part]: 'other' })).not.toEqual(base)
  }
})

test('a man in the middle with keys of their own gives the two ends different strings', async () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)
  await fc.assert(
    fc.asyncProperty(key, key, key, async (ada, bo, mallory) => {
      fc.pre(new Set([ada, bo, mallory]).size === 3)
      // Nonces and run passed through unchanged: only the keys are swapped.
      const atAda = await shortAuthenticationString({ ...transcript, askerKey: ada, answererKey: mallory })
      const atBo = await shortAuthenticationString({ ...transcript, askerKey: mallory, answererKey: bo })
      expect(atAda).not.toEqual(atBo)
    }),
  )
})
