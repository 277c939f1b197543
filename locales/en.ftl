manifest-name = Sidetone
manifest-description = Talk to people from the side panel of your browser, straight from browser to browser.
manifest-open-panel = Open Sidetone
manifest-join-page = Join the room of this page
manifest-join-site = Join the room of this whole site

## join

join-title = Talk to people
join-intro = Text goes straight from browser to browser. The relay only introduces you.
join-your-name = Your name
join-your-name-hint = How others see you.
join-relay-url = Relay URL
join-relay-url-hint = Everyone who wants to meet uses the same one.
join-room = Room
join-room-hint = Anyone who knows this name and the relay can join.
join-join = Join
join-joining = Joining…
join-use-suggestion = Use { $suggestion }

## room

room-leave = Leave
room-connection = Connection
room-people = People
room-you = you
room-peer-connecting = connecting
room-peer-reconnecting = reconnecting
room-peer-unreachable = cannot be reached
room-peer-unauthenticated = could not be verified
room-peer-needs-update = needs a newer Sidetone
room-we-need-update = You need a newer Sidetone to talk to them
room-try-peer-again = Try again

## rooms

rooms-title = Rooms
rooms-new-room = New room
rooms-join-room = Join room
rooms-unread =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
rooms-summary = { $room }: { $details }
rooms-alone = nobody else here
rooms-connecting = connecting
rooms-relay-away = relay out of reach
rooms-not-joined = not joined
rooms-muted = muted
rooms-mute = Mute
rooms-unmute = Unmute
rooms-rename = Rename
rooms-forget = Forget room
rooms-forget-named = Forget “{ $room }”
rooms-copy-invite = Copy invite
rooms-is-private = Private room. Only people with its invite can join.
rooms-is-public = Public room. Anyone who knows this name and the relay can join.
rooms-is-page = Anyone on this page can join, with the same relay.
rooms-is-site = Anyone on this site can join, with the same relay.

## newRoom

new-room-intro = Private. Only people to whom you give its invite can join.
new-room-room-name = Room name
new-room-room-name-hint = The people you invite see it, the relay does not.
new-room-shares-history = Whoever joins later sees what was said before
new-room-create = Create

## joinRoom

join-room-invite-hint = Paste what you were sent. It begins with sidetone-invite1, or is a link that contains it.
join-room-offer = Room “{ $room }” at the relay { $relayUrl }
join-room-paste-as-text = Paste as text
join-room-by-name = Or a public room, by its name

## invite

invite-title = Invite
invite-copied = Copied. Send it to the people you want here.
invite-not-copied = It could not be copied by itself. Select the text and copy it.
invite-warning = Whoever has this invite can join.
invite-warning-public = This room is public. Anyone can join, also without this invite.
invite-copy-text = Copy text
invite-copy-link = Copy link
invite-qr-label = QR code with a link that carries this invite

## pageRoom

page-room-title = Room of this page
page-room-site-title = Room of this site
page-room-anyone = Anyone on { $address } can join, if they use the same relay.
page-room-relay = Relay: { $relayUrl }

## forgetRoom

forget-room-title = Forget “{ $room }”?
forget-room-text = You leave the room, and everything that was said in it is deleted from this browser. Others keep what they have. Without its invite you cannot come back to a private room.
forget-room-text-left = Everything that was said in it is deleted from this browser. Others keep what they have. Without its invite you cannot come back to a private room.
forget-room-confirm = Forget
forget-room-cancel = Cancel

## changeRelay

change-relay-title = Change the relay of “{ $room }”
change-relay-text = Only people at the same relay meet. Tell the others to change it, too, or send them a new invite.
change-relay-change = Change

## renameRoom

rename-room-title = Rename the room
rename-room-label = Name for you
rename-room-hint = Only you see this name. Left empty, it is “{ $room }” again.
rename-room-save = Save

## status

