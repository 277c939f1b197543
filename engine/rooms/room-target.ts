import type { Problem } from '../base/problem.ts'
import { parseRelayUrl } from '../wire/relay-url.ts'
import type { RoomRow } from '../storage/database.ts'
import { fromBase64Url } from '../base/base64url.ts'
import { parseInvite } from '../wire/invite.ts'
import { parseRoomName } from '../wire/names.ts'
import { canonicalPageAddress, type PageScope } from '../wire/page-address.ts'
import { newRoomSecret, pageRoomSecret, publicRoomSecret } from '../wire/room-keys.ts'

/** A room that is to be joined: everything that a member must know of it. */
export interface RoomTarget {
  readonly kind: RoomRow['kind']
  readonly roomName: string
  readonly relayUrl: string
  readonly secret: Uint8Array<ArrayBuffer>
  readonly sharesHistory: boolean
}

export type FoundTarget = { target: RoomTarget } | { problem: Problem }

/** A public room, by the name that somebody typed. */
export async function targetByName(typed: { relayUrl: string; roomName: string }): Promise<FoundTarget> {
  const relay = parseRelayUrl(typed.relayUrl)
  if ('problem' in relay) return relay
  const room = parseRoomName(typed.roomName)
  if ('problem' in room) return room
  const secret = new Uint8Array(await publicRoomSecret(room.roomName))
  return { target: { kind: 'public', ...room, ...relay, secret, sharesHistory: true } }
}

/** A private room that nobody was in before. */
export function newPrivateTarget(typed: {
  relayUrl: string
  roomName: string
  sharesHistory: boolean
}): FoundTarget {
  const relay = parseRelayUrl(typed.relayUrl)
  if ('problem' in relay) return relay
  const room = parseRoomName(typed.roomName)
  if ('problem' in room) return room
  const { sharesHistory } = typed
  return { target: { kind: 'private', ...room, ...relay, secret: newRoomSecret(), sharesHistory } }
}

/** The room of an invite. A public one's secret follows from its name, so no invite can pass another off as it. */
export async function targetOfInvite(text: string): Promise<FoundTarget> {
  const parsed = parseInvite(text)
  if ('problem' in parsed) return parsed
  const { invite } = parsed
  const { kind, roomName, relayUrl } = invite
  if (kind !== 'private') {
    const made = await (kind === 'page' ? pageRoomSecret(roomName) : publicRoomSecret(roomName))
    return { target: { kind, roomName, relayUrl, secret: new Uint8Array(made), sharesHistory: true } }
  }
  const secret = fromBase64Url(invite.secret)
  if (!secret) return { problem: { kind: 'invite-unreadable' } }
  return { target: { kind, roomName, relayUrl, secret, sharesHistory: invite.sharesHistory } }
}

/** The room of a page, or of its whole site. */
export async function targetOfPage(asked: {
  relayUrl: string
  url: string
  scope: PageScope
}): Promise<FoundTarget> {
  const page = canonicalPageAddress(asked.url, asked.scope)
  if ('problem' in page) return page
  const relay = parseRelayUrl(asked.relayUrl)
  if ('problem' in relay) return relay
  const secret = new Uint8Array(await pageRoomSecret(page.address))
  return { target: { kind: 'page', roomName: page.address, ...relay, secret, sharesHistory: true } }
}

/** A room that was joined before. */
export function targetOfRecord(row: RoomRow | undefined): FoundTarget {
  const secret = row && fromBase64Url(row.secret)
  if (!secret) return { problem: { kind: 'not-joined' } }
  const { kind, roomName, relayUrl, sharesHistory } = row
  return { target: { kind, roomName, relayUrl, secret, sharesHistory } }
}
