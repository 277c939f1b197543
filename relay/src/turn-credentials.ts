import { createHmac, randomBytes } from 'node:crypto'
import { fullBucket, takeInStock, waitMs, type Bucket, type Rate } from './rate.ts'

/** Addresses remembered at once; beyond that the ones that asked longest ago are forgotten. */
const maxRemembered = 10_000

/** What `GET /turn` answers: an entry for RTCPeerConnection's `iceServers`, and how long it is good for. */
export interface TurnServers {
  readonly iceServers: readonly {
    readonly urls: readonly string[]
    readonly username: string
    readonly credential: string
  }[]
  readonly ttlSeconds: number
}

export interface TurnCredentialsOptions {
  readonly secret: string
  readonly uris: readonly string[]
  readonly lifetimeSeconds: number
  readonly requestsPerMinute: number
  readonly nowMs: () => number
}

/**
 * Issues TURN credentials as coturn's `use-auth-secret` wants them: the user name is when they end (in Unix
 * seconds) and something random, the password its HMAC-SHA1 under the shared secret.
 */
export function createTurnCredentials({
  secret,
  uris,
  lifetimeSeconds,
  requestsPerMinute,
  nowMs,
}: TurnCredentialsOptions) {
  const rate: Rate = { perSecond: requestsPerMinute / 60, burst: requestsPerMinute }
  const buckets = new Map<string, Bucket>()

  function bucketOf(group: string): Bucket {
    const bucket = buckets.get(group) ?? fullBucket(rate, nowMs())
    buckets.delete(group)
    buckets.set(group, bucket)
    const oldest = buckets.keys().next()
    if (buckets.size > maxRemembered && oldest.done === false) buckets.delete(oldest.value)
    return bucket
  }

  return {
    /** New credentials for a client of this address group, or how many seconds it must wait for them. */
    issue(group: string): TurnServers | { retryAfterSeconds: number } {
      const bucket = bucketOf(group)
      if (!takeInStock(bucket, rate, 1, nowMs())) {
        return { retryAfterSeconds: Math.ceil(waitMs(bucket, rate, nowMs(), 1) / 1_000) }
      }
      const endsAtSeconds = Math.floor(nowMs() / 1_000) + lifetimeSeconds
      const username = `${endsAtSeconds}:${randomBytes(9).toString('base64url')}`
      const credential = createHmac('sha1', secret).update(username).digest('base64')
      return { iceServers: [{ urls: uris, username, credential }], ttlSeconds: lifetimeSeconds }
    },
  }
}

export type TurnCredentials = ReturnType<typeof createTurnCredentials>
