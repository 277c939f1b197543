manifest-name = Sidetone
manifest-description = Chat and voice calls in your browser’s side panel, straight from browser to browser.
manifest-open-panel = Open Sidetone
manifest-join-page = Join this page’s room
manifest-join-site = Join this site’s room

## join

join-title = Start talking
join-intro = Messages and calls go straight from browser to browser. The relay only introduces you.
join-your-name = Your name
join-your-name-hint = Shown to everyone in the room.
join-relay-url = Relay URL
join-relay-url-hint = Use the same relay as the people you want to talk to.
join-room = Room
join-room-hint = Anyone who knows this name and the relay can join.
join-join = Join
join-joining = Joining…
join-use-suggestion = Use { $suggestion }

## start

# Proposed to somebody who has no name yet. The words of each list stand between | and go with all of the other list; a
# language whose adjectives change with the noun takes animals of one gender.
start-adjectives = Amber | Brave | Breezy | Bright | Calm | Cheerful | Clever | Cozy | Curious | Daring | Dreamy | Eager | Fluffy | Gentle | Happy | Jolly | Kind | Lively | Lucky | Mellow | Merry | Nimble | Patient | Playful | Polite | Quick | Quiet | Rosy | Silver | Sleepy | Snowy | Sunny | Swift | Thoughtful | Tidy | Wise
start-animals = Badger | Beaver | Bison | Bumblebee | Crane | Deer | Dolphin | Dove | Falcon | Finch | Firefly | Fox | Gecko | Hare | Hedgehog | Heron | Koala | Lark | Lynx | Marten | Moose | Newt | Otter | Owl | Panda | Pelican | Puffin | Raccoon | Robin | Seal | Sparrow | Squirrel | Stork | Swallow | Turtle | Wren
start-name = { $adjective } { $animal }
start-another-name = Suggest another
start-own-room = { $name }’s room
start-invite = Got an invite?
start-invite-hint = Paste the invite link or code. Without one, start a room and invite people yourself.
start-own = Start a room of my own
start-join = Join { $room }
start-join-invite = Join by invite
start-starting = Starting…
start-other = Another relay or room
start-other-hint = A room of your own is started on this relay, too.
start-your-rooms = Your rooms
start-paste-again = Paste again

## relayTest

relay-test-test = Test relay
relay-test-testing = Asking the relay…
relay-test-answers = This relay answers.
relay-test-no-relay = No relay yet?
relay-test-run = Run one on this computer. In a copy of Sidetone’s source code, enter:
relay-test-run-for-others = So that people on other computers can reach it, enter this instead, and give them this computer’s address, for example ws://192.168.1.20:8080/ws:
relay-test-readme = The file relay/README.md in the same place explains how to run one on a server.

## room

room-leave = Leave
room-connection = Connection
room-people = People
room-people-count =
    { $count ->
        [one] { $count } person here
       *[other] { $count } people here
    }
room-menu = Room menu
room-you = you
room-path-direct = Connected directly.
room-path-relayed = Connected through a TURN server, which can’t read anything.
room-peer-connecting = connecting
room-peer-reconnecting = reconnecting
room-peer-unreachable = can’t connect
room-peer-unauthenticated = identity check failed
room-peer-needs-update = needs a newer Sidetone
room-we-need-update = Update Sidetone to talk to them
room-peer-lacks-chat = can’t get messages
room-peer-lacks-call = can’t join calls
room-peer-lacks-chat-and-call = can’t get messages or join calls
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
rooms-relay-away = can’t reach relay
rooms-not-joined = not joined
rooms-muted = muted
rooms-mute = Mute room
rooms-notify = Notifications
rooms-rename = Rename
rooms-forget = Forget room
rooms-forget-named = Forget “{ $room }”
rooms-copy-invite = Copy invite
rooms-is-private = Private room. Only people with its invite can join.
rooms-is-public = Public room. Anyone who knows its name and the relay can join.
rooms-is-page = Anyone on this page who uses the same relay can join.
rooms-is-site = Anyone on this site who uses the same relay can join.

