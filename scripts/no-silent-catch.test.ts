import { Linter } from 'eslint'
import { expect, it } from 'vitest'
import { noSilentCatch } from './no-silent-catch.ts'

function complaints(code: string) {
  return new Linter().verify(code, {
    plugins: { sidetone: { rules: { 'no-silent-catch': noSilentCatch } } },
    rules: { 'sidetone/no-silent-catch': 'error' },
  })
}

it.each([
  ['an empty catch', 'try { a() } catch {}'],
  ['a catch that goes on as if nothing was', 'function f() { try { a() } catch { return 1 } }'],
  ['a promise’s failure', 'a().catch(() => undefined)'],
  ['a failure among other steps', 'const b = a().catch(() => undefined).then(c)'],
  ['a second argument', 'a().then(b, () => {})'],
  ['an error that is named only for show', 'a().catch((_error) => {})'],
  ['an error event', "socket.on('error', () => {})"],
  ['a comment on something else', '// Why b.\nb()\na().catch(() => undefined)'],
])('no-silent-catch: refuses %s', (_, code) => {
  expect(complaints(code)).toMatchObject([{ ruleId: 'sidetone/no-silent-catch' }])
})

it.each([
  ['a catch that says why', 'try { a() } catch {\n  // Closed meanwhile.\n}'],
  ['a catch that looks at the error', 'try { a() } catch (error) { log(error) }'],
  ['a failure that is explained before its statement', '// Told elsewhere.\nvoid a().catch(() => undefined)'],
  ['a failure that is explained where it’s handled', 'a().catch(() => {\n  // Told elsewhere.\n})'],
  ['a failure that is looked at', 'a().catch((error) => log(error))'],
  ['a named handler', 'a().catch(report)'],
  ['an error event that something follows from', "socket.on('error', () => stop())"],
  ['other events', "socket.on('close', () => {})"],
  ['a promise’s success alone', 'a().then(() => {})'],
])('no-silent-catch: lets %s pass', (_, code) => {
  expect(complaints(code)).toEqual([])
})
