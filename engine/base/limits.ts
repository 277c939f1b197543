/**
 * Every size, count, rate and time that the engine holds others (and itself) to, with the unit in the name.
 * docs/protocol.md lists them; the relay has a list of its own in relay/src/limits.ts.
 */
export const limits = {
  /** A person's name, in code points, after cleaning. */
  maxNameCharacters: 40,
  /** A room's name, in code points, after cleaning. */
  maxRoomNameCharacters: 100,
  /** A relay's address as typed. */
  maxRelayUrlCharacters: 2_000,
  /** The canonical address of a page whose room is joined. */
  maxPageAddressCharacters: 2_000,
  /** A text that is searched for an invite: the longest one, escaped and in base64url, and a mail around it. */
  maxPastedInviteCharacters: 32_768,
  /** Rooms that one browser is in at a time. */
  maxJoinedRooms: 16,
  /** STUN and TURN servers in the settings, and the characters of one's URL, user name or password. */
  maxIceServers: 8,
  maxIceServerCharacters: 512,
  /** Rooms that could not be joined again at the start are tried again after this time, until they are. */
  rejoinRetryMs: 30_000,
  /** One chat message, in UTF-8 bytes. Escaped as JSON it still fits the 262,144 bytes a data channel takes. */
  maxMessageTextBytes: 32_768,

  /** People whom one text mentions; the rest isn't read. */
  maxMentions: 32,
  /** One reaction's emoji, in UTF-16 code units. */
  maxEmojiCharacters: 32,
  /** Emoji of one person on one entry, and entries that one person pins in a room: those said last. */
  maxReactionsPerPerson: 16,
  maxPinsPerPerson: 64,
  /** Reactions that are kept to one entry, those taken back among them: the first in order of emoji and author. */
  maxReactionsPerEntry: 2_048,
  /** Edits of one text that its deletion takes along, the newest; and as many earlier versions are shown. */
  maxDroppedEdits: 100,
  /** Reactions to one entry that are read to be shown, in order of emoji and author; and pins of a room, the newest. */
  maxReactionsRead: 500,
  maxPinsRead: 100,
  /** Pins that one unpin takes back, and those that one person takes back in a room: those said last. */
  maxPinsTakenBack: 32,
  maxPinsTakenBackPerPerson: 1_024,
  /** How long an entry may say that it's kept, and the shortest that a room's messages may be set to. */
  maxLifetimeS: 31_536_000,
  minDisappearAfterS: 5,
  /** Settings that one replaces by name, and the people whose last one is looked at. */
  maxReplacedSettings: 32,
  maxSettingAuthors: 256,
  /** Entries whose time is over that are emptied at once, and the longest wait before it's looked again. */
  expireBatchEntries: 100,
  maxExpiryWaitMs: 3_600_000,
  /** Entries that are read again at once when this client has learnt their kind. */
  learnBatchEntries: 200,

  /** What a relay may hand us at once. The bundled relay refuses to carry more. */
  maxSealedBytes: 65_536,
  /** One session description inside a signal; sealed and in base64url it stays below `maxSealedBytes`. */
  maxDescriptionCharacters: 32_768,
  maxCandidateCharacters: 1_024,
  maxCandidatesPerSignal: 32,
  /** Candidates that wait for their description, per link. */
  maxWaitingCandidates: 64,
  /** How far behind the newest one a signal may arrive and still count as new. */
  replayWindowSignals: 1_024,
  /** Senders whose replay windows are remembered, per room; members' are never forgotten. */
  maxReplayWindows: 256,

  /** One message on a data channel. */
  maxChannelMessageBytes: 262_144,
  /** One entry's signed text as it travels, escaped once more inside a message. The greatest text still fits. */
  maxEntryBytes: 245_760,
  /** Of other authors' newest entries, how many an entry names that it follows. */
  maxFollows: 8,
  /**
   * Entries that wait to be checked and written, in bytes of memory: of one peer, and of all peers in all rooms. Beyond
   * the first a peer loses the rest; beyond the second it's the one with the most waiting that does.
   */
  maxWaitingEntryBytes: 8_388_608,
  maxWaitingEntryBytesTotal: 33_554_432,
  /** Entries that are checked and written in one turn: so long at most does another peer's wait behind them. */
  maxEntriesPerTurn: 32,
  /** What a link left waiting is written for so long after it ended. */
  writeAfterCloseMs: 2_000,
  /** How far a clock may be off and still decide in which order is shown what is said at once. */
  liveOrderWindowMs: 3_000,
  /** Ranges of one author's entries in one list; of more, the oldest are left out. */
  maxRangesPerAuthor: 64,
  /** Authors, and ranges of all of them, in what a peer says to have; the authors heard last come first. */
  maxVectorAuthors: 256,
  maxVectorRanges: 2_048,
  /** The newest entries of a room that are passed on to those who lack them. */
  maxHistoryEntries: 2_000,
  /** What is taken from one peer after each opening of its link. */
  maxCatchUpEntries: 2_000,
  maxCatchUpCharacters: 8_388_608,
  /** One answer with entries of the past: so long at most do live ones wait behind it. */
  maxHistoryPageEntries: 100,
  maxHistoryPageCharacters: 65_536,
  /** Between two answers to one peer. */
  historyPageIntervalMs: 25,
  /** Answers to one peer at that pace, enough for all that it takes, and the time after which it gets one more. */
  maxHistoryPageBurst: 150,
  historyPageRefillMs: 1_000,
  /** Without an answer by then, another peer is asked. */
  historyAnswerTimeoutMs: 10_000,
  /** Own entries that one peer may lack and is still sent, the newest of them. */
  maxOutboxEntries: 10_000,
  /** What is sent to one peer and it has not confirmed; the rest waits, unless the peer confirms nothing for so long. */
  maxUnconfirmedCharacters: 2_097_152,
  confirmationTimeoutMs: 30_000,
  /** What one peer may have us write at once, and then each second; what is faster waits. */
  maxWriteBurstCharacters: 16_777_216,
  writtenCharactersPerSecond: 65_536,
  /** Own entries read from disk at once for one peer. */
  outboxBatchEntries: 32,
  /** How long a peer that says to have own entries which we don't know may take to show them. */
  ownProofTimeoutMs: 5_000,
  /** After an author's entries changed, until peers are told the new digests; times 0.75 to 1.25, at random. */
  digestDelayMs: 5_000,
  /** How long an entry that another one names may be missing before its author is asked, and the list says so. */
  gapGraceMs: 10_000,
  /** Missing entries that are waited for at a time, per room. */
  maxWatchedGaps: 64,
  /** Entries in one answer to `digests` or `prove`; the search for what `digests` names looks up so many. */
  maxEvidenceEntries: 32,
  maxDigestLookups: 256,
  /** Numbers under which we keep a second text: of one author, and of all authors in a room. */
  maxEquivocationsPerAuthor: 32,
  maxEquivocationsPerRoom: 256,
  /** Numbers that are shown to one peer as evidence over one link. */
  maxEvidencePerLink: 256,
  /** After the disk refused, and how often a peer's entries are tried to be written before it's left to the next link. */
  storageRetryMs: 1_000,
  maxStorageAttempts: 3,
  /** A database that could not be opened is opened again after this time, which doubles, and no later than that. */
  databaseReopenFirstMs: 250,
  databaseReopenMaxMs: 4_000,
  /** A query that follows the database rests twice as long as it took, and no longer than this. */
  maxQueryRestMs: 150,
  /** Pairs of a word and a message that a search keeps in memory, 16 bytes each; older messages are not searched. */
  maxSearchPostings: 4_000_000,
  /** Sealed signals that wait to be opened, per room; a relay that floods loses the rest. */
  maxWaitingSignals: 1_024,
  /** Members of a room whom we link with; the one too many is told so. */
  maxRoomMembers: 32,
  /** A type of signals or messages, of any version. */
  maxTypeCharacters: 64,
  /** Peers who said that they are here and have not named our visit yet; of more, the oldest go. */
  maxUnlistedPeers: 32,
  /** How long somebody who could not be verified stays in the list, and how many of them at most. */
  unauthenticatedShownMs: 30_000,
  maxUnauthenticatedPeers: 8,
  /** The wait before a visit whose proof failed is linked again, doubled by each further failure up to the longest. */
  unauthenticatedRetryMs: 30_000,
  maxUnauthenticatedRetryMs: 600_000,
  /** Peers without a common version that are remembered, and for how long: more than they are silent at most. */
  maxIncompatiblePeers: 16,
  incompatibleShownMs: 200_000,
  /** Keys whose malformed messages and rates are remembered, per room. */
  maxStandings: 512,
  /** How long an open link may take to answer when its peer is said to have come back as somebody new. */
  visitProbeMs: 1_500,

  /** From the first signal until the data channels are open; then the link is built anew. */
  linkOpenTimeoutMs: 15_000,
  /** How often we say again that we are here (± half of it, at random), and while nobody else is. */
  helloIntervalMs: 120_000,
  helloIntervalAloneMs: 15_000,
  /** How long a peer may say nothing at all to our offer; then it is asked whether it is there. */
  offerAnswerTimeoutMs: 6_000,
  /** Chat that may arrive before its sender's proof does, which is on another channel. */
  maxHeldMessages: 64,
  maxHeldCharacters: 1_048_576,
  /** Links to one peer that may fail in a row before the peer is given up. */
  maxLinkFailures: 2,
  /** Links that are over and whose offers count as replays, per room. */
  maxEndedLinks: 256,
  /** New links that one peer may ask for at once, and the time after which it may ask for one more. */
  maxLinkBurst: 12,
  linkRefillMs: 1_000,
  /** How long a link waits, when we leave, for the peer to have heard it. */
  leaveTimeoutMs: 1_000,
  /** How long `disconnected` may startRecovery by itself. */
  disconnectedGraceMs: 3_000,
  /** After this time a report of a link's path is surely not from before the path that it is asked about. */
  pathSettledMs: 1_000,
  heartbeatIntervalMs: 1_000,
  /** Silence on a link after which it is given a new path. With the steps below a dead peer is gone within 10 s. */
  heartbeatTimeoutMs: 3_000,
  /** How long an ICE restart may take, if the peer says nothing through the relay; and if it does. */
  restartTimeoutMs: 2_200,
  answeredRestartTimeoutMs: 4_000,
  /** How long a peer may take to answer when it is asked for a new link, and how often it may not. */
  rebuildAnswerTimeoutMs: 1_200,
  maxUnansweredRebuilds: 2,
  /** The wait after a link that never opened, times the number of those in a row. */
  rebuildBackoffMs: 2_000,
  /** A peer that no link reaches is tried again, quietly. */
  unreachableRetryMs: 30_000,

  /** TURN servers that one relay may provide, and what its answer may weigh. */
  maxProvidedServers: 4,
  maxTurnAnswerBytes: 8_192,
  turnAnswerTimeoutMs: 10_000,
  /** Credentials are asked for anew by then, whatever the relay says. */
  maxCredentialLifetimeMs: 86_400_000,
  /** After the relay opened: the first links are being made, and servers provided for later must not slow them. */
  turnRequestDelayMs: 250,
  /** Between two questions to one relay for servers, whatever it answered. */
  minTurnRequestIntervalMs: 60_000,
  /** How long a link that was begun without the provided servers may still come about without them. */
  turnGraceMs: 2_000,

  /** How long a STUN or TURN server may take to answer when it is tested; Chromium itself waits 40 s. */
  iceTestTimeoutMs: 10_000,

  /** How often we look whether the computer slept, and for how long to call it that. */
  wakeIntervalMs: 5_000,
  minSleepMs: 10_000,

  relayOpenTimeoutMs: 10_000,
  relayProbeTimeoutMs: 3_000,
  /** How long a relay may be silent when a link is in trouble, before its socket is replaced. */
  relaySilenceMs: 2_000,
  /** Reconnecting to the relay: exponential, full jitter. */
  relayBackoffFirstMs: 500,
  relayBackoffMaxMs: 30_000,
  /** The same where nobody else is heard either, so that our own network is gone: for so long, and no slower than this. */
  fastReconnectWindowMs: 300_000,
  fastReconnectBackoffMaxMs: 2_000,
  fastReconnectOpenTimeoutMs: 5_000,
  /** How often a relay that can tell is asked whether our socket is alive. */
  relayProbeIntervalMs: 15_000,
  /** Attempts that fail in a row before the relay's ways are found out anew. */
  relayFallbackThreshold: 4,
  /** A socket that stays open this long counts as good: the back-off starts anew. */
  relayStableMs: 5_000,
  /** On a hub without rooms and with nobody linked, the room's own address is tried again after this time. */
  hubRecheckMs: 30_000,

  /** People whose keys are kept, but for those whom the person at this browser judged (engine/identity/people-bound.ts). */
  maxPeople: 2_000,
  /** Of those, people met today for the first time, where others would have to go for more. */
  maxNewPeople: 500,
  /** How long somebody who is asked to compare keys has for an answer. */
  verificationAnswerTimeoutMs: 120_000,
  /** How long the other browser has for its next step. */
  verificationStepTimeoutMs: 15_000,
  /** How long two people have to look at their emoji. */
  verificationCompareTimeoutMs: 600_000,
  /** Comparisons that one peer may ask for at once, and the time after which it may ask for one more. */
  maxVerificationBurst: 3,
  verificationRefillMs: 30_000,
  /** What one peer may say about comparing at once, and the time after which it may say one more. */
  maxVerificationMessageBurst: 20,
  verificationMessageRefillMs: 1_000,

  /** While a person types, others are told so once in this time; and believe it for so long after they heard it last. */
  typingIntervalMs: 3_000,
  typingTimeoutMs: 6_000,
  /** What one peer may say about typing at once, and the time after which it may say one more. */
  maxTypingBurst: 20,
  typingRefillMs: 500,
  /** An author is told once in this time what we have seen of theirs. */
  seenIntervalMs: 1_000,
  /** How often one peer may say at once what it has seen, and the time after which it may again. */
  maxSeenBurst: 20,
  seenRefillMs: 500,
  /** Entries that a panel says at once to be in sight. */
  maxSightsAtOnce: 256,
  /** Entries without a place in the thread, between two that were seen, so that the three are one range. */
  maxSeenGapEntries: 64,

  /** Once a room's log is quiet for so long, what the next own entry names is read ahead. */
  readAheadDelayMs: 50,
  /** So long after somebody typed, the number that is reserved for what they may say is given back. */
  reservedNumberMs: 10_000,
  /** How long what follows an open link waits (history, what is known of the person), while panels say that it is open. */
  afterOpenMs: 20,
  /** How long keeping what was typed waits, while the first link is made. */
  saveDelayMs: 40,

  /** Voices in one call, ours among them: each browser sends to and decodes all others. The one too many is told so. */
  maxCallVoices: 8,
  maxVolumePercent: 200,
  maxDeviceIdCharacters: 256,
  /** A language tag (BCP 47), far longer than any in use. */
  maxLanguageCharacters: 64,
  /** Negotiations of a call that one peer may ask for at once, and the time after which it may ask for one more. */
  maxCallOfferBurst: 12,
  callOfferRefillMs: 1_000,
  /** Everything else that one peer may say about a call at once, and the time after which it may say one more. */
  maxCallMessageBurst: 60,
  callMessageRefillMs: 100,
  /** How long somebody in a call whose link opened anew has to say that it still is. */
  callStateTimeoutMs: 3_000,
  /** How long we wait for the offer of somebody who came into the call, before we ask for it. */
  callOfferWaitMs: 3_000,
  /** How often two ends of a call tell each other what they sent and got. */
  callReportIntervalMs: 1_000,
  /** Sound that the other end says to send and that does not arrive for so long is looked into. */
  callSilenceMs: 4_000,
  /** After we join, nobody's coming sounds for so long: they were there before us. */
  callQuietJoinMs: 2_000,
  /** How often panels are told how loud everybody is. */
  callLevelIntervalMs: 100,
  /** How often the quality of a call is measured. */
  callQualityIntervalMs: 2_000,
  /** Microphones that end by themselves and are replaced by the default one, at once, and one more each. */
  maxMicrophoneFallbackBurst: 3,
  microphoneFallbackRefillMs: 5_000,
  /** What a test of the microphone records and plays back. */
  microphoneTestMs: 2_000,
  /** A tone that the browser does not let sound by then is given up. */
  toneTimeoutMs: 1_000,
  /** How long the old microphone waits for the new one to be sent to all. */
  microphoneSwapMs: 1_000,
  voiceBitrate: 32_000,
  musicBitrate: 128_000,

  /** Lines of the connection log that are kept. */
  maxLogEntries: 500,
  /** What a panel holds of a room that was said just now and is not on disk yet. */
  maxLiveEntries: 100,
  /** How long panels may wait to be told of what is not urgent: the log, and the steps towards a link. */
  panelPaceMs: 150,
  /** How long they may wait to be told of a new room, if no link comes first. */
  newRoomPaceMs: 60,
  /** The same of a new call, if nobody is heard sooner. */
  newCallPaceMs: 100,
  /** Unreadable messages from one source after which the panel says so. */
  malformedNoticeCount: 3,
  /** Unreadable messages from one peer after which its link is closed. */
  malformedCloseCount: 1_000,
  /** After this time one of them is forgotten. */
  malformedDecayMs: 5_000,
  /** Messages of types that we do not know, which are ignored: noted at once, and one more each. */
  maxUnknownBurst: 100,
  unknownRefillMs: 1_000,

  /** How often the Firefox event page touches an extension API; Firefox suspends it after 30 s without. */
  keepAwakeIntervalMs: 10_000,
} as const