## newRoom

new-room-intro = A private room. Only people with its invite can join.
new-room-room-name = Room name
new-room-room-name-hint = People you invite see this name. The relay doesn’t.
new-room-shares-history = Let people who join later see earlier messages
new-room-create = Create

## joinRoom

join-room-invite-hint = Paste the invite link or code you were sent.
join-room-offer = Room “{ $room }” on relay { $relayUrl }
join-room-paste-as-text = Paste as text
join-room-by-name = Or join a public room by name

## invite

invite-title = Invite
invite-copied = Copied. Send it to the people you want in this room.
invite-not-copied = Couldn’t copy the invite. Select the text and copy it yourself.
invite-warning = Anyone with this invite can join.
invite-warning-public = This room is public. Anyone can join, even without an invite.
invite-copy-text = Copy code
invite-copy-link = Copy link
invite-qr-label = QR code with the invite link

## emptyRoom

empty-room-title = Invite people
empty-room-nobody = Nobody else is here yet. Send this link to the people you want here.
empty-room-link = Invite link
empty-room-copied = Link copied.
empty-room-not-copied = Couldn’t copy the link. Select it and copy it yourself.
empty-room-only-here = Only browsers on this computer reach this relay. To invite others, change to a relay that they reach, too.

## pageRoom

page-room-title = This page’s room
page-room-site-title = This site’s room
page-room-anyone = Anyone on { $address } who uses the same relay can join.
page-room-relay = Relay: { $relayUrl }

## sharePage

share-page-menu = Send to Sidetone
share-page-title = Send to a room
share-page-choose = Choose a room. You can still edit the text before you send it.
share-page-no-rooms = You’re not in a room yet. Join one to find this in its message box.

## leaveRoom

leave-room-title = Leave a room
leave-room-text = Choose one. Its messages stay here, and you can join it again.

## forgetRoom

forget-room-title = Forget “{ $room }”?
forget-room-text = You’ll leave the room, and its messages will be deleted from this browser. Others keep theirs. You’ll need an invite to rejoin a private room.
forget-room-text-left = Its messages will be deleted from this browser. Others keep theirs. You’ll need an invite to rejoin a private room.
forget-room-confirm = Forget
forget-room-cancel = Cancel

## changeRelay

change-relay-title = Change relay for “{ $room }”
change-relay-text = You only find people on the same relay. Ask the others to change it too, or send a new invite.
change-relay-change = Change

## renameRoom

rename-room-title = Rename room
rename-room-label = Room nickname
rename-room-hint = Only you see it. Leave it empty to show “{ $room }” again.
rename-room-save = Save

## status

status-relay-connecting = Connecting to the relay…
status-relay-waiting = Can’t reach the relay. Trying again in { $seconds } s.
status-relay-away = Can’t reach the relay. Sidetone keeps trying.
status-relay-trying = Can’t reach the relay. Trying again now…
status-waiting = Waiting for others in { $room }.
status-connecting = Connecting to { $names }…
status-connected = Connected to { $names }.
status-reconnecting = Lost the connection to { $names }. Reconnecting…
status-connected-relay-away = Connected to { $names }. Can’t reach the relay, so nobody new can join right now.
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
chat-composer-hint = Press Enter to send, Shift+Enter for a new line.
chat-empty = No messages yet.
chat-empty-hint = Messages are stored only in the browsers of the people in this room.
chat-earlier = Show earlier messages
chat-new-messages = New messages
chat-waiting = Waiting
chat-waiting-hint = Waiting to be sent when someone else is here
chat-sent = Sent, but not everyone here has it yet
chat-delivered = Delivered to everyone here
chat-unknown-kind = Update Sidetone to see this.
chat-received-at = Received { $time }. The sender’s clock is wrong.
chat-delivered-to-able = Delivered to everyone here who can get messages
chat-seen = Seen by everyone here
chat-typing-one = { $name } is typing…
chat-typing-two = { $first } and { $second } are typing…
chat-typing-many = Several people are typing…
chat-show-more = Show more
chat-show-less = Show less
chat-show-spoiler = Show spoiler
chat-copy-code = Copy code
chat-code-copied = Copied
chat-code-not-copied = Couldn’t copy. Select the code and copy it.
chat-contradiction = { $name } also signed this in its place:
chat-gap = A message from { $name } hasn’t arrived yet.
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
chat-reactions-more =
    { $count ->
        [one] { $count } more emoji
       *[other] { $count } more emoji
    }
