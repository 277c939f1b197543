import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../base/limits.ts'
import { shapeOpus, withOpus } from './opus.ts'

const speech = { isMusicMode: false, isStereo: false, maxBitrate: limits.voiceBitrate }
const speechLine = 'useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0;maxaveragebitrate=32000'

/** As Chromium writes it, but for the payload type. */
const offer = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 96 63 9',
  'a=rtpmap:96 opus/48000/2',
  'a=rtcp-fb:96 transport-cc',
  'a=fmtp:96 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 96/96',
  'm=video 9 UDP/TLS/RTP/SAVPF 97 96',
  'a=rtpmap:96 VP8/90000',
  'a=fmtp:96 x-google=1',
  '',
].join('\r\n')

const formatOf = (sdp: string, type = 96) =>
  sdp.split('\r\n').filter((line) => line.startsWith(`a=fmtp:${type} `))

describe('Opus: the Opus line', () => {
  test('for speech: error correction, silence left out, mono, 32 kbit/s', () => {
    expect(formatOf(withOpus(offer, speech))[0]).toBe(`a=fmtp:96 minptime=10;${speechLine}`)
  })

  test('for music: stereo, nothing left out, 128 kbit/s', () => {
    expect(formatOf(shapeOpus(() => true).shapeTheirs(offer))[0]).toBe(
      'a=fmtp:96 minptime=10;useinbandfec=1;usedtx=0;stereo=1;sprop-stereo=1;maxaveragebitrate=128000',
    )
  })

  test('as what we decode: as much as anyone sends, and stereo only from who says that it sends it', () => {
    const { shapeOurs, shapeTheirs } = shapeOpus(() => false)
    expect(formatOf(shapeTheirs(offer))[0]).toBe(`a=fmtp:96 minptime=10;${speechLine}`)
    const mono = speechLine.replace('32000', '128000')
    const music = shapeOpus(() => true).shapeOurs(offer, undefined)
    for (const theirs of [undefined, offer, shapeOurs(offer, undefined), music.replace('a=fmtp', 'a=x')]) {
      expect(formatOf(shapeOurs(offer, theirs))[0]).toBe(`a=fmtp:96 minptime=10;${mono}`)
    }
    const stereo = mono.replace('stereo=0', 'stereo=1')
    expect(formatOf(shapeOurs(offer, music))[0]).toBe(`a=fmtp:96 minptime=10;${stereo}`)
  })

  test("a sender of music offers anew to a peer that doesn't decode it yet", () => {
    const { isMoreThanTheyDecode, shapeOurs } = shapeOpus(() => true)
    const theirs = shapeOpus(() => false)
    const before = theirs.shapeOurs(offer, undefined)
    expect(isMoreThanTheyDecode(before)).toBe(true)
    expect(isMoreThanTheyDecode(theirs.shapeOurs(offer, shapeOurs(offer, before)))).toBe(false)
    expect(theirs.isMoreThanTheyDecode(before)).toBe(false)
  })

  test('a wish of the other end gives way to ours', () => {
    const loud = offer.replace('useinbandfec=1', 'stereo=1; MaxAverageBitrate=510000 ;cbr=1')
    expect(formatOf(withOpus(loud, speech))[0]).toBe(`a=fmtp:96 minptime=10;cbr=1;${speechLine}`)
  })

  test('is added where there is none', () => {
    const bare = offer.replace('a=fmtp:96 minptime=10;useinbandfec=1\r\n', '')
    expect(formatOf(withOpus(bare, speech))[0]).toBe(`a=fmtp:96 ${speechLine}`)
  })

  test('may be one of several, and may stand before its rtpmap', () => {
    const two = withOpus(
      'm=audio 9 X 96 97\na=fmtp:97 a=1\na=rtpmap:97 OPUS/48000/2\na=rtpmap:96 opus/48000/2',
      speech,
    )
    expect(formatOf(two, 97)).toEqual([`a=fmtp:97 a=1;${speechLine}`])
    expect(formatOf(two, 96)).toEqual([`a=fmtp:96 ${speechLine}`])
  })
})

test('Opus: nothing else changes, nor does anything the second time', () => {
  const once = withOpus(offer, speech)
  // Attributes may stand in any order within their media description.
  const others = (sdp: string) =>
    sdp.split(/\r\n(?=m=)/).map((section) =>
      section
        .split('\r\n')
        .filter((line) => !line.startsWith('a=fmtp:96 minptime'))
        .sort(),
    )
  expect(others(once)).toEqual(others(offer))
  expect(withOpus(once, speech)).toBe(once)
})

test('withOpus: any description is shaped or refused, and never hangs', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'm=audio 9 X 96',
      'a=rtpmap:96 opus/48000/2',
      'a=fmtp:96',
      'a=fmtp:96 =;=;',
      'a=',
      'm=',
      'a=rtpmap:96 opus/48000',
    ),
    fc.string({ maxLength: 60 }),
    fc.string({ maxLength: 60 }).map((text) => `a=${text}`),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const { isMoreThanTheyDecode, shapeOurs, shapeTheirs } = shapeOpus(() => true)
      const sdp = lines.join('\r\n')
      expect(shapeTheirs(shapeOurs(sdp, sdp))).toBeTypeOf('string')
      expect(isMoreThanTheyDecode(sdp)).toBeTypeOf('boolean')
    }),
  )
})

test('Opus: what has no Opus stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (sdp) => {
      fc.pre(!/opus/i.test(sdp))
      return withOpus(sdp, speech) === sdp
    }),
  )
})

test.each([
  ['lines', '\n'],
  ['sections', 'm=audio \n'],
  ['digits', 'a=fmtp:1'],
  ['parameters', ';'],
  ['maps', 'a=rtpmap:1 opus/48000\n'],
  ['formats', 'a=fmtp:1 \n'],
  ['images', '\na=imageattr:1 send [x=1] [x=1] '],
  ['brackets', '\na=imageattr:97 send [x=800,y=640,sar=1.1,q=0.6] [x=480,y=320]['],
  ['spaces', '                                '],
  ['simulcast', '\na=simulcast:1 send rid=1;4 recv '],
  ['candidates', '\na=candidate:1 1 udp 1 1 1 typ host raddr '],
  ['one long image line', '\na=imageattr:1 send ['.padEnd(20_000, '[x] ')],
  ['one long group', '\na=group:'.padEnd(20_000, 'x ')],
  ['one long reception of images', '\na=imageattr:1 recv \t \t'.padEnd(30_000, ' \t')],
  ['one long simulcast', '\na=simulcast:send 1 '.padEnd(30_000, '1;~2 ')],
  ['one long refclk', '\na=ts-refclk:'.padEnd(30_000, ' x=')],
  ['one long source line', '\na=ssrc:1 '.padEnd(20_000, 'x:')],
])('Opus: 32 KB of %s are no work', (_, part) => {
  const start = 'm=audio 9 X 1\r\na=rtpmap:1 opus/48000/2\r\na=fmtp:1 '
  const hostile = (start + part.repeat(limits.maxDescriptionCharacters / part.length + 1)).slice(
    0,
    limits.maxDescriptionCharacters,
  )
  const before = process.cpuUsage()
  withOpus(hostile, speech)
  const { user, system } = process.cpuUsage(before)
  // Some milliseconds; what is quadratic takes seconds. Time in which the machine stood still does not count.
  expect((user + system) / 1_000).toBeLessThan(2_000)
})
