/** What the page at `/` says, in each language. */
export interface LandingWords {
  readonly lang: string
  readonly title: string
  readonly about: readonly [whatThisIs: string, howToUseIt: string]
  readonly invited: string
  readonly steps: readonly [get: string, copy: string, paste: string]
  readonly inviteLabel: string
  readonly copy: string
  readonly copied: string
  readonly notCopied: string
  readonly secret: string
  readonly broken: string
}

const english: LandingWords = {
  lang: 'en',
  title: 'Sidetone',
  about: [
    'This is a Sidetone relay. It introduces browsers to each other so people can talk directly. It forwards encrypted messages between people in the same room, can’t read them, and stores nothing.',
    'To use it, enter this relay URL in Sidetone:',
  ],
  invited: 'You’re invited to a Sidetone room.',
  steps: [
    'Install the Sidetone extension in Chrome or Firefox, then open its panel from the toolbar.',
    'Copy the invite.',
    'Click in the panel, paste (Ctrl+V, or ⌘V on a Mac), and join.',
  ],
  inviteLabel: 'Invite',
  copy: 'Copy invite',
  copied: 'Copied. Now paste it into the panel.',
  notCopied: 'Your browser blocked copying. The invite is selected, so press Ctrl+C (⌘C on a Mac).',
  secret: 'Anyone with this invite can join. Your browser doesn’t send it to this server.',
  broken: 'This link is incomplete: part of the invite is missing. Ask for it again and open the whole link.',
}

const chinese: LandingWords = {
  lang: 'zh-CN',
  title: 'Sidetone',
  about: [
    '这台服务器让浏览器彼此找到对方，以便直接交谈。它在同一房间的人之间转发加密消息，读不到内容，也不保存。',
    '使用方法：在 Sidetone 里填写这个中继地址：',
  ],
  invited: '有人邀请你加入 Sidetone 房间。',
  steps: [
    '在 Chrome 或 Firefox 里安装 Sidetone 扩展程序，点击工具栏上的按钮打开面板。',
    '复制邀请。',
    '点一下面板，粘贴（Ctrl+V，Mac 上按 ⌘V），然后加入。',
  ],
  inviteLabel: '邀请',
  copy: '复制邀请',
  copied: '已复制，请粘贴到面板里。',
  notCopied: '浏览器不允许复制。内容已选中，请按 Ctrl+C（Mac 上按 ⌘C）。',
  secret: '拿到邀请的人都可以加入。你的浏览器不会把它发送给这台服务器。',
  broken: '这个链接不完整，邀请缺少一部分。请让对方重新发送，并打开完整的链接。',
}

/** Every language of the page, English first: it is what a browser of another language gets. */
export const landingLanguages: readonly LandingWords[] = [english, chinese]
