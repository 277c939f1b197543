import { limits } from '../base/limits.ts'

/** What an fmtp line says is the wish of whoever decodes, but for `sprop-stereo` (RFC 7587, section 6.1). */
export interface OpusWish {
  /** Whether we send music: stereo, at a higher bitrate, and nothing left out in silence. */
  readonly isMusicMode: boolean
  /** Whether stereo is to be decoded by whoever this description is for. */
  readonly isStereo: boolean
  readonly maxBitrate: number
}

/** Linear on any input: nothing in it can match the same characters in two ways. */
const opusMap = /^a=rtpmap:(\d{1,3}) opus\/48000(?:\/|$)/i
const format = /^a=fmtp:(\d{1,3}) /

const parametersFor = ({ isMusicMode, isStereo, maxBitrate }: OpusWish) =>
  new Map([
    ['useinbandfec', '1'],
    ['usedtx', isMusicMode ? '0' : '1'],
    ['stereo', isStereo ? '1' : '0'],
    ['sprop-stereo', isMusicMode ? '1' : '0'],
    ['maxaveragebitrate', String(maxBitrate)],
  ])

/** Ours replace what stands there by the same names; the rest stays. */
function withParameters(written: string, wanted: Map<string, string>): string {
  const kept = written
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => {
      const name = parameter.split('=', 1)[0] ?? ''
      return parameter !== '' && !wanted.has(name.trim().toLowerCase())
    })
  return [...kept, ...[...wanted].map(([name, value]) => `${name}=${value}`)].join(';')
}

/** The lines of one media description, with the parameters of its Opus payload types as wished. */
function withOpusInSection(lines: readonly string[], wanted: Map<string, string>): string[] {
  const mapped = new Set(lines.flatMap((line) => opusMap.exec(line)?.[1] ?? []))
  if (mapped.size === 0) return [...lines]
  const described = new Set(lines.flatMap((line) => format.exec(line)?.[1] ?? []))
  return lines.flatMap((line) => {
    const end = line.endsWith('\r') ? '\r' : ''
    const [start, type = ''] = format.exec(line) ?? []
    if (start !== undefined && mapped.has(type)) {
      return `${start}${withParameters(line.slice(start.length), wanted)}${end}`
    }
    const ofMap = opusMap.exec(line)?.[1]
    if (ofMap === undefined || described.has(ofMap)) return line
    described.add(ofMap)
    return [line, `a=fmtp:${ofMap} ${withParameters('', wanted)}${end}`]
  })
}

/**
 * A session description with the parameters of Opus set: in-band error correction always, silence left out of speech
 * (DTX), channels and bitrate by wish. Whatever payload type Opus has; everything else stays as it is, malformed too.
 */
export function withOpus(sdp: string, wish: OpusWish): string {
  const wanted = parametersFor(wish)
  const sections: string[][] = [[]]
  for (const line of sdp.split('\n')) {
    if (line.startsWith('m=')) sections.push([])
    sections.at(-1)?.push(line)
  }
  return sections
    .flatMap((lines) => (lines[0]?.startsWith('m=audio ') ? withOpusInSection(lines, wanted) : lines))
    .join('\n')
}

/** Whether a description says this of its Opus. */
function says(sdp: string, parameter: 'stereo=1' | 'sprop-stereo=1'): boolean {
  const lines = sdp.split(/\r?\n/).filter((line) => format.test(line))
  return lines.some((line) => line.replace(format, '').split(/; */).includes(parameter))
}

/** How the descriptions of a media link are shaped, for what we send at that moment. */
export interface OpusShaping {
  /** A description of the other end, as our encoder shall follow it. */
  readonly shapeTheirs: (sdp: string) => string
  /** Ours, as it is set and sent: what we decode. `theirs` is the last one of the other end, where there is one. */
  readonly shapeOurs: (sdp: string, theirs: string | undefined) => string
  /** Whether they would decode less than we send, so that we have to offer anew. */
  readonly isMoreThanTheyDecode: (theirs: string) => boolean
}

/**
 * Speech in mono and music in stereo. Stereo is decoded only where the other end says that it sends it: in Chromium
 * each voice that is decoded in stereo costs more to decode and to play, mono or not (docs/performance.md).
 */
export function shapeOpus(isMusicMode: () => boolean): OpusShaping {
  return {
    shapeTheirs: (sdp) =>
      withOpus(sdp, {
        isMusicMode: isMusicMode(),
        isStereo: isMusicMode(),
        maxBitrate: isMusicMode() ? limits.musicBitrate : limits.voiceBitrate,
      }),
    shapeOurs: (sdp, theirs) =>
      withOpus(sdp, {
        isMusicMode: isMusicMode(),
        isStereo: theirs !== undefined && says(theirs, 'sprop-stereo=1'),
        maxBitrate: limits.musicBitrate,
      }),
    isMoreThanTheyDecode: (theirs) => isMusicMode() && !says(theirs, 'stereo=1'),
  }
}
