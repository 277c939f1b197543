import * as v from 'valibot'
import type { Problem } from '../base/problem.ts'
import { parseRelayUrl } from './relay-url.ts'
import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { crc32, createCrc32 } from './crc32.ts'
import { parseJson } from '../base/json.ts'
import { limits } from '../base/limits.ts'
import { parseRoomName } from './names.ts'
import { isPageAddress } from './page-address.ts'
import type { RoomKind } from './room-keys.ts'

/** What somebody needs to get into a room. Who has a private room's is in: it travels only by hand. */
export type Invite =
  | {
      readonly kind: 'private'
      readonly relayUrl: string
      readonly roomName: string
      /** The room's 32 bytes in base64url. */
      readonly secret: string
      /** Whether a late joiner is sent what was said before. */
      readonly sharesHistory: boolean
    }
  | {
      /** Everything else follows from the name, or from the page's canonical address. */
      readonly kind: 'public' | 'page'
      readonly relayUrl: string
      readonly roomName: string
    }

/** A room as it is known where it is joined; a public one's secret is not told. */
export interface InvitedRoom {
  readonly kind: RoomKind
  readonly relayUrl: string
  readonly roomName: string
  readonly secret: string
  readonly sharesHistory: boolean
}

const inviteVersion = 1
const checksumBytes = 4

const everyContent = {
  relay: v.pipe(v.string(), v.maxLength(limits.maxRelayUrlCharacters)),
  room: v.pipe(v.string(), v.maxLength(limits.maxPageAddressCharacters)),
}
const contentSchema = v.variant('kind', [
  v.object({
    ...everyContent,
    kind: v.literal('private'),
    secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
    history: v.boolean(),
  }),
  v.object({ ...everyContent, kind: v.picklist(['public', 'page']) }),
])
const anyKindSchema = v.object({ kind: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,31}$/)) })

const utf8 = new TextEncoder()

/** An invite as one line of text (docs/protocol.md, "Invite"). */
export function encodeInvite({ kind, relayUrl, roomName, secret, sharesHistory }: InvitedRoom): string {
  const needed = kind === 'private' ? { secret, history: sharesHistory } : {}
  const content = utf8.encode(JSON.stringify({ kind, relay: relayUrl, room: roomName, ...needed }))
  const bytes = new Uint8Array(content.length + checksumBytes)
  bytes.set(content)
  new DataView(bytes.buffer).setUint32(content.length, crc32(content))
  return `sidetone-invite${inviteVersion}.${toBase64Url(bytes)}`
}

/**
 * A link that carries the invite where no server sees it, to the relay's page that says how to get in. That page is
 * beside the relay's WebSocket, so that a relay below a path of somebody's host has it, too.
 */
export function landingLink(room: InvitedRoom): string {
  const { protocol, host, pathname } = new URL(room.relayUrl)
  const folder = pathname.replace(/\/+$/, '').replace(/[^/]*$/, '') || '/'
  return `${protocol.replace('ws', 'http')}//${host}${folder}#${encodeInvite(room)}`
}

/** White space, a quotation's `>`, and what nobody sees: mail and chat programs put them into long lines. */
const between = /[\u034F\s>\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]+/g
const joined = (text: string) => text.replace(between, '')

/** Whether somebody who pastes this means an invite, whole or not: more than the word is there. */
export function looksLikeInvite(text: string): boolean {
  return text.length <= limits.maxPastedInviteCharacters && /sidetone-invite\d+\.[\w-]/.test(joined(text))
}

type Read = { invite: Invite } | { problem: Problem }

/**
 * Finds an invite in a text that somebody pasted: the bare line, a link with it, or a mail around it, wrapped, quoted,
 * and with words right behind it. Of several, the first that is whole.
 */
export function parseInvite(text: string): Read {
  if (text.trim() === '') return { problem: { kind: 'invite-empty' } }
  if (text.length > limits.maxPastedInviteCharacters) return { problem: { kind: 'invite-unreadable' } }
  let first: Read | undefined
  for (const [, version = '', dot = '', payload = ''] of joined(text).matchAll(anyInvite)) {
    const read = readInvite(version, dot, payload)
    if ('invite' in read) return read
    first ??= read
  }
  return first ?? { problem: { kind: 'invite-unreadable' } }
}

/**
 * As far as it can be told apart from other text. The next one's word ends it, where nothing stands between; what follows
 * the version may be cut off or mistyped.
 */
const anyInvite = /sidetone-invite(\d{0,4})(\.?)((?:(?!sidetone-invite\d)[\w-])*)/g

function readInvite(version: string, dot: string, payload: string): Read {
  if (version === '' || dot === '') return { problem: { kind: 'invite-cut-off' } }
  if (Number(version) > inviteVersion) return { problem: { kind: 'invite-newer-version' } }
  if (Number(version) < inviteVersion) return { problem: { kind: 'invite-unreadable' } }
  const content = contentOf(payload)
  return content === undefined ? { problem: { kind: 'invite-cut-off' } } : parseContent(content)
}

/** What stands before the first checksum that fits; words that follow an invite look like more of it. */
function contentOf(payload: string): Uint8Array | undefined {
  // A single character behind whole bytes is none of them.
  const bytes = fromBase64Url(payload.length % 4 === 1 ? payload.slice(0, -1) : payload)
  if (!bytes) return undefined
  const view = new DataView(bytes.buffer)
  const remainder = createCrc32()
  for (let length = 1; length + checksumBytes <= bytes.length; length++) {
    if (remainder.add(bytes[length - 1] ?? 0) === view.getUint32(length)) return bytes.subarray(0, length)
  }
  return undefined
}

/** The checksum fits; what it says may still be anything. */
function parseContent(bytes: Uint8Array): Read {
  const text = new TextDecoder().decode(bytes)
  const content = parseJson(contentSchema, text)
  if (!content) return { problem: { kind: isOfNewKind(text) ? 'invite-newer-version' : 'invite-unreadable' } }
  const unreadable: Read = { problem: { kind: 'invite-unreadable' } }
  const { kind } = content
  const relay = parseRelayUrl(content.relay)
  if ('problem' in relay) return unreadable
  if (kind === 'page') {
    return isPageAddress(content.room) ? { invite: { kind, ...relay, roomName: content.room } } : unreadable
  }
  const room = parseRoomName(content.room)
  if ('problem' in room) return unreadable
  if (content.kind !== 'private') return { invite: { kind: 'public', ...relay, ...room } }
  const { secret, history } = content
  if (fromBase64Url(secret)?.length !== 32) return unreadable
  return { invite: { kind: 'private', ...relay, ...room, secret, sharesHistory: history } }
}

/** A kind of room that a later Sidetone has. */
function isOfNewKind(text: string): boolean {
  const kind = parseJson(anyKindSchema, text)?.kind
  return kind !== undefined && !['private', 'public', 'page'].includes(kind)
}
