import { parse, write, type MediaDescription } from 'sdp-transform'
import { limits } from '../base/limits.ts'
import type { DescriptionShaping } from '../rtc/negotiation-options.ts'

/** What an fmtp line says is the wish of the decoder, but for `sprop-stereo` (RFC 7587, section 6.1). */
export interface OpusWish {
  /** Whether we send music: stereo, at a higher bitrate, and nothing left out in silence. */
  readonly isMusicMode: boolean
  /** Whether the reader of this description is to decode stereo. */
  readonly isStereo: boolean
  readonly maxBitrate: number
}

const parametersFor = ({ isMusicMode, isStereo, maxBitrate }: OpusWish) =>
  new Map([
    ['useinbandfec', '1'],
    ['usedtx', isMusicMode ? '0' : '1'],
    ['stereo', isStereo ? '1' : '0'],
    ['sprop-stereo', isMusicMode ? '1' : '0'],
    ['maxaveragebitrate', String(maxBitrate)],
  ])

const parametersIn = (config: string) =>
  config
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '')

/** Ours replace what stands there by the same names; the rest stays. */
function withParameters(config: string, wanted: ReadonlyMap<string, string>): string {
  const kept = parametersIn(config).filter((parameter) => {
    const name = parameter.split('=', 1)[0] ?? ''
    return !wanted.has(name.trim().toLowerCase())
  })
  return [...kept, ...[...wanted].map(([name, value]) => `${name}=${value}`)].join(';')
}

/** The payload types that one media description maps to Opus: there may be several, of any number. */
function opusTypes({ rtp, type }: MediaDescription): Set<number> {
  if (type !== 'audio') return new Set()
  const mapped = rtp.filter(({ codec, rate }) => /^opus$/i.test(codec) && rate === 48_000)
  return new Set(mapped.map(({ payload }) => payload))
}

/**
 * A session description with the parameters of Opus set: in-band error correction always, silence left out of speech
 * (DTX), channels and bitrate by wish. What has no Opus stays as it is.
 */
export function withOpus(sdp: string, wish: OpusWish): string {
  const wanted = parametersFor(wish)
  const session = parse(sdp)
  let isChanged = false
  for (const media of session.media) {
    for (const payload of opusTypes(media)) {
      const described = media.fmtp.filter((one) => one.payload === payload)
      if (described.length === 0) media.fmtp.push({ payload, config: withParameters('', wanted) })
      for (const one of described) one.config = withParameters(one.config, wanted)
      isChanged = true
    }
  }
  return isChanged ? write(session) : sdp
}

/** Whether a description says this of its Opus. */
function says(sdp: string, parameter: 'stereo=1' | 'sprop-stereo=1'): boolean {
  return parse(sdp).media.some((media) => {
    const types = opusTypes(media)
    return media.fmtp.some(
      ({ config, payload }) => types.has(payload) && parametersIn(config).includes(parameter),
    )
  })
}

/**
 * How the descriptions of a media link are shaped, for what we send at that moment: speech in mono and music in stereo.
 * Stereo is decoded only where the other end says that it sends it: in Chromium each voice that is decoded in stereo
 * costs more to decode and to play, mono or not (docs/performance.md).
 */
export function shapeOpus(isMusicMode: () => boolean): DescriptionShaping {
  return {
    /** As our encoder shall follow it. */
    shapeTheirs: (sdp) =>
      withOpus(sdp, {
        isMusicMode: isMusicMode(),
        isStereo: isMusicMode(),
        maxBitrate: isMusicMode() ? limits.musicBitrate : limits.voiceBitrate,
      }),
    /** What we decode. */
    shapeOurs: (sdp, theirs) =>
      withOpus(sdp, {
        isMusicMode: isMusicMode(),
        isStereo: theirs !== undefined && says(theirs, 'sprop-stereo=1'),
        maxBitrate: limits.musicBitrate,
      }),
    isMoreThanTheyDecode: (theirs) => isMusicMode() && !says(theirs, 'stereo=1'),
  }
}