status-relay-connecting = Connecting to the relay…
status-relay-waiting = The relay is out of reach. Trying again in { $seconds } s.
status-relay-trying = The relay is out of reach. Trying again now…
status-waiting = Waiting for others in { $room }.
status-connecting = Connecting to { $names }…
status-connected = Connected to { $names }.
status-reconnecting = Connection to { $names } lost. Reconnecting…
status-connected-relay-away = Connected to { $names }. The relay is out of reach, so nobody new can join for now.
status-host-lost = Starting Sidetone…
status-others =
    { $count ->
        [one] { $count } other
       *[other] { $count } others
    }

## chat

chat-messages = Messages
chat-message = Message
chat-placeholder = Write a message
chat-send = Send
chat-composer-hint = Enter sends, Shift+Enter starts a new line.
chat-empty = No messages yet.
chat-empty-hint = What you write here stays in your browser and in theirs.
chat-earlier = Show earlier messages
chat-new-messages = New messages
chat-waiting = Waiting
chat-waiting-hint = Waiting – nobody has received it yet
chat-sent = Sent, not yet received by everyone here
chat-delivered = Received by everyone here
chat-unknown-kind = This needs a newer Sidetone.
chat-contradiction = { $name } also signed this in its place:
chat-gap = A message from { $name } has not arrived.
chat-deleted = { $name } deleted this message.
chat-deleted-own = You deleted this message.
chat-edited = edited
chat-mentions-you = Mentions you
chat-reply = Reply
chat-replying-to = Replying to { $name }
chat-quote-gone = This message isn’t here.
chat-show-quoted = Show the message this answers
chat-edit = Edit
chat-editing = Editing your message
chat-save = Save
chat-stop-composing = Cancel
chat-react = React
chat-more-emoji = More emoji
chat-reaction-add = Add your { $emoji }. Reacted: { $names }
chat-reaction-remove = Remove your { $emoji }. Reacted: { $names }
chat-more = More actions
chat-actions = Actions
chat-copy = Copy text
chat-forward = Forward
chat-pin = Pin
chat-unpin = Unpin
chat-details-of = Details
chat-delete = Delete
chat-mention-whom = People to mention
chat-announced = { $name }: { $text }
chat-new-count = { $count } new messages
chat-author-clock = Sender’s clock
chat-hint = Use the arrow keys to move between messages, and Enter for actions.
chat-pinned = Pinned
chat-pinned-by = Pinned by { $names }
chat-pinned-count = All { $count } pinned messages
chat-pinned-title = Pinned messages

delete-message-title = Delete this message?
delete-message-text = It disappears for everyone in the room. People may have kept a copy.
delete-message-confirm = Delete
delete-message-cancel = Keep

forward-message-title = Forward message
forward-message-text = Choose a room. Its members see the text under your name.
forward-message-none = You’re in no other room.

emoji-picker-title = React
emoji-picker-search = Search emoji
emoji-picker-none = No emoji found.
emoji-picker-loading = Loading…

message-details-title = Details
message-details-sent = Sent
message-details-edited = Edited
message-details-clock = Sender’s clock
message-details-versions = Earlier versions
message-details-reactions = Reactions
message-details-no-reactions = No reactions yet.

## details

details-title = Details
details-copy = Copy
details-copied = Copied
details-log-label = Connection log
details-empty = Nothing has happened yet.

## log

log-relay-connecting = Connecting to the relay
log-relay-open-room = Relay open
log-relay-open-hub = Relay open, a shared hub without rooms
log-relay-waiting = Relay out of reach
log-relay-malformed = The relay sent something unreadable
log-hello-sent = Asked who is there
log-hello-sent-to = Asked { $name } for a new link
log-hello-received = { $name } is there
log-offer-sent = Offer sent to { $name }
log-offer-sent-to-all = Offer sent to whoever is there
log-offer-received = Offer from { $name }
log-answer-sent = Answer sent to { $name }
log-answer-received = Answer from { $name }
log-candidates-sent = Candidate sent to { $name }
log-candidates-received = Candidate from { $name }
log-ice-state = Network path to { $name }
log-channel-open = Data channel to { $name } open
log-link-silent = { $name } is not heard
log-ice-restart = Looking for a new path to { $name }
log-link-recovered = The path to { $name } works again
log-link-ended = Link to { $name } ended
log-peer-left = { $name } is gone
log-peer-unreachable = { $name } cannot be reached
log-peer-malformed = { $name } sent something unreadable
log-peer-forged = { $name } sent a forged message
log-peer-equivocates = { $name } signed two different messages as one

