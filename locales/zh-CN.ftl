manifest-name = Sidetone
manifest-description = 在浏览器侧边栏里聊天和语音通话，内容在浏览器之间直接传输。
manifest-open-panel = 打开 Sidetone
manifest-join-page = 加入此页面的房间
manifest-join-site = 加入此网站的房间

## join

join-title = 开始聊天
join-intro = 消息和通话在浏览器之间直接传输，中继只负责让你们找到彼此。
join-your-name = 你的名字
join-your-name-hint = 房间里的人会看到这个名字。
join-relay-url = 中继地址
join-relay-url-hint = 请与你想联系的人使用同一个中继。
join-room = 房间
join-room-hint = 知道这个名字和中继的人都可以加入。
join-join = 加入
join-joining = 正在加入…
join-use-suggestion = 使用 { $suggestion }

## start

# 为还没有名字的人推荐的名字。每个列表的词以 | 分隔，可任意搭配。
start-adjectives = 爱笑的 | 安静的 | 聪明的 | 淡定的 | 敏捷的 | 好奇的 | 活泼的 | 机灵的 | 开朗的 | 快乐的 | 灵巧的 | 毛茸茸的 | 勤快的 | 轻快的 | 热心的 | 认真的 | 善良的 | 守时的 | 爱唱歌的 | 温和的 | 稳重的 | 细心的 | 幸运的 | 阳光的 | 勇敢的 | 悠闲的 | 有礼貌的 | 圆滚滚的 | 早起的 | 自在的 | 爱冒险的 | 慢悠悠的 | 乐观的
start-animals = 水獭 | 海豚 | 刺猬 | 松鼠 | 熊猫 | 考拉 | 狐狸 | 野兔 | 海龟 | 白鹭 | 仙鹤 | 燕子 | 麻雀 | 知更鸟 | 猫头鹰 | 鹈鹕 | 海豹 | 驼鹿 | 梅花鹿 | 河狸 | 浣熊 | 壁虎 | 萤火虫 | 蜜蜂 | 蝴蝶 | 云雀 | 鸽子 | 海鹦 | 企鹅 | 羚羊 | 猞猁 | 天鹅 | 蜻蜓
start-name = { $adjective }{ $animal }
start-another-name = 换一个
start-own-room = { $name }的房间
start-invite = 收到邀请了？
start-invite-hint = 粘贴邀请链接或邀请码。没有邀请也可以新建房间，再邀请别人。
start-own = 新建自己的房间
start-join = 加入 { $room }
start-join-invite = 凭邀请加入
start-starting = 正在打开…
start-other = 使用其他中继或房间
start-other-hint = 新建自己的房间时也会使用这个中继。
start-your-rooms = 你的房间
start-paste-again = 重新粘贴

## relayTest

relay-test-test = 测试中继
relay-test-testing = 正在连接中继…
relay-test-answers = 这个中继可以使用。
relay-test-no-relay = 还没有中继？
relay-test-run = 可以在这台电脑上运行一个。在 Sidetone 的源代码目录中输入：
relay-test-run-for-others = 如果要让其他电脑上的人也能连接，请改为输入下面的命令，并把这台电脑的地址告诉他们，例如 ws://192.168.1.20:8080/ws：
relay-test-readme = 在服务器上运行中继的方法见同一目录中的 relay/README.md。

## room

room-leave = 离开
room-connection = 连接
room-people = 成员
room-people-count = 这里有 { $count } 人
room-menu = 房间菜单
room-you = 你
room-path-direct = 直接连接。
room-path-relayed = 通过 TURN 服务器连接，服务器无法读取内容。
room-peer-connecting = 正在连接
room-peer-reconnecting = 正在重新连接
room-peer-unreachable = 无法连接
room-peer-unauthenticated = 身份校验失败
room-peer-needs-update = 需要更新版本的 Sidetone
room-we-need-update = 请更新 Sidetone 才能与其交谈
room-peer-lacks-chat = 无法接收消息
room-peer-lacks-call = 无法加入通话
room-peer-lacks-chat-and-call = 无法接收消息，也无法加入通话
room-try-peer-again = 重试

## rooms

rooms-title = 房间列表
rooms-new-room = 新建房间
rooms-join-room = 加入房间
rooms-unread = { $count } 条新消息
rooms-summary = 房间 { $room }：{ $details }
rooms-alone = 没有其他人
rooms-connecting = 正在连接
rooms-relay-away = 无法连接中继
rooms-not-joined = 未加入
rooms-muted = 免打扰
rooms-mute = 消息免打扰
rooms-notify = 通知
rooms-rename = 重命名
rooms-forget = 移除房间
rooms-forget-named = 移除“{ $room }”
rooms-copy-invite = 复制邀请
rooms-is-private = 私密房间，只有收到邀请的人才能加入。
rooms-is-public = 公开房间，知道房间名和中继的人都可以加入。
rooms-is-page = 任何打开此页面并使用同一中继的人都可以加入。
rooms-is-site = 任何打开此网站并使用同一中继的人都可以加入。