chat-more = More actions
chat-actions = Actions
chat-copy = Copy text
chat-forward = Forward
chat-pin = Pin
chat-unpin = Unpin
chat-details-of = Details
chat-delete = Delete
chat-mention-whom = People to mention
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
message-details-disappears = Disappears
message-details-pinned = Pinned by
message-details-unpinned = Unpinned by
message-details-versions = Earlier versions
message-details-reactions = Reactions
message-details-no-reactions = No reactions yet.
message-details-delivered = Delivered to
message-details-not-delivered = Nobody yet.
message-details-seen = Seen by
message-details-not-seen = Nobody has said so yet.
message-details-seen-off = You don’t tell others what you’ve read, so you don’t see what they’ve read.

## details

details-title = Connection details
details-copy = Copy
details-copied = Copied
details-log-label = Connection log
details-empty = Nothing logged yet.

## log

log-relay-connecting = Connecting to the relay
log-relay-open-room = Relay connected
log-relay-open-hub = Relay connected (a shared hub without rooms)
log-relay-waiting = Relay unreachable
log-relay-malformed = Unreadable message from the relay
log-hello-sent = Hello sent to the room
log-hello-sent-to = New connection requested from { $name }
log-hello-received = Hello from { $name }
log-offer-sent = Offer sent to { $name }
log-offer-sent-to-all = Offer sent to the room
log-offer-received = Offer from { $name }
log-answer-sent = Answer sent to { $name }
log-answer-received = Answer from { $name }
log-candidates-sent = ICE candidates sent to { $name }
log-candidates-received = ICE candidates from { $name }
log-ice-state = Network path to { $name }
log-channel-open = Data channel to { $name } open
log-link-silent = No response from { $name }
log-ice-restart = Restarting ICE with { $name }
log-link-recovered = Connection to { $name } restored
log-link-ended = Connection to { $name } closed
log-peer-left = { $name } left
log-peer-unreachable = Can’t connect to { $name }
log-peer-malformed = Unreadable message from { $name }
log-peer-forged = Forged message from { $name }
log-peer-equivocates = { $name } signed two different messages with the same number

## people

people-verified = verified
people-verified-button = Verified
people-name-conflict = different key from the { $name } you know
people-own-name = same name as yours, different key
people-name-and-mark = { $name } ({ $mark })

## verify

verify-button = Verify
verify-title = Is this really { $name }?
verify-emoji-tab = Emoji
verify-number-tab = Number
verify-offered = Waiting for { $name }. By phone or in person, ask them to click Verify next to your name.
verify-exchanging = One moment…
verify-compare = Do you both see these seven emoji in the same order? Read them to each other by phone or in person, not in this chat.
verify-emoji-lacking = { $name }’s Sidetone can’t compare emoji. Compare the number instead.
verify-emoji-label = Emoji to compare
verify-match = They match
verify-mismatch = They don’t match
verify-matched = { $name } is verified. Their name now carries this badge, and nobody else can get it.
verify-they-said-so = { $name } says they match, too.
verify-they-did-not-yet = { $name } hasn’t confirmed yet.
verify-try-again = Try again
verify-gone = { $name } has left. Nothing was changed.
verify-number-hint = { $name } sees the same 60 digits in the Number tab. Scan the code, read the digits aloud, or paste theirs.
verify-qr-label = Safety number as a QR code
verify-number-label = Safety number
verify-their-number = Their number
verify-their-number-hint = Get it from them some other way than this chat.
verify-pasted-match = The numbers match.
verify-pasted-mismatch = The numbers don’t match. Don’t trust this connection.
verify-pasted-incomplete = Matches so far, but that’s only { $digits } of 60 digits. Paste all of them.
verify-is-verified = You’ve verified { $name }.
verify-take-back = Remove verification
verify-done = Done
verify-asked = { $name } wants to compare emoji with you. Do it by phone or in person.
verify-compare-now = Compare
verify-not-now = Not now
verify-know-who = I know who it is
verify-two-people = Different people

