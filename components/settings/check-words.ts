import { browser } from 'wxt/browser'
import { problemSentence } from '@/components/ui/sentences.ts'
import type { AddressKind } from '@/engine/network/addresses.ts'
import type { ConnectionCheck, IceTest, RelayTest } from '@/engine/network/results.ts'
import { limits } from '@/engine/base/limits.ts'
import { formatLanguage, listOf, t } from '@/words/words.ts'

export type Mood = 'good' | 'bad' | 'idle'

/** One line of the connection check, for people. */
export interface CheckLine {
  readonly name: string
  readonly sentence: string
  readonly mood: Mood
}

const number = (value: number) => new Intl.NumberFormat(formatLanguage()).format(Math.round(value))

export function isGood({ kind }: IceTest): boolean {
  return kind === 'stun-answered' || kind === 'turn-relays'
}

/** How a STUN or TURN server answered. */
export function iceTestSentence(result: IceTest): string {
  switch (result.kind) {
    case 'stun-answered':
      return result.address === undefined
        ? t('ice-test-stun-own-address')
        : t('ice-test-stun-answered', { address: result.address })
    case 'turn-relays':
      return t('ice-test-turn-relays', { address: result.address })
    case 'no-answer':
      return t('ice-test-no-answer', { seconds: limits.iceTestTimeoutMs / 1000 })
    case 'wrong-credentials':
      return t('ice-test-wrong-credentials')
    case 'refused':
      return t('ice-test-refused', { code: String(result.code) })
    case 'unreadable':
      return t('ice-test-unreadable')
  }
}

function relaySentence(relay: RelayTest): string {
  if (relay.kind === 'failed') return problemSentence(relay.problem)
  const sentences = [
    relay.address === 'room'
      ? t('check-relay-open', { milliseconds: number(relay.handshakeMs) })
      : t('check-relay-hub', { milliseconds: number(relay.handshakeMs) }),
  ]
  if (relay.roundTripMs !== undefined) {
    sentences.push(t('check-round-trip', { milliseconds: number(Math.max(1, relay.roundTripMs)) }))
  }
  return sentences.join(' ')
}

function kindWords(kind: AddressKind): string {
  switch (kind) {
    case 'host-ipv4':
      return t('check-host-ipv4')
    case 'host-ipv6':
      return t('check-host-ipv6')
    case 'host-hidden':
      return t('check-host-hidden')
    case 'mapped':
      return t('check-mapped')
    case 'relayed':
      return t('check-relayed')
  }
}

function addressesSentence({ addressKinds, isRelayOnly }: ConnectionCheck): string {
  if (addressKinds.length === 0) return t('check-no-addresses')
  const found = t('check-addresses', { kinds: listOf(addressKinds.map(kindWords)) })
  return isRelayOnly ? `${found} ${t('check-hidden')}` : found
}

/** What the check found, part by part. */
export function checkLines(check: ConnectionCheck): CheckLine[] {
  const { relay, relayTurn, relayTurnRefused = [], servers } = check
  const lines: CheckLine[] = [
    {
      name: t('check-relay', { relayUrl: check.relayUrl }),
      sentence: relaySentence(relay),
      mood: relay.kind === 'open' ? 'good' : 'bad',
    },
  ]
  for (const { url, result } of servers) {
    lines.push({ name: url, sentence: iceTestSentence(result), mood: isGood(result) ? 'good' : 'bad' })
  }
  lines.push({
    name: t('check-relay-turn-name'),
    sentence: relayTurn ? iceTestSentence(relayTurn) : t('check-no-relay-turn'),
    mood: relayTurn ? (isGood(relayTurn) ? 'good' : 'bad') : 'idle',
  })
  for (const url of relayTurnRefused) {
    const name = `${t('check-relay-turn-name')}: ${url}`
    lines.push({ name, sentence: iceTestSentence({ kind: 'unreadable' }), mood: 'bad' })
  }
  if (servers.length === 0) {
    lines.push({ name: t('settings-servers'), sentence: t('check-no-servers'), mood: 'idle' })
  }
  lines.push({
    name: t('check-addresses-name'),
    sentence: addressesSentence(check),
    mood: check.addressKinds.length === 0 ? 'bad' : 'good',
  })
  return lines
}

/**
 * The same as text for whoever helps, and what the engine noted. It has no credentials, no room and no whole address.
 */
export function checkReport(check: ConnectionCheck, engineLog: readonly string[]): string {
  const { version } = browser.runtime.getManifest()
  const lines = checkLines(check).map(({ name, sentence }) => `${name}: ${sentence}`)
  return [`Sidetone ${version}, ${navigator.userAgent}`, ...lines, '', ...engineLog].join('\n')
}