## newRoom

new-room-intro = 私密房间，只有收到你邀请的人才能加入。
new-room-room-name = 房间名
new-room-room-name-hint = 受邀的人能看到这个名称，中继看不到。
new-room-shares-history = 允许新加入的人查看之前的消息
new-room-create = 创建

## joinRoom

join-room-invite-hint = 粘贴你收到的邀请链接或邀请码。
join-room-offer = 房间“{ $room }”，中继 { $relayUrl }
join-room-paste-as-text = 粘贴为文本
join-room-by-name = 或按名称加入公开房间

## invite

invite-title = 邀请
invite-copied = 已复制。把它发给你想邀请的人。
invite-not-copied = 无法自动复制，请选中文字后手动复制。
invite-warning = 拿到这个邀请的人都可以加入。
invite-warning-public = 这个房间是公开的，没有邀请也能加入。
invite-copy-text = 复制邀请码
invite-copy-link = 复制链接
invite-qr-label = 邀请链接的二维码

## emptyRoom

empty-room-title = 邀请别人
empty-room-nobody = 这里还没有其他人。把这个链接发给你想邀请的人。
empty-room-link = 邀请链接
empty-room-copied = 链接已复制。
empty-room-not-copied = 无法自动复制链接，请选中后手动复制。
empty-room-only-here = 只有这台电脑上的浏览器能连接这个中继。要邀请别人，请换成对方也能连接的中继。

## pageRoom

page-room-title = 此页面的房间
page-room-site-title = 此网站的房间
page-room-anyone = 任何打开 { $address } 并使用同一中继的人都可以加入。
page-room-relay = 中继：{ $relayUrl }

## sharePage

share-page-menu = 发送到 Sidetone
share-page-title = 发送到房间
share-page-choose = 选择一个房间。发送前你还可以修改这段文字。
share-page-no-rooms = 你还没有加入任何房间。加入房间后，这段文字会出现在输入框里。

## leaveRoom

leave-room-title = 离开一个房间
leave-room-text = 选择一个房间。其中的消息会保留，你可以随时重新加入。

## forgetRoom

forget-room-title = 移除“{ $room }”？
forget-room-text = 你会离开这个房间，其中的消息会从此浏览器删除，其他人的消息不受影响。要重新加入私密房间，需要它的邀请。
forget-room-text-left = 其中的消息会从此浏览器删除，其他人的消息不受影响。要重新加入私密房间，需要它的邀请。
forget-room-confirm = 移除
forget-room-cancel = 取消

## changeRelay

change-relay-title = 更换“{ $room }”的中继
change-relay-text = 只有使用同一中继的人才能找到彼此。请让其他人也更换中继，或者给他们发送新的邀请。
change-relay-change = 更换

## renameRoom

rename-room-title = 重命名房间
rename-room-label = 房间备注名
rename-room-hint = 只有你能看到。留空则恢复为“{ $room }”。
rename-room-save = 保存

## status

status-relay-connecting = 正在连接中继…
status-relay-waiting = 无法连接中继，{ $seconds } 秒后重试。
status-relay-away = 无法连接中继，Sidetone 会继续尝试。
status-relay-trying = 无法连接中继，正在重试…
status-waiting = 正在等待其他人加入“{ $room }”。
status-connecting = 正在连接 { $names }…
status-connected = 已连接到 { $names }。
status-reconnecting = 与 { $names } 的连接已断开，正在重新连接…
status-connected-relay-away = 已连接到 { $names }。目前无法连接中继，新成员暂时无法加入。
status-host-lost = 正在启动 Sidetone…
status-others = 另外 { $count } 人

## chat

