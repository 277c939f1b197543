import { i18n } from '#i18n'
import { browser } from 'wxt/browser'
import { problemSentence } from '@/components/ui/sentences.ts'
import type { AddressKind } from '@/engine/network/addresses.ts'
import type { ConnectionCheck, IceTest, RelayTest } from '@/engine/network/results.ts'
import { limits } from '@/engine/base/limits.ts'

export type Mood = 'good' | 'bad' | 'idle'

/** One line of the connection check, for people. */
export interface CheckLine {
  readonly name: string
  readonly sentence: string
  readonly mood: Mood
}

const language = () => browser.i18n.getUILanguage()
const number = (value: number) => new Intl.NumberFormat(language()).format(Math.round(value))

export function isGood({ kind }: IceTest): boolean {
  return kind === 'stun-answered' || kind === 'turn-relays'
}

/** How a STUN or TURN server answered. */
export function iceTestSentence(result: IceTest): string {
  switch (result.kind) {
    case 'stun-answered':
      return result.address === undefined
        ? i18n.t('iceTest.stunOwnAddress')
        : i18n.t('iceTest.stunAnswered', [result.address])
    case 'turn-relays':
      return i18n.t('iceTest.turnRelays', [result.address])
    case 'no-answer':
      return i18n.t('iceTest.noAnswer', [number(limits.iceTestTimeoutMs / 1000)])
    case 'wrong-credentials':
      return i18n.t('iceTest.wrongCredentials')
    case 'refused':
      return i18n.t('iceTest.refused', [String(result.code)])
    case 'unreadable':
      return i18n.t('iceTest.unreadable')
  }
}

function relaySentence(relay: RelayTest): string {
  if (relay.kind === 'failed') return problemSentence(relay.problem)
  const sentences = [
    relay.address === 'room'
      ? i18n.t('check.relayOpen', [number(relay.handshakeMs)])
      : i18n.t('check.relayHub', [number(relay.handshakeMs)]),
  ]
  if (relay.roundTripMs !== undefined) {
    sentences.push(i18n.t('check.roundTrip', [number(Math.max(1, relay.roundTripMs))]))
  }
  return sentences.join(' ')
}

function kindWords(kind: AddressKind): string {
  switch (kind) {
    case 'host-ipv4':
      return i18n.t('check.hostIpv4')
    case 'host-ipv6':
      return i18n.t('check.hostIpv6')
    case 'host-hidden':
      return i18n.t('check.hostHidden')
    case 'mapped':
      return i18n.t('check.mapped')
    case 'relayed':
      return i18n.t('check.relayed')
  }
}

function addressesSentence({ addressKinds, isRelayOnly }: ConnectionCheck): string {
  if (addressKinds.length === 0) return i18n.t('check.noAddresses')
  const list = new Intl.ListFormat(language(), { type: 'conjunction' }).format(addressKinds.map(kindWords))
  const found = i18n.t('check.addresses', [list])
  return isRelayOnly ? `${found} ${i18n.t('check.hidden')}` : found
}

/** What the check found, part by part. */
export function checkLines(check: ConnectionCheck): CheckLine[] {
  const { relay, relayTurn, relayTurnRefused = [], servers } = check
  const lines: CheckLine[] = [
    {
      name: i18n.t('check.relay', [check.relayUrl]),
      sentence: relaySentence(relay),
      mood: relay.kind === 'open' ? 'good' : 'bad',
    },
  ]
  for (const { url, result } of servers) {
    lines.push({ name: url, sentence: iceTestSentence(result), mood: isGood(result) ? 'good' : 'bad' })
  }
  lines.push({
    name: i18n.t('check.relayTurnName'),
    sentence: relayTurn ? iceTestSentence(relayTurn) : i18n.t('check.noRelayTurn'),
    mood: relayTurn ? (isGood(relayTurn) ? 'good' : 'bad') : 'idle',
  })
  for (const url of relayTurnRefused) {
    const name = `${i18n.t('check.relayTurnName')}: ${url}`
    lines.push({ name, sentence: iceTestSentence({ kind: 'unreadable' }), mood: 'bad' })
  }
  if (servers.length === 0) {
    lines.push({ name: i18n.t('settings.servers'), sentence: i18n.t('check.noServers'), mood: 'idle' })
  }
  lines.push({
    name: i18n.t('check.addressesName'),
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
