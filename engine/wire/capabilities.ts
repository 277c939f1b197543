import * as v from 'valibot'

/**
 * What a client speaks, as its signed signals announce it and the handshake of a link signs it again (docs/protocol.md,
 * "Versions and features"). An announcement of any future stays readable: unknown features are kept, since both ends
 * sign what both announced.
 */

/** Versions of the link's base: signals, handshake, control channel. Newest first. */
export const protocolVersions: readonly number[] = [1]

const maxFeatures = 64
const maxVersions = 16
const versionSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

export const capabilitiesSchema = v.object({
  versions: v.pipe(v.array(versionSchema), v.minLength(1), v.maxLength(maxVersions)),
  /** Feature by name, with the newest version spoken. */
  features: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)), versionSchema),
    v.check((features) => Object.keys(features).length <= maxFeatures),
  ),
})
export type Capabilities = v.InferOutput<typeof capabilitiesSchema>

/** The newest version of the base that both speak; undefined where there is none. */
export function commonVersion(ours: readonly number[], theirs: readonly number[]): number | undefined {
  const common = ours.filter((version) => theirs.includes(version))
  return common.length > 0 ? Math.max(...common) : undefined
}

/** Which of two without a common version needs a newer client. */
export function needsUpdate(ours: readonly number[], theirs: readonly number[]): 'us' | 'them' {
  return Math.max(...theirs) > Math.max(...ours) ? 'us' : 'them'
}

/** The names of the features that both speak, in the order of ours. */
export function commonFeatures(ours: Capabilities, theirs: Capabilities): string[] {
  return Object.keys(ours.features).filter((name) => Object.hasOwn(theirs.features, name))
}

/** One form for each announcement, whatever its order, for the handshake to sign: `1,2 call:1,chat:2`. */
export function capabilityText({ versions, features }: Capabilities): string {
  const sorted = [...new Set(versions)].sort((a, b) => a - b).join(',')
  // By code units: names are ASCII.
  const named = Object.entries(features).map(([name, version]) => `${name}:${version}`)
  return `${sorted} ${named.sort().join(',')}`
}