chat-messages = 消息列表
chat-message = 消息
chat-placeholder = 输入消息
chat-send = 发送
chat-composer-hint = 按 Enter 发送，Shift+Enter 换行。
chat-empty = 还没有消息。
chat-empty-hint = 消息只保存在房间成员的浏览器里。
chat-earlier = 显示更早的消息
chat-new-messages = 有新消息
chat-waiting = 待发送
chat-waiting-hint = 待发送，有其他人在房间里时会自动送达
chat-sent = 已发送，房间里还有人未收到
chat-delivered = 房间里的人都已收到
chat-unknown-kind = 请更新 Sidetone 以查看此内容。
chat-received-at = 收到时间：{ $time }。发送者的时钟不准。
chat-delivered-to-able = 这里能收到消息的人都已收到
chat-seen = 房间里的人都已看过
chat-typing-one = { $name } 正在输入…
chat-typing-two = { $first } 和 { $second } 正在输入…
chat-typing-many = 多人正在输入…
chat-show-more = 展开
chat-show-less = 收起
chat-show-spoiler = 显示剧透
chat-copy-code = 复制代码
chat-code-copied = 已复制
chat-code-not-copied = 无法复制。请选中代码后复制。
chat-contradiction = { $name } 还把下面的内容签署成同一条消息：
chat-gap = { $name } 的一条消息还没有收到。
chat-deleted = { $name } 删除了这条消息。
chat-deleted-own = 你删除了这条消息。
chat-edited = 已编辑
chat-mentions-you = 提到了你
chat-reply = 回复
chat-replying-to = 正在回复 { $name }
chat-quote-gone = 这条消息不在这里。
chat-show-quoted = 显示所回复的消息
chat-edit = 编辑
chat-editing = 正在编辑你的消息
chat-save = 保存
chat-stop-composing = 取消
chat-react = 回应
chat-more-emoji = 更多表情
chat-reaction-add = 添加你的 { $emoji }。已回应：{ $names }
chat-reaction-remove = 移除你的 { $emoji }。已回应：{ $names }
chat-reactions-more = 另有 { $count } 个表情
chat-more = 更多操作
chat-actions = 操作
chat-copy = 复制文本
chat-forward = 转发
chat-pin = 置顶
chat-unpin = 取消置顶
chat-details-of = 详情
chat-delete = 删除
chat-mention-whom = 可提及的人
chat-hint = 用方向键在消息之间移动，按 Enter 打开操作。
chat-pinned = 置顶
chat-pinned-by = 由 { $names } 置顶
chat-pinned-count = 全部 { $count } 条置顶消息
chat-pinned-title = 置顶消息

delete-message-title = 删除这条消息？
delete-message-text = 它会从房间里所有人那里消失，但别人可能留有副本。
delete-message-confirm = 删除
delete-message-cancel = 保留

forward-message-title = 转发消息
forward-message-text = 选择一个房间。那里的成员会看到以你的名义发出的这段文字。
forward-message-none = 你没有加入其他房间。

emoji-picker-title = 回应
emoji-picker-search = 搜索表情
emoji-picker-none = 没有找到表情。
emoji-picker-loading = 正在加载…

message-details-title = 详情
message-details-sent = 发送时间
message-details-edited = 编辑时间
message-details-disappears = 消失时间
message-details-pinned = 置顶者
message-details-unpinned = 取消置顶者
message-details-versions = 之前的版本
message-details-reactions = 回应
message-details-no-reactions = 还没有回应。
message-details-delivered = 已送达
message-details-not-delivered = 还没有人收到。
message-details-seen = 已看过
message-details-not-seen = 还没有人表示看过。
message-details-seen-off = 你没有告诉其他人你读过什么，所以也看不到他们读过什么。

## details

details-title = 连接详情
details-copy = 复制
details-copied = 已复制
details-log-label = 连接日志
details-empty = 还没有任何记录。

## log

log-relay-connecting = 正在连接中继
log-relay-open-room = 已连接中继
log-relay-open-hub = 已连接中继（不分房间的共享中继）
log-relay-waiting = 无法连接中继
log-relay-malformed = 中继发来了无法识别的内容
log-hello-sent = 已向房间发送 hello
log-hello-sent-to = 已请求与 { $name } 重新建立连接
log-hello-received = 收到 { $name } 的 hello
log-offer-sent = 已向 { $name } 发出 offer
log-offer-sent-to-all = 已向房间里的人发出 offer
log-offer-received = 收到 { $name } 的 offer
log-answer-sent = 已向 { $name } 发出 answer
log-answer-received = 收到 { $name } 的 answer
log-candidates-sent = 已向 { $name } 发出候选地址
log-candidates-received = 收到 { $name } 的候选地址
log-ice-state = 到 { $name } 的网络路径
log-channel-open = 与 { $name } 的数据通道已打开
log-link-silent = { $name } 没有响应
log-ice-restart = 正在为与 { $name } 的连接重启 ICE
log-link-recovered = 与 { $name } 的连接已恢复
log-link-ended = 与 { $name } 的连接已结束
log-peer-left = { $name } 已离开
log-peer-unreachable = 无法连接 { $name }
log-peer-malformed = { $name } 发来了无法识别的内容
log-peer-forged = { $name } 发来了伪造的消息
log-peer-equivocates = { $name } 对同一条消息签署了两种内容

## people

people-verified = 已验证
people-verified-button = 已验证
people-name-conflict = 与你认识的 { $name } 密钥不同
people-own-name = 与你同名，密钥不同
people-name-and-mark = { $name }（{ $mark }）

## verify

