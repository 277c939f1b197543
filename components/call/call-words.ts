import { listNames } from '@/components/ui/list-names.ts'
import type { CallPeerView, CallQuality, CallView } from '@/engine/call/call-view.ts'
import { formatLanguage, t } from '@/words/words.ts'

const number = (value: number, digits = 0) =>
  new Intl.NumberFormat(formatLanguage(), { maximumFractionDigits: digits }).format(value)

/** 0:07, 12:34, 1:02:03 */
export function durationOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** How somebody's sound comes, in a word; nothing as long as there is nothing to judge by. */
export function qualityWord(word: CallQuality['word']): string {
  switch (word) {
    case 'good':
      return t('call-quality-good')
    case 'fair':
      return t('call-quality-fair')
    case 'poor':
      return t('call-quality-poor')
    case 'unknown':
      return ''
  }
}

/** The call is as good as the worst of it. */
export function overallQuality(call: CallView): CallQuality['word'] {
  const words = new Set(
    call.peers.filter((peer) => peer.state === 'connected').map((peer) => peer.quality.word),
  )
  return (['poor', 'fair', 'good'] as const).find((word) => words.has(word)) ?? 'unknown'
}

/** Where the connection to somebody's voice is; nothing while it works. */
export function peerStateWords(state: CallPeerView['state']): string {
  switch (state) {
    case 'connecting':
      return t('call-peer-connecting')
    case 'connected':
      return ''
    case 'reconnecting':
      return t('call-peer-reconnecting')
    case 'unreachable':
      return t('call-peer-unreachable')
  }
}

/** Whose sound is missing just now, in a sentence; nothing while all are heard. */
export function healingSentence(call: CallView): string {
  const named = (state: CallPeerView['state']) =>
    call.peers.filter((peer) => peer.state === state).map((peer) => peer.name)
  const sentences = (
    [
      ['reconnecting', (names: string) => t('call-reconnecting-to', { names })],
      ['unreachable', (names: string) => t('call-cannot-hear', { names })],
      ['connecting', (names: string) => t('call-connecting-to', { names })],
    ] as const
  ).flatMap(([state, sentence]) => {
    const names = named(state)
    return names.length > 0 ? [sentence(listNames(names))] : []
  })
  return sentences.join(' ')
}

/** A volume as a person hears it: 100 is as it comes. */
export function volumeWords(percent: number): string {
  const shown = { percent: number(percent) }
  if (percent === 0) return t('call-volume-silent')
  if (percent === 100) return t('call-volume-normal', shown)
  return percent < 100 ? t('call-volume-quieter', shown) : t('call-volume-louder', shown)
}

/** The figures behind the word, with what each is called. */
export function qualityFigures(quality: CallQuality): { name: string; value: string }[] {
  const { roundTripMs, lossPercent, jitterMs, kilobitsPerSecond } = quality
  const figure = (name: string, value: number | undefined, write: (value: number) => string) =>
    value === undefined ? [] : [{ name, value: write(value) }]
  return [
    ...figure(t('call-round-trip'), roundTripMs, (ms) =>
      t('call-milliseconds', { milliseconds: number(ms) }),
    ),
    ...figure(t('call-loss'), lossPercent, (percent) => t('call-percent', { percent: number(percent, 1) })),
    ...figure(t('call-jitter'), jitterMs, (ms) => t('call-milliseconds', { milliseconds: number(ms, 1) })),
    ...figure(t('call-bitrate'), kilobitsPerSecond, (rate) => t('call-kilobits', { kilobits: number(rate) })),
  ]
}