## identity

identity-title = Your identity key
identity-intro = This key was created in this browser. It proves to others that you’re you, and it can’t be exported.
identity-fingerprint = Fingerprint
identity-none = You don’t have one yet. It’s created when you join a room.
identity-delete = Delete key…
identity-delete-title = Delete your key?
identity-delete-warning = You’ll get a new key when you next join a room. This can’t be undone.
identity-delete-others = Others get a warning that someone new uses your name. They’ll have to verify you again.
identity-delete-rooms = You’ll leave all rooms. They stay in this browser, but your old messages will look like someone else’s, and undelivered ones may be lost.
identity-delete-people = People you verified stay verified.
identity-delete-confirm = Delete key
identity-keep = Keep key
identity-deleted = Key deleted.

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
emoji-spanner = Wrench
emoji-santa = Santa
emoji-thumbs-up = Thumbs up
emoji-umbrella = Umbrella
emoji-hourglass = Hourglass
emoji-clock = Clock
emoji-gift = Gift
emoji-bulb = Light bulb
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
notice-join-again = Join again
notice-free-space = Forget a room
notice-leave-room = Leave a room
notice-try-again = Try again
notice-try-now = Try now
notice-change-relay = Change relay

## settings

settings-title = Settings
settings-open = Open settings
settings-language = Language
settings-language-system = Same as the browser
settings-rejoin = Rejoin my rooms when the browser starts
settings-rejoin-hint = The rooms you were in when you closed it.
settings-tells = What others learn
settings-tells-typing = Tell others when I’m typing
settings-tells-typing-hint = If it’s off, you don’t see when they’re typing, either.
settings-tells-seen = Tell others what I’ve read
settings-tells-seen-hint = If it’s off, you don’t see what they’ve read, either.
settings-relay = Relay for new rooms
settings-relay-hint = Rooms you’re already in keep their relay.
settings-servers = STUN and TURN servers
settings-servers-hint = STUN helps browsers find each other across networks. TURN carries traffic when they can’t connect directly, without reading it. If you add no TURN server, the relay may provide one.
settings-address = Server address
settings-address-hint = For example, stun:stun.example.org:3478 or turn:turn.example.org:3478.
settings-username = Username
settings-username-hint = Your username on the TURN server.
settings-password = Password
settings-password-hint = Stored in this browser and sent only to this server.
settings-add = Add server
settings-test = Test
settings-test-server = Test { $url }
settings-testing = Testing the server…
settings-remove = Remove
settings-remove-server = Remove { $url }
settings-hide = Hide my IP address from others
settings-hide-hint = New connections go through a TURN server. Others see its IP address instead of yours. It’s slower.
settings-check-connection = Check connection

## iceTest

ice-test-stun-answered = Works. Others see you at { $address }
ice-test-stun-own-address = Works. Others see your computer’s own address.
ice-test-turn-relays = Works. The password was accepted, and traffic goes through { $address }
ice-test-no-answer = No answer within { $seconds } seconds. Check the address and port, that the server is running, and that no firewall blocks it.
ice-test-wrong-credentials = The server rejected the username or password.
ice-test-refused = The server refused the request (error { $code }). Ask the person who runs it.
ice-test-unreadable = This browser doesn’t accept that address. Check it, including the port.

## check

