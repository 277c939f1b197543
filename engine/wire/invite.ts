import * as v from 'valibot'
import type { Problem } from '../base/problem.ts'
import { parseRelayUrl } from './relay-url.ts'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { crc32 } from './crc32.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { parseRoomName } from './names.ts'
import { isPageAddress } from './page-address.ts'

/** What somebody needs to get into a room. Whoever has it is in: it travels only by hand. */
export interface Invite {
  readonly relayUrl: string
  readonly roomName: string
  /** The room's 32 bytes in base64url. */
  readonly secret: string
  /** Whether a late joiner is sent what was said before. */
  readonly sharesHistory: boolean
}

const inviteVersion = 1
const checksumBytes = 4
/** As far as it could be told apart from other text: what follows the version may be cut off or mistyped. */
const anyInvite = /sidetone-invite(\d{0,4})(\.?)([\w-]*)/

const contentSchema = v.object({
  relay: v.pipe(v.string(), v.maxLength(limits.maxRelayUrlCharacters)),
  room: v.pipe(v.string(), v.maxLength(limits.maxPageAddressCharacters)),
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  history: v.boolean(),
})

const utf8 = new TextEncoder()

/** An invite as one line of text (docs/protocol.md, "Invite"). */
export function encodeInvite({ relayUrl, roomName, secret, sharesHistory }: Invite): string {
  const content = utf8.encode(
    JSON.stringify({ relay: relayUrl, room: roomName, secret, history: sharesHistory }),
  )
  const bytes = new Uint8Array(content.length + checksumBytes)
  bytes.set(content)
  new DataView(bytes.buffer).setUint32(content.length, crc32(content))
  return `sidetone-invite${inviteVersion}.${toBase64Url(bytes)}`
}

/** A link that carries the invite where no server sees it, to the relay's page that says how to get in. */
export function landingLink(invite: Invite): string {
  const { protocol, host } = new URL(invite.relayUrl)
  return `${protocol.replace('ws', 'http')}//${host}/#${encodeInvite(invite)}`
}

/** Whether somebody who pastes this means an invite, whole or not: more than the word is there. */
export function looksLikeInvite(text: string): boolean {
  return text.length <= limits.maxPastedInviteCharacters && /sidetone-invite\d+\.[\w-]/.test(text)
}

/** Reads an invite out of a text that somebody pasted: the bare line, a link with it, or a mail around it. */
export function parseInvite(text: string): { invite: Invite } | { problem: Problem } {
  if (text.trim() === '') return { problem: { kind: 'invite-empty' } }
  if (text.length > limits.maxPastedInviteCharacters || !anyInvite.test(text)) {
    return { problem: { kind: 'invite-unreadable' } }
  }
  const read = readInvite(text)
  if ('invite' in read) return read
  // A mail breaks long lines; joined again it may be whole.
  const joined = readInvite(text.replace(/\s+/g, ''))
  return 'invite' in joined ? joined : read
}

function readInvite(text: string): { invite: Invite } | { problem: Problem } {
  const [, version = '', dot = '', payload = ''] = anyInvite.exec(text) ?? []
  if (version === '' || dot === '') return { problem: { kind: 'invite-cut-off' } }
  if (Number(version) > inviteVersion) return { problem: { kind: 'invite-newer-version' } }
  if (Number(version) < inviteVersion) return { problem: { kind: 'invite-unreadable' } }
  const bytes = fromBase64Url(payload)
  if (!bytes || bytes.length <= checksumBytes) return { problem: { kind: 'invite-cut-off' } }
  const content = bytes.subarray(0, -checksumBytes)
  const checksum = new DataView(bytes.buffer).getUint32(content.length)
  if (checksum !== crc32(content)) return { problem: { kind: 'invite-cut-off' } }
  return parseContent(content) ?? { problem: { kind: 'invite-unreadable' } }
}

/** The checksum fits; what it says may still be anything. */
function parseContent(bytes: Uint8Array): { invite: Invite } | undefined {
  const content = parseJson(contentSchema, new TextDecoder().decode(bytes))
  if (!content || fromBase64Url(content.secret)?.length !== 32) return undefined
  const relay = parseRelayUrl(content.relay)
  // A page's address may be longer than what a person calls a room.
  const room = isPageAddress(content.room) ? { roomName: content.room } : parseRoomName(content.room)
  if ('problem' in relay || 'problem' in room) return undefined
  return { invite: { ...relay, ...room, secret: content.secret, sharesHistory: content.history } }
}
