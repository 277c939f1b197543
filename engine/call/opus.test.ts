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

describe('the Opus line', () => {
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

  test('who sends music offers anew to whom does not decode it yet', () => {
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
    expect(withOpus(bare, speech)).toContain(`a=rtpmap:96 opus/48000/2\r\na=fmtp:96 ${speechLine}\r\n`)
  })

  test('may be one of several, and may stand before its rtpmap', () => {
    const two = 'm=audio 9 X 96 97\na=fmtp:97 a=1\na=rtpmap:97 OPUS/48000/2\na=rtpmap:96 opus/48000/2'
    expect(withOpus(two, speech)).toBe(
      `m=audio 9 X 96 97\na=fmtp:97 a=1;${speechLine}\na=rtpmap:97 OPUS/48000/2\na=rtpmap:96 opus/48000/2\na=fmtp:96 ${speechLine}`,
    )
  })
})

test('nothing else changes, nor does anything the second time', () => {
  const once = withOpus(offer, speech)
  const others = (sdp: string) => sdp.split('\r\n').filter((line) => !line.startsWith('a=fmtp:96 minptime'))
  expect(others(once)).toEqual(others(offer))
  expect(withOpus(once, speech)).toBe(once)
})

test('what has no Opus stays as it is', () => {
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
])('32 KB of %s are no work', (_, part) => {
  const start = 'm=audio 9 X 1\r\na=rtpmap:1 opus/48000/2\r\na=fmtp:1 '
  const hostile = (start + part.repeat(limits.maxDescriptionCharacters)).slice(
    0,
    limits.maxDescriptionCharacters,
  )
  const before = process.cpuUsage()
  withOpus(hostile, speech)
  const { user, system } = process.cpuUsage(before)
  // Some milliseconds; what is quadratic takes seconds. Time in which the machine stood still does not count.
  expect((user + system) / 1_000).toBeLessThan(2_000)
})
