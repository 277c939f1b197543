import type { EntityTable, Table } from 'dexie'
import { entryIndices } from './entry-indices.ts'
import { ReopeningDatabase, type ReopeningOptions } from './reopening-database.ts'
import type { SettingsRow } from './settings-schema.ts'

export type { CallSettings, IceServerSetting, SettingsRow } from './settings-schema.ts'

/** The number and the digest of an entry. */
export type EntryRef = readonly [seq: number, digest: string]

/** An entry that another one names: its author, number and digest, as one text. */
export type TargetKey = string

/** Something that one person says of an entry, and counts once: a reaction, a pin, that another's pin is taken back. */
export interface Mark {
  kind: 'reaction' | 'pin' | 'unpin'
  /** The entry that it's about. */
  target: TargetKey
  /** The emoji of a reaction; empty for a pin; of `unpin`, the pin's entry as a {@link TargetKey}. */
  value: string
  isOn: boolean
}

/** A log entry as its author signed it, and what is read from it so often that it has columns of its own. */
export interface SignedEntryColumns extends Projection {
  authorId: string
  authorName: string
  /** Rises with each entry of an author in a room, from 1. */
  seq: number
  /** The author's clock, milliseconds since 1970. */
  atMs: number
  /** What it is (engine/chat/kinds/); of a kind that this client doesn't know, it waits for one that does. */
  kind: string
  /** The author's entry before, as the author knew it. */
  prev: EntryRef | null
  /** When {@link prev} is gone, by the author's clock: then it isn't missing. */
  prevDueMs?: number
  /** SHA-256 of {@link signedText}. */
  digest: string
  /** The exact text that was signed, for those whom we pass it on to; empty once it's {@link EntryRow.isGone}. */
  signedText: string
  authorKey: string
  signature: string
}

/** What a kind reads from an entry's body, for the views (engine/chat/kinds/). */
export interface Projection {
  /** It has a place of its own in the thread; others change what stands there. */
  isShown?: 1
  /** Its kind, where this client didn't know that when it came: to be read by one that does. */
  unreadKind?: string
  /** What it says; of a `text` that was edited, what the last edit says. */
  text?: string
  /** Peer ids of the people whom {@link text} names. */
  mentions?: string[]
  /** {@link text} is shown as it was typed, without Markdown. */
  isPlain?: true
  /** The entry that it answers. */
  replyTo?: { authorId: string; seq: number; digest: string }
  /** The own entry of its author that it edits or deletes. */
  target?: TargetKey
  /** Entries of its author that nobody has to have any longer. */
  dropped?: TargetKey[]
  /** What it says of another entry. */
  mark?: Mark
  /** The entries of other people's pins that an unpin takes back. */
  takesBack?: TargetKey[]
  /** After so many seconds nothing of what it says is left; its author decided so. */
  expiresAfterS?: number
  /** What it sets for the whole room. */
  setting?: 'disappearing'
  /** So many seconds messages are kept from then on; 0 for as long as anyone wants. */
  disappearAfterS?: number
  /** Settings that it replaces. */
  replaces?: TargetKey[]
}

/** One entry of a room's log, ours or a peer's. Its identity is room, author and `seq`. */
export interface EntryRow extends SignedEntryColumns {
  /** Counts up as entries are written or received, also where they are shown before others. */
  order: number
  roomId: string
  /**
   * Where it is shown: roughly milliseconds since 1970, then by author and `seq`. Of one author it never falls
   * (engine/chat/sort-key.ts), but for own entries that got a new number (engine/chat/own-entries.ts).
   */
  sortKey: number
  receivedAtMs: number
  /** The number of the edit that {@link text} is from, and its author's clock. */
  editSeq?: number
  editedAtMs?: number
  /** Deleted by its author: nothing of what it said is left here, but its number and digest. */
  isGone?: true
  /** From then on nothing of it is to be left here (engine/chat/expiry.ts); only as long as something is. */
  dueAtMs?: number
  /** {@link isGone} because its time was over: it has no place in the thread. */
  isExpired?: true
}

/** What a person's last entry about it says of another entry, whether that one is here yet or not. */
export interface MarkRow extends Mark {
  roomId: string
  authorId: string
  authorName: string
  /** Of the entry that says so: a later one of the same person wins. */
  seq: number
  atMs: number
  /** {@link atMs} of a pin that is on. */
  pinnedAtMs?: number
}