verify-button = 验证
verify-title = 这真的是 { $name } 吗？
verify-emoji-tab = 表情
verify-number-tab = 数字
verify-offered = 正在等待 { $name }。请通过电话或当面请对方点击你名字旁的“验证”。
verify-exchanging = 请稍候…
verify-compare = 你们看到的七个表情及顺序是否一致？请通过电话或当面核对，不要在这个聊天里核对。
verify-emoji-lacking = { $name } 的 Sidetone 无法核对表情，请改为核对数字。
verify-emoji-label = 要核对的表情
verify-match = 一致
verify-mismatch = 不一致
verify-matched = 已验证 { $name }。对方的名字旁会显示此标记，别人无法冒用。
verify-they-said-so = { $name } 也确认一致。
verify-they-did-not-yet = { $name } 还没有确认。
verify-try-again = 重试
verify-gone = { $name } 已离开，没有任何更改。
verify-number-hint = { $name } 在“验证”的“数字”标签页里会看到同样的 60 位数字。请扫描二维码、口头核对，或粘贴对方的数字。
verify-qr-label = 安全码二维码
verify-number-label = 安全码
verify-their-number = 对方的数字
verify-their-number-hint = 请让对方通过其他方式发给你，不要用这个聊天。
verify-pasted-match = 数字一致。
verify-pasted-mismatch = 数字不一致，请不要信任此连接。
verify-pasted-incomplete = 目前一致，但只有 60 位中的 { $digits } 位，请粘贴完整。
verify-is-verified = 你已验证 { $name }。
verify-take-back = 取消验证
verify-done = 完成
verify-asked = { $name } 想和你核对表情。请通过电话或当面核对。
verify-compare-now = 核对
verify-not-now = 以后再说
verify-know-who = 我知道这是谁
verify-two-people = 是不同的人

## identity

identity-title = 你的身份密钥
identity-intro = 这个密钥在此浏览器中生成，用来向别人证明你的身份，无法导出。
identity-fingerprint = 指纹
identity-none = 还没有密钥，加入房间时会生成。
identity-delete = 删除密钥…
identity-delete-title = 要删除你的密钥吗？
identity-delete-warning = 下次加入房间时，你会得到新的密钥，此操作无法撤销。
identity-delete-others = 别人会看到一个与你同名的新成员，并收到警告；验证过你的人需要重新验证。
identity-delete-rooms = 你会离开所有房间。房间和消息仍保留在此浏览器中，但你以前的消息会显示为他人所发，尚未送达的消息可能不会再送达。
identity-delete-people = 你验证过的人不受影响。
identity-delete-confirm = 删除密钥
identity-keep = 保留
identity-deleted = 密钥已删除。

## emoji

emoji-dog = 狗
emoji-cat = 猫
emoji-lion = 狮子
emoji-horse = 马
emoji-unicorn = 独角兽
emoji-pig = 猪
emoji-elephant = 大象
emoji-rabbit = 兔子
emoji-panda = 熊猫
emoji-rooster = 公鸡
emoji-penguin = 企鹅
emoji-turtle = 乌龟
emoji-fish = 鱼
emoji-octopus = 章鱼
emoji-butterfly = 蝴蝶
emoji-flower = 花
emoji-tree = 树
emoji-cactus = 仙人掌
emoji-mushroom = 蘑菇
emoji-globe = 地球
emoji-moon = 月亮
emoji-cloud = 云
emoji-fire = 火
emoji-banana = 香蕉
emoji-apple = 苹果
emoji-strawberry = 草莓
emoji-corn = 玉米
emoji-pizza = 披萨
emoji-cake = 蛋糕
emoji-heart = 心
emoji-smiley = 笑脸
emoji-robot = 机器人
emoji-hat = 帽子
emoji-glasses = 眼镜
emoji-spanner = 扳手
emoji-santa = 圣诞老人
emoji-thumbs-up = 大拇指
emoji-umbrella = 雨伞
emoji-hourglass = 沙漏
emoji-clock = 时钟
emoji-gift = 礼物
emoji-bulb = 灯泡
emoji-book = 书
emoji-pencil = 铅笔
emoji-paperclip = 回形针
emoji-scissors = 剪刀
emoji-lock = 锁
emoji-key = 钥匙
emoji-hammer = 锤子
emoji-telephone = 电话
emoji-flag = 旗帜
emoji-train = 火车
emoji-bicycle = 自行车
emoji-aeroplane = 飞机
emoji-rocket = 火箭
emoji-trophy = 奖杯
emoji-ball = 球
emoji-guitar = 吉他
emoji-trumpet = 小号
emoji-bell = 铃铛
emoji-anchor = 锚
emoji-headphones = 耳机
emoji-folder = 文件夹
emoji-pin = 图钉

## dialog

dialog-close = 关闭

## notice

notice-dismiss = 知道了
notice-join-again = 重新加入
notice-free-space = 移除一个房间
notice-leave-room = 离开一个房间
notice-try-again = 重试
notice-try-now = 立即重试
notice-change-relay = 更换中继

## settings