## people

people-verified = verified
people-verified-button = Verified
people-name-conflict = another key than the { $name } you know
people-own-name = your name, and another key
people-name-and-mark = { $name } ({ $mark })

## verify

verify-button = Verify
verify-title = Is this really { $name }?
verify-emoji-tab = Emoji
verify-number-tab = Number
verify-offered = Waiting for { $name }. Tell them to press Verify beside your name, by a call or face to face.
verify-exchanging = One moment…
verify-compare = Do you both see these seven, in this order? Read them to each other, by a call or face to face – not in this chat.
verify-emoji-label = Emoji to compare
verify-match = They match
verify-mismatch = They do not match
verify-matched = { $name } is verified. From now on their name carries this mark, and nobody else can have it.
verify-they-said-so = { $name } says that they match, too.
verify-they-did-not-yet = { $name } has not said so yet.
verify-try-again = Try again
verify-gone = { $name } is not here any more. Nothing was changed.
verify-number-hint = The same sixty digits stand at { $name }’s Verify, under Number. Scan, read aloud, or paste theirs.
verify-qr-label = Safety number as a QR code
verify-number-label = Safety number
verify-their-number = Their number
verify-their-number-hint = As they sent it, some way other than this chat.
verify-pasted-match = It matches.
verify-pasted-mismatch = It is another number. Do not trust this link.
verify-pasted-incomplete = So far it matches, but it has only { $digits } of 60 digits. Paste all of it.
verify-is-verified = You verified { $name }.
verify-take-back = Take the mark back
verify-done = Done
verify-asked = { $name } wants to compare keys with you. Call them, or sit together, and compare.
verify-compare-now = Compare
verify-not-now = Not now
verify-know-who = I know who that is
verify-two-people = They are two people

## identity

identity-title = Your key
identity-intro = A key that was made in this browser tells others that you are you. It cannot be copied out.
identity-fingerprint = Fingerprint
identity-none = There is none yet. It is made when you join a room.
identity-delete = Delete key…
identity-delete-title = Delete your key?
identity-delete-warning = The next time you join a room you get a new key, and this cannot be undone.
identity-delete-others = Others see somebody new under your name and are warned. Whoever verified you has to do it again.
identity-delete-rooms = You leave every room. Your rooms and their messages stay in this browser; what you wrote so far is then shown as somebody else’s, and what nobody received yet may never arrive.
identity-delete-people = The people whom you verified stay verified.
identity-delete-confirm = Delete key
identity-keep = Keep it
identity-deleted = The key is deleted.

## emoji

emoji-dog = Dog
emoji-cat = Cat
emoji-lion = Lion
emoji-horse = Horse
emoji-unicorn = Unicorn
emoji-pig = Pig
emoji-elephant = Elephant
emoji-rabbit = Rabbit
emoji-panda = Panda
emoji-rooster = Rooster
emoji-penguin = Penguin
emoji-turtle = Turtle
emoji-fish = Fish
emoji-octopus = Octopus
emoji-butterfly = Butterfly
emoji-flower = Flower
emoji-tree = Tree
emoji-cactus = Cactus
emoji-mushroom = Mushroom
emoji-globe = Globe
emoji-moon = Moon
emoji-cloud = Cloud
emoji-fire = Fire
emoji-banana = Banana
emoji-apple = Apple
emoji-strawberry = Strawberry
emoji-corn = Corn
emoji-pizza = Pizza
emoji-cake = Cake
emoji-heart = Heart
emoji-smiley = Smiley
emoji-robot = Robot
emoji-hat = Hat
emoji-glasses = Glasses
emoji-spanner = Spanner
emoji-santa = Santa
emoji-thumbs-up = Thumb
emoji-umbrella = Umbrella
emoji-hourglass = Hourglass
emoji-clock = Clock
emoji-gift = Gift
emoji-bulb = Bulb
emoji-book = Book
emoji-pencil = Pencil
emoji-paperclip = Paperclip
emoji-scissors = Scissors
emoji-lock = Lock
emoji-key = Key
emoji-hammer = Hammer
emoji-telephone = Telephone
emoji-flag = Flag
emoji-train = Train
emoji-bicycle = Bicycle
emoji-aeroplane = Plane
emoji-rocket = Rocket
emoji-trophy = Trophy
emoji-ball = Ball
emoji-guitar = Guitar
emoji-trumpet = Trumpet
emoji-bell = Bell
emoji-anchor = Anchor
emoji-headphones = Headphones
emoji-folder = Folder
emoji-pin = Pin

