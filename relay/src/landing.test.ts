import { expect, test } from 'vitest'
import { landingPage } from './landing.ts'

/** The pattern that the page's own script has. */
function inviteLink(): RegExp {
  const source = /const inviteLink = \/(.+)\/\n/.exec(landingPage)?.[1]
  if (source === undefined) throw new Error('The landing page reads no invite.')
  return new RegExp(source)
}

test('the landing page shows the longest invite that there can be', () => {
  // A relay URL and a page's address of 2,000 characters each (docs/protocol.md, "Invite").
  const content = { kind: 'page', relay: `wss://${'r'.repeat(1_994)}`, room: `https://${'p'.repeat(1_992)}` }
  const code = Buffer.from(`${JSON.stringify(content)}\0\0\0\0`).toString('base64url')
  expect(code.length).toBeGreaterThan(5_000)
  expect(inviteLink().exec(`#sidetone-invite1.${code}`)?.[1]).toBe(`sidetone-invite1.${code}`)
})

test('the landing page shows nothing that is longer than what a panel reads', () => {
  expect(inviteLink().test(`#sidetone-invite1.${'A'.repeat(32_768)}`)).toBe(false)
})