settings-title = 设置
settings-open = 打开设置
settings-language = 语言
settings-language-system = 与浏览器相同
settings-rejoin = 浏览器启动时重新加入我的房间
settings-rejoin-hint = 关闭浏览器时所在的房间。
settings-tells = 其他人会知道什么
settings-tells-typing = 我输入时告诉其他人
settings-tells-typing-hint = 关闭后，你也看不到其他人正在输入。
settings-tells-seen = 告诉其他人我读过什么
settings-tells-seen-hint = 关闭后，你也看不到其他人读过什么。
settings-relay = 新房间使用的中继
settings-relay-hint = 你已加入的房间仍使用原来的中继。
settings-servers = STUN 和 TURN 服务器
settings-servers-hint = STUN 服务器帮助不同路由器后的浏览器找到彼此。无法直连时由 TURN 服务器中转流量，它读不到内容。未添加 TURN 服务器时，会使用中继提供的（如果有）。
settings-address = 服务器地址
settings-address-hint = 例如 stun:stun.example.org:3478 或 turn:turn.example.org:3478。
settings-username = 用户名
settings-username-hint = 你在 TURN 服务器上的用户名。
settings-password = 密码
settings-password-hint = 保存在此浏览器里，只发给该服务器。
settings-add = 添加服务器
settings-test = 测试
settings-test-server = 测试 { $url }
settings-testing = 正在测试服务器…
settings-remove = 移除
settings-remove-server = 移除 { $url }
settings-hide = 对他人隐藏我的 IP 地址
settings-hide-hint = 新建的连接都经过 TURN 服务器，别人看到的是它的 IP 地址而不是你的；速度会慢一些。
settings-check-connection = 检查连接

## iceTest

ice-test-stun-answered = 服务器正常，别人看到你的地址是 { $address }
ice-test-stun-own-address = 服务器正常，别人看到的是你电脑自己的地址。
ice-test-turn-relays = 服务器正常，密码正确，流量经由 { $address } 中转
ice-test-no-answer = { $seconds } 秒内没有回应。请检查地址和端口、服务器是否在运行，以及防火墙是否放行。
ice-test-wrong-credentials = 服务器拒绝了用户名或密码。
ice-test-refused = 服务器拒绝了请求（错误 { $code }），请联系服务器管理员。
ice-test-unreadable = 此浏览器不接受这个地址，请检查地址和端口。

## check

check-title = 连接检查
check-checking = 正在检查，最多需要十秒…
check-done = 检查完成，结果如下。
check-again = 重新检查
check-copy = 复制报告
check-back = 返回设置
check-relay = 中继 { $relayUrl }
check-relay-open = 连接用时 { $milliseconds } 毫秒。
check-relay-hub = 连接用时 { $milliseconds } 毫秒。它是不分房间的共享中继。
check-round-trip = 往返延迟 { $milliseconds } 毫秒。
check-no-servers = 设置里没有服务器。同一网络内不需要；不同网络之间请添加 STUN 服务器，仍不够时再添加 TURN 服务器。
check-relay-turn-name = 中继提供的 TURN 服务器
check-no-relay-turn = 中继没有提供。
check-addresses-name = 你的地址
check-addresses = 提供给别人的地址：{ $kinds }。
check-no-addresses = 没有别人可以使用的地址。电脑在线吗？如果隐藏地址，TURN 服务器有回应吗？
check-hidden = 你自己的 IP 地址不会透露。
check-host-ipv4 = 本地网络的 IPv4
check-host-ipv6 = 本地网络的 IPv6
check-host-hidden = 本地网络的隐藏地址（mDNS）
check-mapped = 你在互联网上的地址（STUN）
check-relayed = TURN 服务器的地址

## call

call-title = 通话
call-start = 发起通话
call-join = 加入通话
call-one-in = { $names } 正在通话
call-some-in = { $names } 正在通话
call-full = 通话人数已满，最多 { $max } 人同时通话。
call-leaves-other = 你会离开“{ $room }”里的通话。
call-ends-with-sidebar = 关闭这个侧边栏会结束通话，聊天不受影响。
call-mute = 麦克风静音
call-unmute = 取消麦克风静音
call-deafen = 停止收听
call-undeafen = 恢复收听
call-nobody-can-join = 这里没有人能加入通话。
call-hang-up = 挂断
call-hold-to-talk = 按住说话
call-show-room = 转到通话所在的房间
call-duration = 时长
call-settings = 通话设置
call-state-label = 通话状态
call-opening = 正在打开麦克风…
call-opening-slow = 正在等待麦克风…
call-opening-asked = 正在等待麦克风。浏览器询问时，请选择“允许”；如果提示已消失，请点击下面的按钮。
call-listening = 你只能收听，别人听不到你。
call-alone = 通话里还没有其他人。
call-people = 通话里的人
call-connecting-to = 正在连接 { $names }…
call-reconnecting-to = 听不到 { $names } 的声音，正在重新连接…
call-cannot-hear = 你和 { $names } 之间没有声音，正在重试…
call-peer-connecting = 正在连接
call-peer-reconnecting = 正在重新连接
call-peer-unreachable = 无法连接
call-is-muted = 已静音
call-is-listening = 只收听
call-is-silenced = 已被你屏蔽
call-silence = 屏蔽 { $name } 的声音
call-unsilence = 取消屏蔽 { $name } 的声音
call-volume-of = { $name } 的音量
call-volume-silent = 无声
call-volume-normal = { $percent }%，原音量
call-volume-quieter = { $percent }%，较小
call-volume-louder = { $percent }%，较大
call-quality = 质量
call-quality-good = 良好
call-quality-fair = 一般
call-quality-poor = 较差
call-round-trip = 往返时间
call-loss = 丢包率
call-jitter = 抖动
call-bitrate = 比特率
call-milliseconds = { $milliseconds } 毫秒
call-percent = { $percent }%
call-kilobits = { $kilobits } kbit/s
call-ask-for-microphone = 允许使用麦克风
call-open-browser-settings = 打开浏览器设置
call-allow-in-chrome = 在打开的页面中，将“麦克风”设为“允许”。
call-allow-in-firefox = 在 Firefox 设置中依次打开“隐私与安全”“权限”“麦克风”“设置”。如果没有 Sidetone，请关闭并重新打开此侧边栏，浏览器会再次询问。
call-try-again = 重试
call-hear-others = 播放声音
call-choose-device = 选择其他设备
call-in-call = 通话中