check-title = Connection check
check-checking = Checking… This takes up to ten seconds.
check-done = Done. Here are the results.
check-again = Check again
check-copy = Copy report
check-back = Back to settings
check-relay = Relay { $relayUrl }
check-relay-open = Connected in { $milliseconds } ms.
check-relay-hub = Connected in { $milliseconds } ms. It’s a shared hub without rooms.
check-round-trip = Round trip: { $milliseconds } ms.
check-no-servers = None added. On one network you don’t need any. Across networks, add a STUN server, and a TURN server if that isn’t enough.
check-relay-turn-name = The relay’s TURN server
check-no-relay-turn = The relay doesn’t provide one.
check-addresses-name = Your IP addresses
check-addresses = Offered to others: { $kinds }.
check-no-addresses = None that others could use. Are you online? If you hide your IP address, is the TURN server working?
check-hidden = Your own IP address stays hidden.
check-host-ipv4 = local IPv4 address
check-host-ipv6 = local IPv6 address
check-host-hidden = masked local address (mDNS)
check-mapped = public address (STUN)
check-relayed = the TURN server’s address

## call

call-title = Call
call-start = Start call
call-join = Join call
call-one-in = { $names } is in a call
call-some-in = { $names } are in a call
call-full = This call is full. Up to { $max } people can join.
call-leaves-other = You’ll leave the call in { $room }.
call-ends-with-sidebar = Closing this sidebar ends the call but not the chat.
call-nobody-can-join = Nobody here can join a call.
call-mute = Mute
call-unmute = Unmute
call-deafen = Deafen
call-undeafen = Undeafen
call-hang-up = Hang up
call-hold-to-talk = Hold to talk
call-show-room = Go to this call’s room
call-duration = Duration
call-settings = Call settings
call-state-label = Call status
call-opening = Opening the microphone…
call-opening-slow = Waiting for the microphone…
call-opening-asked = Waiting for the microphone. When the browser asks, choose Allow. If the prompt is gone, click the button.
call-listening = You’re only listening. Others can’t hear you.
call-alone = Nobody else is in the call yet.
call-people = People in the call
call-connecting-to = Connecting to { $names }…
call-reconnecting-to = Lost audio from { $names }. Reconnecting…
call-cannot-hear = No audio between you and { $names }. Still trying…
call-peer-connecting = connecting
call-peer-reconnecting = reconnecting
call-peer-unreachable = can’t connect
call-is-muted = muted
call-is-listening = listening only
call-is-silenced = muted for you
call-silence = Mute { $name } for me
call-unsilence = Unmute { $name } for me
call-volume-of = Volume of { $name }
call-volume-silent = silent
call-volume-normal = { $percent }%, normal
call-volume-quieter = { $percent }%, quieter
call-volume-louder = { $percent }%, louder
call-quality = Quality
call-quality-good = Good
call-quality-fair = Fair
call-quality-poor = Poor
call-round-trip = Round trip
call-loss = Packet loss
call-jitter = Jitter
call-bitrate = Bitrate
call-milliseconds = { $milliseconds } ms
call-percent = { $percent }%
call-kilobits = { $kilobits } kbit/s
call-ask-for-microphone = Allow microphone
call-open-browser-settings = Open browser settings
call-allow-in-chrome = On the page that opens, set Microphone to Allow.
call-allow-in-firefox = In Firefox settings: Privacy & Security › Permissions › Microphone › Settings. If Sidetone isn’t listed, close and reopen this sidebar to be asked again.
call-try-again = Try again
call-hear-others = Play sound
call-choose-device = Change device
call-in-call = call in progress

## notifySettings

notify-settings-title = Notifications
notify-settings-messages = Message notifications
notify-settings-messages-hint = Tell you about new messages, even while the panel is closed. Choose which ones in each room.
notify-settings-refused = The browser didn’t allow notifications, so this stays off.
notify-settings-show-text = Show message text in notifications
notify-settings-show-text-hint = Anyone who sees your screen can read it.

## disappearing

