import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { limitSettings } from './limits.ts'
import { defaultConfig, textSettings, variableOf } from './settings.ts'

test('without flags and variables everything has its default', () => {
  expect(readConfig([], {})).toEqual({ kind: 'run', config: defaultConfig })
})

test('every setting has a flag and a variable, and the flag wins', () => {
  for (const [name, { flag, min }] of Object.entries(limitSettings)) {
    const [one, other] = [String(min + 1), String(min + 2)]
    expect(readConfig([], { [variableOf(flag)]: one })).toMatchObject({
      config: { limits: { [name]: min + 1 } },
    })
    expect(readConfig([`--${flag}`, other], { [variableOf(flag)]: one })).toMatchObject({
      config: { limits: { [name]: min + 2 } },
    })
  }
  expect(readConfig([], { SIDETONE_HOST: '::1', SIDETONE_ACCESS_KEY: 'k' })).toMatchObject({
    config: { host: '::1', accessKey: 'k' },
  })
})

test('no two settings share a flag', () => {
  const flags = [...Object.values(limitSettings), ...Object.values(textSettings)].map(({ flag }) => flag)
  expect(new Set(flags).size).toBe(flags.length)
})

test('a refused variable is named', () => {
  expect(readConfig([], { SIDETONE_MAX_ROOMS: 'many' })).toEqual({
    kind: 'invalid',
    sentence: 'SIDETONE_MAX_ROOMS must be a whole number from 0 to 2000000000, not "many".',
  })
})

test('lists are split at commas', () => {
  const words = ['--trust-proxy', '10.0.0.0/8, ::1', '--allowed-origins', 'none,moz-extension://*']
  expect(readConfig(words, {})).toMatchObject({
    config: { trustProxy: ['10.0.0.0/8', '::1'], allowedOrigins: ['none', 'moz-extension://*'] },
  })
})
