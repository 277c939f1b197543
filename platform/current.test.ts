import * as v from 'valibot'
import { afterEach, expect, test, vi } from 'vitest'

const platformSchema = v.looseObject({ has: v.looseObject({}), openHostPort: v.function() })

/** Each platform that a file here makes, by the file's name, which is that of its browser in `wxt build -b`. */
const platforms = Object.entries(
  import.meta.glob<object>(['./*.ts', '!./*.test.ts', '!./current.ts'], { eager: true }),
).flatMap(([file, exported]) =>
  Object.values(exported).flatMap((value) =>
    v.is(platformSchema, value) ? [[/\w+/.exec(file)?.[0] ?? '', value] as const] : [],
  ),
)

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

async function chosenIn(browser: string) {
  vi.stubEnv('BROWSER', browser)
  vi.resetModules()
  const { platform } = await import('./current.ts')
  return platform
}

test('platform: there are those of Chrome and Firefox', () => {
  expect(platforms.map(([browser]) => browser)).toEqual(expect.arrayContaining(['chrome', 'firefox']))
})

test.each(platforms)('platform: %s is chosen in its build', async (browser, platform) => {
  expect(Object.keys(await chosenIn(browser)).toSorted()).toEqual(Object.keys(platform).toSorted())
  expect((await chosenIn(browser)).has).toEqual(platform.has)
})

test('platform: a browser that has none is told so, and not run as another', async () => {
  await expect(chosenIn('netscape')).rejects.toThrow('netscape')
})
