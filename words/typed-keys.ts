import { t } from './words.ts'

/** What must not compile; `npm run types` fails where it does. Nothing imports this. */
export function refused() {
  // @ts-expect-error There is no such key.
  t('no-such-key')
  // @ts-expect-error The name is missing.
  t('chat-gap')
  // @ts-expect-error It takes no argument.
  t('chat-send', { name: 'Ada' })
  // @ts-expect-error A count is a number.
  t('rooms-unread', { count: 'two' })
}
