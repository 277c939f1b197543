import type { LogEntry } from '@/engine/view.ts'
import { t } from '@/words/words.ts'

/** What a line of the connection log says. */
export function logSentence({ event, peerName, detail }: LogEntry): string {
  const sentence = logEventSentence(event, peerName)
  return detail === undefined ? sentence : `${sentence}: ${detail}`
}

function logEventSentence(event: LogEntry['event'], peerName: string | undefined): string {
  const name = peerName ?? '?'
  switch (event) {
    case 'relay-connecting':
      return t('log-relay-connecting')
    case 'relay-open-room':
      return t('log-relay-open-room')
    case 'relay-open-hub':
      return t('log-relay-open-hub')
    case 'relay-waiting':
      return t('log-relay-waiting')
    case 'relay-malformed':
      return t('log-relay-malformed')
    case 'hello-sent':
      return peerName === undefined ? t('log-hello-sent') : t('log-hello-sent-to', { name })
    case 'hello-received':
      return t('log-hello-received', { name })
    case 'offer-sent':
      return peerName === undefined ? t('log-offer-sent-to-all') : t('log-offer-sent', { name })
    case 'offer-received':
      return t('log-offer-received', { name })
    case 'answer-sent':
      return t('log-answer-sent', { name })
    case 'answer-received':
      return t('log-answer-received', { name })
    case 'candidates-sent':
      return t('log-candidates-sent', { name })
    case 'candidates-received':
      return t('log-candidates-received', { name })
    case 'ice-state':
      return t('log-ice-state', { name })
    case 'channel-open':
      return t('log-channel-open', { name })
    case 'link-silent':
      return t('log-link-silent', { name })
    case 'ice-restart':
      return t('log-ice-restart', { name })
    case 'link-recovered':
      return t('log-link-recovered', { name })
    case 'link-ended':
      return t('log-link-ended', { name })
    case 'peer-left':
      return t('log-peer-left', { name })
    case 'peer-unreachable':
      return t('log-peer-unreachable', { name })
    case 'peer-malformed':
      return t('log-peer-malformed', { name })
    case 'peer-forged':
      return t('log-peer-forged', { name })
    case 'peer-equivocates':
      return t('log-peer-equivocates', { name })
  }
}
