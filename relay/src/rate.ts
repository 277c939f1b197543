/** How fast a bucket refills and how much it holds. 0 per second means without limit. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** A token bucket. Below zero it owes: what was taken in advance is paid off by waiting. */
export interface Bucket {
  tokens: number
  filledAtMs: number
}

/** A bucket that is full. */
export function fullBucket(rate: Rate, nowMs: number): Bucket {
  return { tokens: rate.burst, filledAtMs: nowMs }
}

/** True while the bucket owes less than a whole burst; then the tokens are taken, even on credit. */
export function takeOnCredit(bucket: Bucket, rate: Rate, tokens: number, nowMs: number): boolean {
  if (rate.perSecond === 0) return true
  refill(bucket, rate, nowMs)
  if (bucket.tokens <= -rate.burst) return false
  bucket.tokens -= tokens
  return true
}

/** True when the bucket holds the tokens; only then are they taken. */
export function takeInStock(bucket: Bucket, rate: Rate, tokens: number, nowMs: number): boolean {
  if (rate.perSecond === 0) return true
  refill(bucket, rate, nowMs)
  if (bucket.tokens < tokens) return false
  bucket.tokens -= tokens
  return true
}

/** How long until the bucket holds this many tokens (none: until its debt is paid), in milliseconds. */
export function waitMs(bucket: Bucket, rate: Rate, nowMs: number, tokens = 0): number {
  if (rate.perSecond === 0) return 0
  refill(bucket, rate, nowMs)
  const missing = tokens - bucket.tokens
  return missing <= 0 ? 0 : Math.ceil((missing / rate.perSecond) * 1_000)
}

function refill(bucket: Bucket, rate: Rate, nowMs: number) {
  const earned = ((nowMs - bucket.filledAtMs) * rate.perSecond) / 1_000
  bucket.tokens = Math.min(rate.burst, bucket.tokens + earned)
  bucket.filledAtMs = nowMs
}