## dialog

dialog-close = Close

## notice

notice-dismiss = Dismiss
notice-try-now = Try now
notice-change-relay = Change the relay

## settings

settings-title = Settings
settings-open = Open the settings
settings-rejoin = Join my rooms again when the browser starts
settings-rejoin-hint = The rooms that you were in when it was closed.
settings-relay = Relay for new rooms
settings-relay-hint = Rooms that you are in keep the relay that they have.
settings-servers = STUN and TURN servers
settings-servers-hint = A STUN server helps browsers behind different routers to find each other. A TURN server passes on what cannot go directly, and cannot read it. Only servers in this list are used.
settings-address = Server address
settings-address-hint = For instance stun:stun.example.org:3478 or turn:turn.example.org:3478.
settings-username = User name
settings-username-hint = As the TURN server knows you.
settings-password = Password
settings-password-hint = Kept in this browser, and sent to nobody but the server.
settings-add = Add server
settings-test = Test
settings-test-server = Test { $url }
settings-testing = Asking the server…
settings-remove = Remove
settings-remove-server = Remove { $url }
settings-hide = Hide my addresses from others
settings-hide-hint = Every connection made from now on goes through a TURN server. Others see its address and not yours; it is slower.
settings-check-connection = Check the connection

## iceTest

ice-test-stun-answered = It answered. Others see you at { $address }
ice-test-stun-own-address = It answered. Others see you at your computer’s own address.
ice-test-turn-relays = It answered, accepted the password and relays through { $address }
ice-test-no-answer = No answer in { $seconds } seconds. Check the address and the port, and whether the server runs and a firewall lets you reach it.
ice-test-wrong-credentials = It answered and refused the user name or the password.
ice-test-refused = It answered and refused, with the error { $code }. Ask whoever runs it.
ice-test-unreadable = This browser does not use such an address. Check it, the port too.

## check

check-title = Connection check
check-checking = Checking. This takes up to ten seconds…
check-done = Done. This is what was found.
check-again = Check again
check-copy = Copy the report
check-back = Back to the settings
check-relay = Relay { $relayUrl }
check-relay-open = Open after { $milliseconds } ms.
check-relay-hub = Open after { $milliseconds } ms. It is a shared hub without rooms.
check-round-trip = There and back takes { $milliseconds } ms.
check-no-servers = None in the settings. Within one network none is needed; between two, add a STUN server, and a TURN server where that is not enough.
check-relay-turn-name = TURN server of the relay
check-no-relay-turn = The relay lends none.
check-addresses-name = Your addresses
check-addresses = Others are offered: { $kinds }.
check-no-addresses = There is none that others could use. Is this computer online? With hidden addresses, does the TURN server answer?
check-hidden = Your own addresses stay hidden.
check-host-ipv4 = IPv4 in your network
check-host-ipv6 = IPv6 in your network
check-host-hidden = a hidden name in your network (mDNS)
check-mapped = your address on the internet (STUN)
check-relayed = a TURN server’s address

## call