## notifySettings

notify-settings-title = 通知
notify-settings-messages = 消息通知
notify-settings-messages-hint = 有新消息时通知你，面板关闭时也会通知。每个房间可以单独选择。
notify-settings-refused = 浏览器没有允许通知，因此仍然关闭。
notify-settings-show-text = 在通知中显示消息内容
notify-settings-show-text-hint = 能看到你屏幕的人都能看到消息内容。

## disappearing

disappearing-title = 消息自动消失
disappearing-legend = “{ $room }”的新消息在以下时间后删除
disappearing-off = 关闭
disappearing-hint = 此房间的任何人都能更改此设置。之前的消息不受影响，其他人仍可复制读到的内容。
disappearing-older = 这里有人使用旧版 Sidetone，会保留消息。
disappearing-on = 消息将在 { $time }后消失。
disappearing-set = { $name } 将消息设为在 { $time }后消失。
disappearing-set-own = 你将消息设为在 { $time }后消失。
disappearing-unset = { $name } 关闭了消息自动消失。
disappearing-unset-own = 你关闭了消息自动消失。
disappearing-at = 将于 { $time } 消失

## roomNotify

room-notify-title = “{ $room }”的通知
room-notify-legend = 以下情况通知我
room-notify-all = 所有消息
room-notify-mentions = 提到我的消息
room-notify-none = 不通知（消息免打扰）
room-notify-everywhere = 所有房间

## callSettings

call-settings-title = 通话
call-settings-microphone = 麦克风
call-settings-speaker = 扬声器
call-settings-default-device = 系统默认设备
call-settings-unnamed-microphone = 麦克风 { $place }
call-settings-unnamed-speaker = 扬声器 { $place }
call-settings-missing-device = 所选设备（未连接）
call-settings-names-after-grant = 允许使用麦克风之后，会显示设备名称。
call-settings-echo-cancellation = 回声消除
call-settings-echo-cancellation-hint = 不让扬声器播放的声音进入麦克风。用耳机时不需要。
call-settings-noise-suppression = 降噪
call-settings-noise-suppression-hint = 去除风扇、键盘和嗡嗡声。
call-settings-auto-gain = 自动增益控制
call-settings-auto-gain-hint = 让你的音量保持均匀。
call-settings-music = 音乐模式
call-settings-music-hint = 立体声、不经处理、比特率更高。开启后，上面三个开关不起作用。
call-settings-tones = 加入和离开提示音
call-settings-tones-hint = 有人加入或离开通话时播放提示音。
call-settings-push-to-talk = 按住说话
call-settings-push-to-talk-hint = 只有按住通话栏里的按钮时，别人才听得到你。
call-settings-notifies = 通知
call-settings-notifies-hint = 有人发起通话时通知你，面板关闭时也会通知。免打扰的房间除外。
call-settings-keys = 面板关闭时，也可以用快捷键静音、停止收听和挂断。快捷键可在浏览器的扩展程序快捷键页面查看和更改。

## microphoneTest

microphone-test-title = 麦克风测试
microphone-test-hint = 说话时音量条会动。可以录音两秒，听听自己的声音。
microphone-test-start = 测试麦克风
microphone-test-stop = 结束测试
microphone-test-level = 麦克风的音量
microphone-test-record = 录音两秒
microphone-test-recording = 正在录音…
microphone-test-playing = 正在播放…

## permission