disappearing-title = Disappearing messages
disappearing-legend = Delete new messages in “{ $room }” after
disappearing-off = Off
disappearing-hint = Anyone here can change this. It doesn’t affect earlier messages, and people can still copy what they read.
disappearing-older = Some people here have an older Sidetone that keeps messages.
disappearing-on = Messages disappear after { $time }.
disappearing-set = { $name } set messages to disappear after { $time }.
disappearing-set-own = You set messages to disappear after { $time }.
disappearing-unset = { $name } turned off disappearing messages.
disappearing-unset-own = You turned off disappearing messages.
disappearing-at = Disappears { $time }

## roomNotify

room-notify-title = Notifications for “{ $room }”
room-notify-legend = Notify me about
room-notify-all = All messages
room-notify-mentions = Messages that mention me
room-notify-none = Nothing (mute room)
room-notify-everywhere = In all rooms

## callSettings

call-settings-title = Calls
call-settings-microphone = Microphone
call-settings-speaker = Speaker
call-settings-default-device = System default
call-settings-unnamed-microphone = Microphone { $place }
call-settings-unnamed-speaker = Speaker { $place }
call-settings-missing-device = Selected device (not connected)
call-settings-names-after-grant = Device names appear once you allow the microphone.
call-settings-echo-cancellation = Echo cancellation
call-settings-echo-cancellation-hint = Keeps speaker sound out of your microphone. Not needed with headphones.
call-settings-noise-suppression = Noise suppression
call-settings-noise-suppression-hint = Reduces fans, typing and hum.
call-settings-auto-gain = Automatic gain control
call-settings-auto-gain-hint = Keeps your volume even.
call-settings-music = Music mode
call-settings-music-hint = Stereo, unprocessed, higher bitrate. Overrides the three settings above.
call-settings-tones = Join and leave sounds
call-settings-tones-hint = Plays a short sound when someone joins or leaves the call.
call-settings-push-to-talk = Push to talk
call-settings-push-to-talk-hint = Others hear you only while you hold the button in the call bar.
call-settings-notifies = Notifications
call-settings-notifies-hint = Tells you when someone starts a call, even with the panel closed. Muted rooms stay quiet.
call-settings-keys = Keyboard shortcuts for mute, deafen and hang up work even with the panel closed. Change them on your browser’s extension shortcuts page.

## microphoneTest

microphone-test-title = Microphone test
microphone-test-hint = Speak and the bar moves. Record two seconds to hear how you sound.
microphone-test-start = Test microphone
microphone-test-stop = Stop test
microphone-test-level = Microphone level
microphone-test-record = Record two seconds
microphone-test-recording = Recording…
microphone-test-playing = Playing…

## permission

permission-title = Allow your microphone
permission-intro = The side panel can’t ask for your microphone, so Sidetone asks in this tab. Choose to allow it on every visit. A one-time permission ends when this tab closes, which it does by itself.
permission-asking = Waiting for you to answer the browser’s prompt…
permission-granted = Allowed. Starting the call and closing this tab…
permission-granted-only = Allowed. Closing this tab…
permission-dismissed = The prompt was closed without an answer. Click Ask again, then choose Allow.
permission-denied = The microphone is blocked for Sidetone.
permission-denied-how = Click the icon at the left of the address bar, allow the microphone, then click Ask again. Or open browser settings.
permission-none = No microphone found. Plug one in and click Ask again, or join now to listen.
permission-failed = Couldn’t open the microphone ({ $detail }). Another app may be using it. Close it, then click Ask again.
permission-ask-again = Ask again
permission-listen = Join and listen

## command

manifest-toggle-mute = Call: mute or unmute
manifest-toggle-deafen = Call: deafen or undeafen
manifest-hang-up = Call: hang up

## badge

badge-one-in = { $names } is in a call in { $room }
badge-some-in = { $names } are in a call in { $room }
badge-in-call = You’re in a call in { $room }
badge-in-call-muted = You’re in a call in { $room }, muted
badge-started = { $name } started a call in { $room }
badge-many-unread = More than 99 new messages

## notification

