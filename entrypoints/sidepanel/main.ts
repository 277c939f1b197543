import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@/components/ui/theme.css'
import { loadMarkdown } from '@/components/chat/markdown/use-markdown.ts'
import { loadAhead } from '@/components/ui/load-ahead.ts'
import { speakOnPage } from '@/components/ui/language.ts'
import { readLanguage } from '@/stores/language.ts'
import App from './App.vue'
import { panelParts } from './panel-parts.ts'

/** Somebody who opens the panel waits for the conversation, and the host for the thread. */
const aheadAfterMs = 1_000

// No `await` here: the bundler would cut this page's scripts into many small ones.
void readLanguage()
  .then(speakOnPage)
  .then(() => createApp(App).use(createPinia()).mount('#app'))
// Before the first message that needs it, whose lines would move when it comes.
requestIdleCallback(() => void loadMarkdown())
setTimeout(() => loadAhead(panelParts), aheadAfterMs)
