import type { startInChromium, startInFirefox } from '../../testing/browsers/person.ts'

interface Starts {
  readonly chromium: typeof startInChromium
  readonly firefox: typeof startInFirefox
}

/** Ada, in the browser that a test is about, and Bob, in Chromium: linked in the lobby. */
export async function meet(kind: keyof Starts, start: Starts, relayUrl: string) {
  const [ada, bob] = await Promise.all([start[kind]('Ada'), start.chromium('Bob')])
  await ada.join({ relayUrl })
  await bob.join({ relayUrl })
  await Promise.all([ada.status(/^Connected to Bob\.$/), bob.status(/^Connected to Ada\.$/)])
  return { ada, bob }
}