notification-from = New message from { $author }
notification-message = { $author }: { $text }

## problem

problem-name-empty = Enter your name so others know who’s talking.
problem-name-too-long = Your name is too long. The limit is { $max } characters; yours has { $actual }.
problem-room-name-empty = Enter a room name, for example “lobby”.
problem-room-name-too-long = The room name is too long. The limit is { $max } characters; this one has { $actual }.
problem-relay-url-empty = Enter a relay URL. For a relay on this computer, use ws://127.0.0.1:8080/ws.
problem-relay-url-unreadable = That isn’t a valid URL. Relay URLs look like ws://127.0.0.1:8080/ws or wss://relay.example/ws.
problem-relay-url-scheme = A relay URL begins with ws:// or wss://, not with { $scheme }. Change it.
problem-relay-url-no-scheme = A relay URL begins with ws:// or wss://. Add that at the front.
problem-invite-empty = Paste an invite link or code first.
problem-invite-unreadable = That isn’t an invite. Paste the whole link, or the code that begins with sidetone-invite1.
problem-invite-cut-off = This invite is incomplete or mistyped. Copy the whole link or code again.
problem-invite-newer-version = This invite was made with a newer version of Sidetone. Update yours to use it.
problem-page-unfit = This page can’t have a room. Open one whose address begins with http:// or https:// and try again.
problem-too-many-rooms = You’re already in { $max } rooms, which is the maximum. Leave one first.
problem-ice-server-empty = Enter a server address, for example stun:stun.example.org:3478.
problem-ice-server-unreadable = That isn’t a STUN or TURN server address. Enter one like stun:stun.example.org:3478 or turn:turn.example.org:3478.
problem-turn-credentials-missing = A TURN server needs a username and a password. Enter both.
problem-too-many-ice-servers = You can add up to { $max } servers. Remove one first.
problem-relay-only-without-turn = You’re hiding your IP address, but neither you nor the relay has a TURN server, so you can’t connect to anyone. Add one in settings, or stop hiding it.
problem-relay-unreachable = No answer from { $relayUrl }. Check the URL, and that the relay is running.
problem-relay-unreachable-tls = No answer from { $relayUrl }. Check the URL, that the relay is running, and that this browser trusts its certificate.
problem-relay-unreachable-https-only = No answer from { $relayUrl }. Check the URL, that the relay is running, and that Firefox’s HTTPS-Only Mode is off for it.
problem-relay-no-key = The relay at { $relayUrl } needs an access key. Ask its operator for the full URL, which ends in ?key=….
problem-relay-bad-origin = The relay at { $relayUrl } doesn’t accept this extension. Ask its operator to allow it.
problem-relay-full-room = The relay takes nobody else into this room. Try again when someone has left.
problem-relay-full-address = The relay at { $relayUrl } has too many connections from your network. Leave a room, or try again later.
problem-relay-full = The relay at { $relayUrl } is full. Try again later, or use another one.
problem-relay-full-rooms = The relay at { $relayUrl } can’t open another room. Try again later, or use another one.
problem-webrtc-off = This browser’s peer-to-peer connections (WebRTC) are turned off, so you can’t connect to anyone. Turn them on and try again.
problem-relay-refused = { $relayUrl } answered, but it isn’t a relay. Check the URL; most end in /ws.
problem-relay-lost = Lost the relay at { $relayUrl }. Open connections keep working, and Sidetone is trying to reconnect.
problem-relay-malformed =
    { $count ->
        [one] The relay sent { $count } message that isn’t from Sidetone; it was ignored. If nobody shows up, check the relay URL.
       *[other] The relay sent { $count } messages that aren’t from Sidetone; they were ignored. If nobody shows up, check the relay URL.
    }