permission-title = 允许使用麦克风
permission-intro = 侧边栏无法请求麦克风权限，所以在这个标签页里请求。请选择每次访问都允许；只允许这一次的话，权限会在标签页自动关闭后失效。
permission-asking = 请在浏览器的提示中作出选择…
permission-granted = 已允许。正在开始通话并关闭此标签页…
permission-granted-only = 已允许。正在关闭此标签页…
permission-dismissed = 提示已关闭，你没有作出选择。请点击“再次询问”，然后选择“允许”。
permission-denied = Sidetone 的麦克风权限已被禁止。
permission-denied-how = 请点击地址栏左侧的图标，允许麦克风，然后点击“再次询问”。也可以打开浏览器设置。
permission-none = 没有找到麦克风。请接上麦克风后点击“再次询问”，也可以先加入通话收听。
permission-failed = 无法打开麦克风（{ $detail }）。可能有其他程序正在使用它。请关闭该程序，然后点击“再次询问”。
permission-ask-again = 再次询问
permission-listen = 加入并收听

## command

manifest-toggle-mute = 通话：麦克风静音或取消静音
manifest-toggle-deafen = 通话：停止或恢复收听
manifest-hang-up = 通话：挂断

## badge

badge-one-in = { $names } 正在“{ $room }”里通话
badge-some-in = { $names } 正在“{ $room }”里通话
badge-in-call = 你正在“{ $room }”里通话
badge-in-call-muted = 你正在“{ $room }”里通话，已静音
badge-started = { $name } 在“{ $room }”里发起了通话
badge-many-unread = 超过 99 条新消息

## notification

notification-from = { $author } 发来一条新消息
notification-message = { $author }：{ $text }

## problem