/** Another text that its author signed under a number that was taken: the entry that came first is in `entries`. */
export interface EquivocationRow extends SignedEntryColumns {
  roomId: string
  receivedAtMs: number
  /** As in {@link EntryRow}. */
  dueAtMs?: number
  isGone?: true
}

/** What we have of one author's entries in a room. */
export interface VersionVectorRow {
  roomId: string
  authorId: string
  /** Of too many ranges the newest (engine/chat/chain.ts). */
  ranges: {
    readonly from: number
    readonly to: number
    readonly digest: string
    readonly prev: EntryRef | null
  }[]
  /** The sort key of the one shown last. */
  newestSortKey: number
}

/** What a peer has of our entries in a room; {@link anyone} for what somebody has. */
export interface ReceiptRow {
  roomId: string
  peerId: string
  /** The first of our entries that are for this peer: what was said before is history. */
  sinceSeq: number
  /** When it was first met in this room. */
  metAtMs: number
  ranges: (readonly [from: number, to: number])[]
}

/** Which of an author's entries in a room somebody has seen: what we saw of others, and what they saw of ours. */
export interface SeenRangesRow {
  roomId: string
  authorId: string
  readerId: string
  /** Of too many the newest. */
  ranges: (readonly [from: number, to: number])[]
}

/** Stands for a peer's id in the receipts. */
export const anyone = '*'

/** A room that we are in or were in. It stays until it is forgotten. */
export interface RoomRow {
  roomId: string
  /** `page`: the room of a web page, public like any by name. */
  kind: 'public' | 'private' | 'page'
  /** What its members call it; the canonical address of a page. */
  roomName: string
  /** What we call it, where that is something else. */
  localName?: string
  /** The room's 32 bytes in base64url, for the next time. */
  secret: string
  relayUrl: string
  /** Whether a late joiner is sent what was said before; its creator decides, in the invite. */
  sharesHistory: boolean
  joinedAtMs: number
  /** When a panel last turned to it: the last room is shown first. */
  shownAtMs: number
  /** Joined when the browser was last open, and so again when it starts, if the person wants that. */
  isJoined: boolean
  isMuted: boolean
  /** Which messages notify where the room isn't muted; missing for the default (engine/rooms/notify-level.ts). */
  notify?: 'all' | 'mentions'
  /** Entries up to this `order` were seen. */
  readUpTo: number
}

/** Our signing key, the one row under the key `own`. */
export interface IdentityRow {
  key: 'own'
  /** Ed25519, the private key non-extractable. */
  keys: CryptoKeyPair
  madeAtMs: number
}

/** Somebody whose key was proved on a link. */
export interface PersonRow {
  peerId: string
  publicKey: string
  /** As they last called themselves. */
  name: string
  /** {@link name} as it is found by those that look like it (engine/identity/name-key.ts). */
  canonicalName: string
  /** When they first called themselves so; of two people of one name, the earlier one has it. */
  nameSinceMs: number
  firstSeenMs: number
  lastSeenMs: number
  /** On how many days (UTC) we met them; those of one day are forgotten first where there are too many. */
  daysMet?: number
  /** The person at this browser compared the keys. */
  verifiedAtMs?: number
  /** Carries a name that another key had first, and the person at this browser said that this is all right. */
  sameNameAcceptedAtMs?: number
  /** How loud we hear them in calls, 0 to 200; 100 where nothing was chosen. */
  volumePercent?: number
  /** We do not want to hear them in calls. */
  isMutedLocally?: boolean
}

/** The last `seq` we gave away in a room; outlives a forgotten room, since others still have what we said. */
export interface OwnSeqRow {
  roomId: string
  lastSeq: number
  /** Of that entry, which the next one names. */
  lastDigest: string
  /** Up to this number something may have been sent that is not on disk (engine/chat/own-numbers.ts). */
  reservedSeq?: number
}

/** Somebody asked in this window for the room of a page; the window's panel takes it. */
export interface PageRequestRow {
  windowId: number
  /** The page's canonical address (engine/wire/page-address.ts); empty where the page can have no room. */
  url: string
  scope: 'page' | 'site'
  atMs: number
}

/** What a person typed into a room's composer and did not send yet. Panels write it themselves. */
export interface DraftRow {
  roomId: string
  text: string
}

/** What version 2 didn't read of a `text`. */
const newTextFields = /"(replyTo|mentions|format)"/
/** What version 3 didn't read of entries. */
const lifetimeFields = /"(expiresAfterS|prevDueMs)"/

export interface DatabaseOptions extends ReopeningOptions {
  /** Writes are on the disk itself when they are done. See {@link SidetoneDatabase.strict}. */
  readonly isStrict?: boolean
}