call-title = Call
call-start = Start call
call-join = Join call
call-one-in = { $names } is in a call
call-some-in = { $names } are in a call
call-full = The call is full. At most { $max } can talk at a time.
call-leaves-other = You leave the call in { $room }.
call-ends-with-sidebar = Closing this sidebar ends the call; the chat goes on.
call-mute = Mute
call-unmute = Unmute
call-deafen = Deafen
call-undeafen = Undeafen
call-hang-up = Hang up
call-hold-to-talk = Hold to talk
call-show-room = Show the room of this call
call-duration = Duration
call-settings = Call settings
call-state-label = State of the call
call-opening = Opening the microphone…
call-opening-slow = Waiting for the microphone…
call-opening-asked = Waiting for the microphone. Where the browser asks, choose Allow; if its question is gone, press the button.
call-listening = You are listening; the others do not hear you.
call-alone = Nobody else is in the call yet.
call-people = People in the call
call-connecting-to = Connecting to { $names }…
call-reconnecting-to = The sound from { $names } is lost. Reconnecting…
call-cannot-hear = No sound gets through between you and { $names }. It is tried again by itself.
call-peer-connecting = connecting
call-peer-reconnecting = reconnecting
call-peer-unreachable = cannot be reached
call-is-muted = muted
call-is-listening = listening only
call-is-silenced = silenced by you
call-silence = Silence { $name }
call-unsilence = Hear { $name } again
call-volume-of = Volume of { $name }
call-volume-silent = silent
call-volume-normal = { $percent } %, normal
call-volume-quieter = { $percent } %, quieter
call-volume-louder = { $percent } %, louder
call-quality = Quality
call-quality-good = Good
call-quality-fair = Fair
call-quality-poor = Poor
call-round-trip = There and back
call-loss = Packets lost
call-jitter = Jitter
call-bitrate = Bitrate
call-milliseconds = { $milliseconds } ms
call-percent = { $percent } %
call-kilobits = { $kilobits } kbit/s
call-ask-for-microphone = Ask for the microphone
call-open-browser-settings = Open the browser’s settings
call-allow-in-chrome = There: the site settings of this extension, Microphone, Allow.
call-allow-in-firefox = There: Privacy & Security, Permissions, Microphone, Settings. If Sidetone is not listed there, close and reopen this sidebar, and the browser asks anew.
call-try-again = Try again
call-hear-others = Hear the others
call-choose-device = Choose another
call-in-call = call going on

## callSettings

call-settings-title = Calls
call-settings-microphone = Microphone
call-settings-speaker = Speaker
call-settings-default-device = The computer’s default
call-settings-unnamed-microphone = Microphone { $place }
call-settings-unnamed-speaker = Speaker { $place }
call-settings-missing-device = The chosen one (not plugged in)
call-settings-names-after-grant = Names appear once the microphone was allowed.
call-settings-echo-cancellation = Echo cancellation
call-settings-echo-cancellation-hint = Keeps what your speaker plays out of your microphone. Not needed with headphones.
call-settings-noise-suppression = Noise suppression
call-settings-noise-suppression-hint = Takes fans, keyboards and hum away.
call-settings-auto-gain = Automatic gain
call-settings-auto-gain-hint = Evens out how loud you are.
call-settings-music = Music
call-settings-music-hint = Stereo, unprocessed and at a higher bitrate. The three switches above then do nothing.
call-settings-tones = Tones
call-settings-tones-hint = A short one when somebody joins or leaves the call.
call-settings-push-to-talk = Push to talk
call-settings-push-to-talk-hint = You are heard only while you hold a button in the call bar.
call-settings-notifies = Notifications
call-settings-notifies-hint = Says that somebody started a call, also while the panel is closed. Not for muted rooms.
call-settings-notifies-refused = The browser did not allow notifications, so this stays off.
call-settings-keys = Mute, deafen and hang up also work by keyboard while the panel is closed. The browser’s page of extensions has the keys, and changes them.

## microphoneTest

microphone-test-title = Microphone test
microphone-test-hint = Speak, and the bar moves. Then hear two seconds of yourself.
microphone-test-start = Test the microphone
microphone-test-stop = End the test
microphone-test-level = Level of your microphone
microphone-test-record = Record two seconds
microphone-test-recording = Recording…
microphone-test-playing = Playing…