problem-peer-malformed = { $name }’s browser sends messages that can’t be read ({ $count } so far). They’re ignored. You may both need to update Sidetone.
problem-peer-forged = { $name }’s browser sent forged messages ({ $count } so far). They weren’t shown. Don’t trust what { $name } says others wrote.
problem-peer-equivocates = { $name } signed two different messages as one, so others may have seen something else. Both are shown.
problem-peer-unreachable = Can’t connect to { $name }. They may have left, or a firewall may be in the way. Sidetone keeps trying.
problem-peer-unauthenticated = { $name } failed the identity check, so the connection was closed. Someone may be intercepting it. If this repeats, use another relay or a private room.
problem-room-full = This room is full ({ $max } people). Try again when someone has left.
problem-identity-unsupported = This browser can’t create your identity key (Ed25519). Update to Chrome 137, Firefox 140 or later.
problem-own-name = Someone else here is also called { $name }, with a different key. It may be you in another browser, another { $name }, or an impostor. If you’re not sure, warn the others.
problem-same-name = This isn’t the { $name } you know: the key is different. It may be another { $name }, their new browser, or an impostor. Compare before you tell them anything.
problem-verification-mismatch = You and { $name } see different emoji. Someone may be intercepting this connection. Don’t share secrets. Try again, and leave if they still differ.
problem-verification-cancelled = { $name } declined to compare. Ask them, then click Verify again.
problem-verification-timed-out = { $name } didn’t answer in time, so nothing was verified. Click Verify again when you’re both here.
problem-verification-interrupted = Lost the connection to { $name } before you finished. Click Verify again when they’re back.
problem-verification-broken = { $name }’s browser broke the verification rules, so nothing was verified. Don’t trust it. If it was a mistake, update Sidetone and try again.
problem-microphone-prompt = Your browser hasn’t asked for the microphone yet, and it can only ask in a tab. Click the button; the tab closes by itself.
problem-microphone-denied = The microphone is blocked for Sidetone, so others can’t hear you. Allow it in your browser settings, then click Try again.
problem-microphone-in-use = Another app is using the microphone. Close it or choose another microphone, then try again.
problem-microphone-none = No microphone found. You can hear others, but they can’t hear you. Plug one in, then click Try again.
problem-microphone-unplugged = The microphone “{ $device }” was unplugged. You’re now using the default one.
problem-microphone-gone = Your chosen microphone isn’t plugged in. You’re now using the default one.
problem-microphone-revoked = Microphone access has ended, so others can’t hear you. Allow it again to keep talking.
problem-microphone-failed = Couldn’t open the microphone ({ $detail }). Try again, or choose another one.
problem-speaker-unplugged = The speaker “{ $device }” was unplugged. Sound now plays through the default one.
problem-speaker-gone = Your chosen speaker isn’t available. Sound now plays through the default one.
problem-playback-blocked = The browser blocks sound until you click something. Click Play sound to hear the others.
problem-call-full = This call is full ({ $max } people). Try again when someone has left.
problem-not-in-call = You’re no longer in this call. Join it again.
problem-message-empty = Write a message first.
problem-message-gone = That message isn’t there anymore.
problem-message-too-long = This message is { $actual } KB; the limit is { $max } KB. Shorten it or send it in parts. Nothing is lost.
problem-not-joined = You’re no longer in this room. Join it again; your text is still here.
problem-storage-failed = The browser couldn’t save this ({ $detail }). Free up disk space and try again.
problem-panel-storage-failed = The browser’s storage failed ({ $detail }). Free up disk space. Sidetone keeps trying.
problem-host-lost = Sidetone’s background page stopped. Try again; it restarts by itself.
problem-unexpected = Something went wrong ({ $detail }). Try again.
chat-jump-to-newest = Jump to newest
chat-many-new = 100+ new messages
search-title = Search
search-label = Search messages
search-where = Search in
search-this-room = This room
search-all-rooms = All rooms
search-in = in
search-results = Results
search-found =
    { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
search-newest =
    { $count ->
        [one] The newest message
       *[other] The newest { $count } messages
    }
search-none = No messages found.
search-more = Show more
search-reading = Reading messages…
search-partial = Older messages aren’t searched.
search-failed = Search stopped. Close it and open it again.
