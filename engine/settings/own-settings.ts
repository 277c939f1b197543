import { parseIceServers } from '../network/ice-server.ts'
import { createTurns } from '../base/in-turn.ts'
import { storageProblem, type Problem } from '../base/problem.ts'
import { parseRelayUrl } from '../wire/relay-url.ts'
import type { SettingsRow, SidetoneDatabase } from '../storage/database.ts'
import { ensureSettings } from '../storage/settings-row.ts'
import type { SettingsChange } from '../storage/settings-schema.ts'

/**
 * A change as it is written, or what is wrong with it. Whatever the schema allows is written; only what takes more than
 * a schema to read is named here.
 */
function checkChange({
  call,
  ...own
}: SettingsChange): { change: Partial<SettingsRow> } | { problem: Problem } {
  const servers = own.iceServers && parseIceServers(own.iceServers)
  if (servers && 'problem' in servers) return servers
  const relay = own.relayUrl === undefined ? undefined : parseRelayUrl(own.relayUrl)
  if (relay && 'problem' in relay) return relay
  return {
    change: {
      ...given(own),
      ...(servers && { iceServers: servers.servers }),
      ...relay,
      // One by one: what is absent stays.
      ...Object.fromEntries(Object.entries(given(call ?? {})).map(([key, value]) => [`call.${key}`, value])),
    },
  }
}

/** Without what is undefined, which the database would take as a wish to delete. */
function given(change: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

/**
 * The settings as the engine holds them: read once, written through. `onChange` gets them before anyone who asked
 * for them goes on.
 */
export function createSettings(database: SidetoneDatabase, onChange: (settings: SettingsRow) => void) {
  let reading: Promise<SettingsRow> | undefined
  const inTurn = createTurns()

  async function readNow() {
    const settings = await ensureSettings(database)
    onChange(settings)
    return settings
  }

  /** What once was read stays; after a failure it is tried again. */
  function readOnce(): Promise<SettingsRow> {
    reading ??= readNow().catch((error: unknown) => {
      reading = undefined
      throw error
    })
    return reading
  }

  const write = (change: Partial<SettingsRow>) =>
    inTurn(async () => {
      await ensureSettings(database)
      await database.settings.update('own', change)
      reading = undefined
      await readOnce()
    })

  return {
    /** The settings with every change that was asked for before, one that is still being written too. */
    read: () => inTurn(readOnce),
    /** Writes what a person chose; the problem, if there is one. */
    async change(change: SettingsChange): Promise<Problem | undefined> {
      const checked = checkChange(change)
      if ('problem' in checked) return checked.problem
      try {
        await write(checked.change)
        return undefined
      } catch (error) {
        return storageProblem(error)
      }
    },
    /** Keeps what was typed to join, for the next time. */
    remember: (joined: Partial<Pick<SettingsRow, 'name' | 'relayUrl' | 'roomName'>>) => write(joined),
  }
}

export type Settings = ReturnType<typeof createSettings>