## permission

permission-title = Sidetone and your microphone
permission-intro = Sidetone asks your browser for the microphone here, since it cannot ask from the side panel. Choose to allow it whenever you visit: what is allowed for this time only ends when this tab closes, and it closes by itself.
permission-asking = Waiting for your answer to the browser’s question…
permission-granted = Allowed. The call starts now, and this tab closes.
permission-granted-only = Allowed. This tab closes now.
permission-dismissed = The question was closed without an answer. Press Ask again, and choose Allow.
permission-denied = The microphone is blocked for Sidetone.
permission-denied-how = Press the symbol on the left of the address above, allow the microphone, and press Ask again. Or open the browser’s settings.
permission-none = No microphone was found. Plug one in and press Ask again; until then you can join the call and listen.
permission-failed = The microphone could not be opened ({ $detail }). Another program may be using it. Close that and press Ask again.
permission-ask-again = Ask again
permission-listen = Join and listen

## command

manifest-toggle-mute = Call: mute or unmute
manifest-toggle-deafen = Call: deafen or undeafen
manifest-hang-up = Call: hang up

## badge

badge-one-in = { $names } is in a call in { $room }
badge-some-in = { $names } are in a call in { $room }
badge-in-call = You are in a call in { $room }
badge-in-call-muted = You are muted in a call in { $room }
badge-started = { $name } started a call in { $room }

## problem

problem-name-empty = Type a name, so that others know who is talking.
problem-name-too-long = A name can have at most { $max } characters; this one has { $actual }. Shorten it.
problem-room-name-empty = Type the name of a room, for example “lobby”.
problem-room-name-too-long = A room’s name can have at most { $max } characters; this one has { $actual }. Shorten it.
problem-relay-url-empty = Type the address of a relay. One on your own computer has ws://127.0.0.1:8080/ws.
problem-relay-url-unreadable = This is not an address. A relay’s address looks like ws://127.0.0.1:8080/ws or wss://relay.example/ws.
problem-relay-url-scheme = A relay’s address begins with ws:// or wss://, not with { $scheme }. Change it.
problem-relay-url-no-scheme = A relay’s address begins with ws:// or wss://. Add that at the front.
problem-invite-empty = Paste an invite first. It begins with sidetone-invite.
problem-invite-unreadable = This is not an invite. An invite begins with sidetone-invite1; copy the whole line that you were sent.
problem-invite-cut-off = This invite is incomplete or has a wrong character in it. Copy the whole line again, from sidetone-invite1 to its end.
problem-invite-newer-version = This invite was made by a newer Sidetone. Update yours to use it.
problem-page-unfit = This page has no room. Only pages whose address begins with http:// or https:// have one; open such a page and try again.
problem-too-many-rooms = You are in { $max } rooms, and more do not fit. Leave one first.
problem-ice-server-empty = Type a server’s address, for instance stun:stun.example.org:3478.
problem-ice-server-unreadable = This is not a STUN or TURN server’s address. It looks like stun:stun.example.org:3478 or turn:turn.example.org:3478.
problem-turn-credentials-missing = A TURN server asks for a user name and a password. Type both.
problem-too-many-ice-servers = At most { $max } servers can be kept. Remove one first.
problem-relay-only-without-turn = Your addresses are to be hidden from others, but there is no TURN server to hide behind, neither in the settings nor from the relay, so nobody can be reached. In the settings, add a TURN server or stop hiding your addresses.
problem-relay-unreachable = Nothing answers at { $relayUrl }. Is the relay running, and is the address right?
problem-relay-refused = Something answers at { $relayUrl }, but it is not a relay. Check the address; most end in /ws.
problem-relay-lost = The relay at { $relayUrl } went away. Open conversations go on; it is tried again by itself.
problem-relay-malformed =
    { $count ->
        [one] The relay sent { $count } message that is not Sidetone’s. It was ignored. If nobody appears, check the relay’s address.
       *[other] The relay sent { $count } messages that are not Sidetone’s. They were ignored. If nobody appears, check the relay’s address.
    }
