import * as v from 'valibot'
import type { Environment } from '../base/environment.ts'
import type { Problem } from '../base/problem.ts'
import { httpAddress } from '../wire/relay-url.ts'
import type { IceServerSetting } from '../storage/database.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { isTurn, parseIceServer } from './ice-server.ts'
import { tryServers } from './usable-servers.ts'

const text = v.pipe(v.string(), v.maxLength(limits.maxIceServerCharacters))

/** What a relay answers to `GET /turn` (relay/README.md). */
const answerSchema = v.object({
  iceServers: v.pipe(
    v.array(
      v.object({
        urls: v.pipe(v.array(text), v.maxLength(limits.maxProvidedServers)),
        username: text,
        credential: text,
      }),
    ),
    v.maxLength(limits.maxProvidedServers),
  ),
  ttlSeconds: v.pipe(v.number(), v.minValue(0)),
})

/** Where a relay provides TURN servers, if it does: beside its WebSocket, and by the same key. */
export function turnAddress(relayUrl: string): string {
  const url = new URL(relayUrl)
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  url.pathname = url.pathname.replace(/[^/]*\/*$/, 'turn')
  return url.href
}

interface Provided {
  readonly servers: readonly IceServerSetting[]
  /** Those that this browser refuses; they are left out of the others. */
  readonly refused: readonly IceServerSetting[]
  readonly lifetimeMs: number
}

/** Asks a relay for TURN servers, and tries on the browser what it answers; undefined where it provides none, or not now. */
export async function askForServers(
  environment: Pick<Environment, 'createPeerConnection' | 'fetchText' | 'log'>,
  relayUrl: string,
): Promise<Provided | undefined> {
  const answer = await environment.fetchText(turnAddress(relayUrl), {
    timeoutMs: limits.turnAnswerTimeoutMs,
    maxBytes: limits.maxTurnAnswerBytes,
  })
  const parsed = answer === undefined ? undefined : parseJson(answerSchema, answer)
  const servers = (parsed?.iceServers ?? [])
    .flatMap(({ urls, username, credential }) =>
      urls.map((url) => parseIceServer({ url, username, credential })),
    )
    // A TURN server tells us our address, too; nothing else is wanted of a relay.
    .flatMap((one) => ('server' in one && isTurn(one.server) ? [one.server] : []))
    .slice(0, limits.maxProvidedServers)
  if (!parsed || servers.length === 0) return undefined
  const { taken, refused } = tryServers(environment.createPeerConnection, servers)
  const logger = environment.log.logger('turn-credentials')
  for (const { error } of refused) logger.error('server-refused', error)
  return {
    servers: taken,
    refused: refused.map(({ server }) => server),
    lifetimeMs: Math.min(parsed.ttlSeconds * 1_000, limits.maxCredentialLifetimeMs),
  }
}

interface Provider {
  provided?: Provided & { readonly endsAtMs: number }
  asking?: Promise<void>
  askedAtMs?: number
  /** The rooms at this relay, each told when there are other servers. */
  readonly rooms: Set<() => void>
  cancel: () => void
}

/**
 * The TURN servers that relays provide for a while, by relay: each room uses its own relay's and no other's. They are held
 * in memory only. While a room is joined there, new ones are asked for before the old ones end.
 */
export function createTurnCredentials(options: {
  readonly environment: Pick<
    Environment,
    'clock' | 'createPeerConnection' | 'fetchText' | 'log' | 'readHttpStatus'
  >
  /** Whether anybody needs them: no relay is asked for nothing. */
  readonly isNeeded: () => boolean
  /** Some relay provides others. Told before the rooms there are. */
  readonly onChange: () => void
}) {
  const { environment } = options
  const { clock } = environment
  const providers = new Map<string, Provider>()

  function providerOf(relayUrl: string): Provider {
    const provider: Provider = providers.get(relayUrl) ?? { rooms: new Set(), cancel: () => {} }
    providers.set(relayUrl, provider)
    return provider
  }

  function serversOf(relayUrl: string): readonly IceServerSetting[] {
    const provided = providers.get(relayUrl)?.provided
    return provided && provided.endsAtMs > clock.nowMs() ? provided.servers : []
  }

  /** Resolves when the relay has answered, or did not: one question at a time. */
  function ask(relayUrl: string): Promise<void> {
    const provider = providerOf(relayUrl)
    provider.asking ??= askNow(relayUrl, provider).finally(() => delete provider.asking)
    return provider.asking
  }

  async function askNow(relayUrl: string, provider: Provider) {
    provider.askedAtMs = clock.nowMs()
    const provided = await askForServers(environment, relayUrl)
    if (provided && provided.servers.length > 0) {
      provider.provided = { ...provided, endsAtMs: clock.nowMs() + provided.lifetimeMs }
      options.onChange()
      for (const tell of provider.rooms) tell()
    }
    askAgainLater(relayUrl, provider)
  }

  /** A while before the end; a relay that does not answer then is asked again until the end. */
  function askAgainLater(relayUrl: string, provider: Provider) {
    provider.cancel()
    if (!provider.provided || provider.rooms.size === 0) return
    const leftMs = provider.provided.endsAtMs - clock.nowMs()
    if (leftMs <= 0) {
      delete provider.provided
      return
    }
    const delayMs = Math.max(limits.minTurnRequestIntervalMs, leftMs - provider.provided.lifetimeMs / 4)
    provider.cancel = clock.after(delayMs, () => void ask(relayUrl))
  }

  /** Whether it is time to ask: nothing good is there, and it was not just asked for in vain. */
  function isDue({ provided, askedAtMs }: Provider): boolean {
    const nowMs = clock.nowMs()
    if (!options.isNeeded()) return false
    if (provided && provided.endsAtMs - nowMs > provided.lifetimeMs / 4) return false
    return askedAtMs === undefined || nowMs - askedAtMs >= limits.minTurnRequestIntervalMs
  }

  return {
    serversOf,
    /** Why a relay provides nothing, asked now where it is not known; undefined where it does. */
    async refusal(relayUrl: string): Promise<Problem | undefined> {
      if (serversOf(relayUrl).length === 0) await ask(relayUrl)
      if (serversOf(relayUrl).length > 0) return undefined
      // What no relay says is not that it has no servers.
      const status = await environment.readHttpStatus(httpAddress(relayUrl), limits.relayProbeTimeoutMs)
      return status !== undefined
        ? { kind: 'relay-only-without-turn' }
        : { kind: 'relay-unreachable', relayUrl }
    },
    /** A room at this relay. `onChange` is called when there are other servers; {@link leave} ends it. */
    join(relayUrl: string, onChange: () => void) {
      const provider = providerOf(relayUrl)
      provider.rooms.add(onChange)
      let cancel = () => {}
      return {
        /** The relay is reached. It is asked a moment later: the first links come first, and wait for nothing. */
        relayOpened() {
          cancel()
          cancel = clock.after(limits.turnRequestDelayMs, () => {
            if (isDue(provider)) void ask(relayUrl)
            else askAgainLater(relayUrl, provider)
          })
        },
        leave() {
          cancel()
          provider.rooms.delete(onChange)
          if (provider.rooms.size === 0) provider.cancel()
        },
      }
    },
  }
}

/** A room's part in what its relay provides. */
export type TurnSubscription = ReturnType<ReturnType<typeof createTurnCredentials>['join']>