/** The one home of everything durable, shared by every context of the extension. */
export class SidetoneDatabase extends ReopeningDatabase {
  declare entries: EntityTable<EntryRow, 'order'>
  declare marks: Table<MarkRow, [string, string, string, string, string]>
  declare equivocations: Table<EquivocationRow, [string, string, number, string]>
  declare versionVectors: Table<VersionVectorRow, [string, string]>
  declare receipts: Table<ReceiptRow, [string, string]>
  declare seenRanges: Table<SeenRangesRow, [string, string, string]>
  declare rooms: EntityTable<RoomRow, 'roomId'>
  declare drafts: EntityTable<DraftRow, 'roomId'>
  declare settings: Table<SettingsRow, 'own'>
  declare identity: Table<IdentityRow, 'own'>
  declare people: EntityTable<PersonRow, 'peerId'>
  declare ownSeqs: EntityTable<OwnSeqRow, 'roomId'>
  declare pageRequests: EntityTable<PageRequestRow, 'windowId'>

  readonly #options: DatabaseOptions
  /** The other of the two connections: the strict one, or the one that it belongs to. */
  #other: SidetoneDatabase | undefined

  constructor(name = 'sidetone', options: DatabaseOptions = {}) {
    super(name, options.isStrict ? { chromeTransactionDurability: 'strict' } : {}, options)
    this.#options = options
    this.version(1).stores({
      messages: '++order, &[roomId+authorId+seq], [roomId+order], [roomId+place+authorId+seq]',
      heads: '[roomId+authorId], [roomId+newestPlace]',
      receipts: '[roomId+peerId]',
      rooms: 'roomId',
      drafts: 'roomId',
      settings: 'key',
      identity: 'key',
      people: 'peerId, canonicalName',
      ownSeqs: 'roomId',
      pageRequests: 'windowId',
    })
    // Nothing was released by then: rooms, their ids and their logs began anew. Whoever we are, what we set and whom we
    // know stays.
    this.version(2)
      .stores({
        messages: null,
        heads: null,
        entries: entryIndices(2),
        equivocations: '[roomId+authorId+seq+digest]',
        versionVectors: '[roomId+authorId], [roomId+newestSortKey]',
      })
      .upgrade(async (transaction) => {
        for (const name of ['receipts', 'rooms', 'drafts', 'ownSeqs', 'pageRequests']) {
          await transaction.table(name).clear()
        }
      })
    this.version(3)
      .stores({
        entries: entryIndices(3),
        marks: [
          '[roomId+target+kind+value+authorId]',
          '[roomId+target]',
          '[roomId+target+authorId+kind+seq]',
          '[roomId+authorId+kind+seq]',
          '[roomId+pinnedAtMs]',
        ].join(', '),
      })
      .upgrade((transaction) =>
        transaction
          .table<EntryRow>('entries')
          .toCollection()
          .modify((row) => {
            row.isShown = 1
            // Those that say more than this client's predecessor read of them are read again (engine/chat/learn-kinds.ts).
            if (row.text === undefined || newTextFields.test(row.signedText)) row.unreadKind = row.kind
          }),
      )
    this.version(4)
      .stores({
        entries: entryIndices(4),
        equivocations: '[roomId+authorId+seq+digest], dueAtMs',
        seenRanges: '[roomId+authorId+readerId]',
      })
      .upgrade((transaction) =>
        transaction
          .table<EntryRow>('entries')
          .filter((row) => lifetimeFields.test(row.signedText))
          .modify((row) => {
            row.unreadKind = row.kind
          }),
      )
  }

  /**
   * The same database by a connection whose writes are on the disk itself when they are done, and not only with the
   * system: for what must outlive a power loss (our identity, the numbers that we gave away, the rooms' secrets).
   * Slower, so for nothing else. A transaction belongs to one of the two connections: never nest one in the other's.
   */
  get strict(): SidetoneDatabase {
    if (this.#options.isStrict) return this
    if (!this.#other) {
      this.#other = new SidetoneDatabase(this.name, { ...this.#options, isStrict: true })
      this.#other.#other = this
    }
    return this.#other
  }

  /** They are on one disk: what opens one of them opens the other. */
  protected override handleReopened() {
    this.#other?.reopenNow()
  }

  override close(options?: { disableAutoOpen: boolean }) {
    super.close(options)
    // Closed by the browser, each connection hears of it for itself.
    if (!this.#options.isStrict && options?.disableAutoOpen !== false) this.#other?.close(options)
  }
}
