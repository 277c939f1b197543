import type { Person } from '../../testing/browsers/person.ts'
import { until } from '../../testing/browsers/panel.ts'
import { toneDbfs } from '../../testing/sound/analysis.ts'
import type { Listening } from '../../testing/sound/listen.ts'
import type { Sound } from '../../testing/sound/sound.ts'

/** A person with a microphone that hums, and an ear at their speaker. */
export interface Caller {
  readonly person: Person
  readonly sound: Sound
  readonly hz: number
  readonly ear: Listening
}

/** Gives a person's microphone a note, and puts an ear at their speaker. */
export async function equip(person: Person, sound: Sound, hz: number): Promise<Caller> {
  await sound.playTone(hz)
  return { person, sound, hz, ear: await sound.listen() }
}

/** Two beats of the tones, which swell four times a second. */
const heardMs = 500
/** A voice is heard above the first; a silent one stays below the second. */
export const [loudDbfs, silentDbfs] = [-55, -75]

/** How loud a note was in the last moments at a person's speaker. */
export function loudness({ ear }: Caller, hz: number): number {
  return toneDbfs(ear.last(heardMs), hz)
}

/** Waits until a person has heard these others for some moments. */
export async function hears(listener: Caller, ...others: Caller[]) {
  for (const other of others) await hearsNote(listener, other.hz)
}
export const hearsNote = (listener: Caller, hz: number, timeoutMs?: number) =>
  until(
    `${hz} Hz at ${listener.person.name}'s speaker`,
    () => Promise.resolve(loudness(listener, hz)),
    (dbfs) => dbfs > loudDbfs,
    timeoutMs,
  )
/** What a person hears from now on, once everything that was on its way before has been played. */
export async function goesOnHearing(listener: Caller, other: Caller) {
  await listener.ear.next(2)
  await hears(listener, other)
}
export const hearsNoMore = (listener: Caller, hz: number) =>
  until(
    `no ${hz} Hz at ${listener.person.name}'s speaker`,
    () => Promise.resolve(loudness(listener, hz)),
    (dbfs) => dbfs < silentDbfs,
  )

/** The button by whose name a call is begun, or joined. */
export const startCall = ({ person }: Caller) => person.panel().click('button', 'Start call')
export const joinCall = ({ person }: Caller) => person.panel().click('button', 'Join call')
export const press = ({ person }: Caller, name: string) => person.panel().click('button', name)

/** Waits until a person's list of the people in the call, which its button shows, is as it should be. */
export const peopleInCall = (person: Person, isIt: (text: string) => boolean) =>
  until(
    `the people in ${person.name}'s call`,
    async () => (await person.panel().text('list', 'People in the call')) ?? '',
    isIt,
  )

/** All of these in a room; the first starts a call, the others join it, and all hear all. */
export async function allInCall(relayUrl: string, callers: readonly Caller[]) {
  for (const { person } of callers) await person.join({ relayUrl })
  const names = callers.map(({ person }) => person.name)
  for (const { person } of callers) await person.people(...names)
  const [first, ...others] = callers
  if (!first) return
  await startCall(first)
  for (const other of others) await joinCall(other)
  await Promise.all(callers.map((one) => hears(one, ...callers.filter((other) => other !== one))))
}