problem-name-empty = 请输入名字，让别人知道是谁在说话。
problem-name-too-long = 名字最多 { $max } 个字符，现在有 { $actual } 个，请缩短。
problem-room-name-empty = 请输入房间名，例如“lobby”。
problem-room-name-too-long = 房间名最多 { $max } 个字符，现在有 { $actual } 个，请缩短。
problem-relay-url-empty = 请输入中继地址。本机的中继地址是 ws://127.0.0.1:8080/ws。
problem-relay-url-unreadable = 这不是一个地址。中继地址的格式如 ws://127.0.0.1:8080/ws 或 wss://relay.example/ws。
problem-relay-url-scheme = 中继地址以 ws:// 或 wss:// 开头，而不是 { $scheme }，请修改。
problem-relay-url-no-scheme = 中继地址以 ws:// 或 wss:// 开头，请在最前面加上。
problem-invite-empty = 请先粘贴邀请链接或邀请码。
problem-invite-unreadable = 这不是邀请。请粘贴完整的链接，或以 sidetone-invite1 开头的邀请码。
problem-invite-cut-off = 这个邀请不完整或有误，请重新复制完整的链接或邀请码。
problem-invite-newer-version = 这个邀请由更新版本的 Sidetone 生成，请更新后再使用。
problem-page-unfit = 这个页面没有房间。只有地址以 http:// 或 https:// 开头的网页才有，请打开这样的网页再试。
problem-too-many-rooms = 你已在 { $max } 个房间里，无法再加入更多。请先离开一个。
problem-ice-server-empty = 请输入服务器地址，例如 stun:stun.example.org:3478。
problem-ice-server-unreadable = 这不是 STUN 或 TURN 服务器的地址。格式如 stun:stun.example.org:3478 或 turn:turn.example.org:3478。
problem-turn-credentials-missing = TURN 服务器需要用户名和密码，请都填写。
problem-too-many-ice-servers = 最多保存 { $max } 个服务器，请先移除一个。
problem-relay-only-without-turn = 你选择了隐藏 IP 地址，但你和中继都没有可用的 TURN 服务器，因此无法连接任何人。请在设置里添加一个，或取消隐藏。
problem-relay-unreachable = { $relayUrl } 没有回应。请检查地址，并确认中继正在运行。
problem-relay-unreachable-tls = { $relayUrl } 没有回应。请检查地址、中继是否在运行，以及浏览器是否信任它的证书。
problem-relay-unreachable-https-only = { $relayUrl } 没有回应。请检查地址、中继是否在运行，以及 Firefox 是否对它关闭了仅 HTTPS 模式。
problem-relay-no-key = { $relayUrl } 的中继需要访问密钥。请向其运营者索取完整地址（以 ?key=… 结尾）。
problem-relay-bad-origin = { $relayUrl } 的中继不接受这个扩展程序。请联系其运营者允许它。
problem-relay-full-room = 这个房间在中继上已满员。请等有人离开后再试。
problem-relay-full-address = { $relayUrl } 的中继收到了太多来自你的网络的连接。请退出一个房间，或稍后再试。
problem-relay-full = { $relayUrl } 的中继已满。请稍后再试，或换一个中继。
problem-relay-full-rooms = { $relayUrl } 的中继无法再开新房间。请稍后再试，或换一个中继。
problem-webrtc-off = 这个浏览器关闭了点对点连接（WebRTC），无法与任何人连接。请打开它后重试。
problem-relay-refused = { $relayUrl } 有回应，但它不是中继。请检查地址，多数中继地址以 /ws 结尾。
problem-relay-lost = 与中继 { $relayUrl } 的连接断开了。已有的对话不受影响，正在自动重试。
problem-relay-malformed = 中继发来了 { $count } 条不属于 Sidetone 的消息，已忽略。如果一直没有人出现，请检查中继地址。
problem-peer-malformed = { $name } 的浏览器发来了无法识别的消息（已有 { $count } 条），已忽略。你们可能都需要最新版的 Sidetone。
problem-peer-forged = { $name } 的浏览器发来了伪造的消息（已有 { $count } 条），没有显示。请不要相信 { $name } 转发的他人消息。
problem-peer-equivocates = { $name } 给同一条消息签署了两种内容，其他人看到的可能不同。两种内容都会显示。
problem-peer-unreachable = 无法连接到 { $name }。对方可能已离开，或被防火墙阻挡；Sidetone 会继续尝试。
problem-peer-unauthenticated = { $name } 的身份校验失败，连接已关闭。可能有人在中间截取。如果再次发生，请换一个中继或使用私密房间。
problem-room-full = 房间已满，最多容纳 { $max } 人。请等有人离开后再试。
problem-identity-unsupported = 这个浏览器太旧，无法生成身份密钥（Ed25519）。请更新到 Chrome 137、Firefox 140 或更新的版本。
problem-own-name = 房间里还有人也叫 { $name }，但密钥不同。可能是你的另一个浏览器、同名的人，或有人冒充你。如果不知道是谁，请提醒其他人。
problem-same-name = 这个 { $name } 的密钥与你认识的 { $name } 不同。可能是同名的人、对方的新浏览器，或有人冒充。透露任何信息之前，请先核对。
problem-verification-mismatch = 你和 { $name } 看到的表情不一致。可能有人在截取连接，也可能有人看错了。不要透露任何秘密；请再试一次，如果仍不一致，请离开。
problem-verification-cancelled = { $name } 没有同意核对。请先问问对方，再点击“验证”。
problem-verification-timed-out = { $name } 没有及时回应，因此没有完成核对。等双方都在时，请再次点击“验证”。
problem-verification-interrupted = 核对完成之前，与 { $name } 的连接断开了。等对方回来后，请再次点击“验证”。
problem-verification-broken = { $name } 的浏览器违反了验证协议，因此没有完成验证。请不要信任它；如果是误会，请更新 Sidetone 后再试。
problem-microphone-prompt = 浏览器还没有请求过麦克风权限，而且只能在标签页里请求。请点击按钮，标签页会自动关闭。
problem-microphone-denied = Sidetone 的麦克风权限已被禁止，别人听不到你。请在浏览器设置里允许，然后点击“重试”。
problem-microphone-in-use = 麦克风正被其他程序占用。请关闭该程序或选择其他麦克风，然后重试。
problem-microphone-none = 没有找到麦克风。你能听到别人，但别人听不到你。请接上麦克风，然后点击“重试”。
problem-microphone-unplugged = 麦克风“{ $device }”已被拔出，现在改用默认麦克风。
problem-microphone-gone = 你选择的麦克风没有接上，现在改用默认麦克风。
problem-microphone-revoked = 麦克风权限已失效，别人听不到你。请重新允许，然后继续说话。
problem-microphone-failed = 无法打开麦克风（{ $detail }）。请重试，或选择其他麦克风。
problem-speaker-unplugged = 扬声器“{ $device }”已被拔出，现在改用默认扬声器。
problem-speaker-gone = 你选择的扬声器不可用，现在改用默认扬声器。
problem-playback-blocked = 浏览器在你点击之前不会播放声音。请点击“播放声音”。
problem-call-full = 通话人数已满：最多 { $max } 人同时通话。请等有人离开后再试。
problem-not-in-call = 你已不在此通话中。请重新加入。
problem-message-empty = 请先写点内容。
problem-message-gone = 这条消息已经不在了。
problem-message-too-long = 这条消息有 { $actual } KB，一条最多 { $max } KB。请缩短或分段发送，内容不会丢失。
problem-not-joined = 你已不在这个房间里。请重新加入，你写的内容还在。
problem-storage-failed = 浏览器无法保存（{ $detail }）。请清理磁盘空间后重试。
problem-panel-storage-failed = 浏览器存储出错（{ $detail }）。请清理磁盘空间。Sidetone 会继续重试。
problem-host-lost = Sidetone 的后台页面停止了。请重试，它会自动重新启动。
problem-unexpected = 出错了（{ $detail }），请重试。
chat-jump-to-newest = 跳到最新消息
chat-many-new = 100+ 条新消息
search-title = 搜索
search-label = 搜索消息
search-where = 搜索范围
search-this-room = 此房间
search-all-rooms = 所有房间
search-in = 位于
search-results = 搜索结果
search-found = { $count } 条消息
search-newest = 最新的 { $count } 条消息
search-none = 未找到消息。
search-more = 显示更多
search-reading = 正在读取消息…
search-partial = 不搜索更早的消息。
search-failed = 搜索已停止。请关闭后重新打开。