problem-peer-malformed = { $name }’s browser sends messages that cannot be read ({ $count } so far). They are ignored. You may both need the newest Sidetone.
problem-peer-forged = { $name }’s browser sent messages that others did not write ({ $count } so far). They were not shown. Do not trust what { $name } says others have said.
problem-peer-equivocates = { $name } signed two different messages as one, so others may have been told something else. Both are shown.
problem-peer-unreachable = No connection to { $name }. They may be gone, or a firewall keeps your browsers apart. It connects by itself when they are back.
problem-peer-unauthenticated = { $name } could not be verified: what their browser signed does not fit this connection. It was closed, and nothing of it is shown. Somebody may be in between; if it happens again, use another relay or a private room.
problem-room-full = The room is full. It takes { $max } people; try again when somebody has left.
problem-identity-unsupported = This browser is too old to make the key that tells you apart from others (Ed25519). Update it to Chrome 137, Firefox 140 or newer.
problem-own-name = Somebody else here calls themselves { $name }, as you do – with another key. It may be you in another browser, a second person of that name, or somebody who wants to be taken for you. If you do not know who that is, tell the others.
problem-same-name = Somebody here calls themselves { $name }, but is not the { $name } you know – their key is another one. It may be a second person of that name, a new browser of theirs, or somebody who pretends. Compare before you tell them anything.
problem-verification-mismatch = What you and { $name } see is not the same. Somebody may be between you, or one of you looked at another row. Say nothing secret here; try once more, and if it differs again, leave.
problem-verification-cancelled = { $name } did not want to compare. Ask them, and press Verify again.
problem-verification-timed-out = { $name } did not answer in time, so nothing was verified. Press Verify again when both of you are there.
problem-verification-interrupted = The connection to { $name } was lost before you had compared. Press Verify again when they are back.
problem-verification-broken = { $name }’s browser did not keep to the rules of comparing, so nothing was verified. Do not trust it; if it was a mistake, try again with the newest Sidetone.
problem-microphone-prompt = Your browser has not been asked for the microphone yet, and it can only ask in a tab. Press the button – a tab opens, asks, and closes again.
problem-microphone-denied = The microphone is blocked for Sidetone, so the others do not hear you. Allow it in the browser’s settings, then press Try again.
problem-microphone-in-use = Another program uses the microphone. Close it, or choose another microphone, and try again.
problem-microphone-none = No microphone was found, so you can hear the others and they cannot hear you. Plug one in and press Try again.
problem-microphone-unplugged = The microphone “{ $device }” was unplugged. You speak through the default one now.
problem-microphone-gone = The microphone that you chose is not plugged in. You speak through the default one now.
problem-microphone-revoked = The permission for the microphone has ended, and the others do not hear you any more. Ask again to go on speaking.
problem-microphone-failed = The microphone could not be opened ({ $detail }). Try again, or choose another one.
problem-speaker-unplugged = The speaker “{ $device }” was unplugged. You hear the others through the default one now.
problem-speaker-gone = The speaker that you chose is not there. You hear the others through the default one now.
problem-playback-blocked = The browser plays no sound until you press something. Press the button to hear the others.
problem-call-full = The call is full – at most { $max } can talk at a time. Try again when somebody has left.
problem-not-in-call = You are not in this call any more. Join it again.
problem-message-empty = Write something first.
problem-message-gone = That message isn’t there anymore.
problem-message-too-long = This message has { $actual } KB; at most { $max } KB fit into one. Shorten it or send it in parts. Nothing is lost.
problem-not-joined = You are not in this room any more. Join it again; your text is still here.
problem-storage-failed = The browser could not save that ({ $detail }), so it was not sent. Free some disk space and try again.
problem-panel-storage-failed = The browser’s storage failed ({ $detail }). Free some disk space. Sidetone keeps trying.
problem-host-lost = Sidetone’s background page stopped. Try again; it starts by itself.
problem-unexpected = Something went wrong ({ $detail }). Try again.
