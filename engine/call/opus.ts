import { limits } from '../wire/limits.ts'

export interface OpusWish {
  /** Stereo and at a higher bitrate, and nothing left out in silence. */
  readonly isMusic: boolean
  /**
   * What an fmtp line says is the wish of whoever decodes (RFC 7587, section 6.1). `send`: put into the description of
   * the other end before we apply it, it becomes our own wish for what we encode. `receive`: into our description,
   * before we apply it and before it is sent, it says what we can decode: always stereo.
   */
  readonly direction: 'send' | 'receive'
}

/** Linear on any input: nothing in it can match the same characters in two ways. */
const opusMap = /^a=rtpmap:(\d{1,3}) opus\/48000(?:\/|$)/i
const format = /^a=fmtp:(\d{1,3}) /

function parametersFor({ isMusic, direction }: OpusWish): Map<string, string> {
  const isStereo = isMusic || direction === 'receive'
  const bitrate = isMusic || direction === 'receive' ? limits.musicBitrate : limits.voiceBitrate
  return new Map([
    ['useinbandfec', '1'],
    ['usedtx', isMusic ? '0' : '1'],
    ['stereo', isStereo ? '1' : '0'],
    ['sprop-stereo', isMusic ? '1' : '0'],
    ['maxaveragebitrate', String(bitrate)],
  ])
}

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
 * (DTX), channels and bitrate by wish. Whatever payload type Opus has; everything else stays as it is, rubbish too.
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
