import type { ChromiumBrowser } from '../../testing/browsers/chromium.ts'
import { until } from '../../testing/browsers/panel.ts'
import type { Person } from '../../testing/browsers/person.ts'

/** Pictures what a person sees of a call that another person starts. Both have microphones and are in one room. */
export async function pictureCalls(options: {
  readonly ada: Person<ChromiumBrowser>
  readonly eve: Person<ChromiumBrowser>
  readonly picture: (state: string) => Promise<void>
}) {
  const { ada, eve, picture } = options
  const shown = (person: Person, button: string) =>
    until(
      `the button "${button}"`,
      () => person.panel().text('button', button),
      (text) => text !== undefined,
    )

  await ada.browser.setMicrophone('prompt')
  await ada.panel().click('button', 'Start call')
  await ada.alert(/hasn’t asked for the microphone yet/)
  await picture('10-call-asks')
  await ada.browser.setMicrophone('denied')
  await ada.panel().click('button', 'Start call')
  await ada.alert(/The microphone is blocked/)
  await picture('10-call-blocked')
  await ada.panel().click('button', 'Hang up')
  await shown(ada, 'Start call')
  await ada.browser.setMicrophone('granted')

  await eve.panel().click('button', 'Start call')
  await shown(eve, 'Hang up')
  await shown(ada, 'Join call')
  await picture('10-call-offered')

  await ada.panel().click('button', 'Join call')
  await shown(ada, 'Mute')
  await shown(ada, 'People in the call')
  await picture('10-call')

  await ada.panel().click('button', 'People in the call')
  await until('the people', () => ada.panel().text('list', 'People in the call'), Boolean)
  await picture('10-call-people')
  await ada.panel().click('button', 'People in the call')

  await ada.panel().click('button', 'Deafen')
  await shown(ada, 'Undeafen')
  await picture('10-call-deafened')

  await ada.panel().click('button', 'Call settings')
  await shown(ada, 'Close')
  await picture('10-call-settings')
  await ada.panel().press('Escape')

  await ada.panel().click('button', 'Hang up')
  await eve.panel().click('button', 'Hang up')
  await shown(ada, 'Start call')
}
