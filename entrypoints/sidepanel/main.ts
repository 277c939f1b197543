import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@/components/ui/theme.css'
import { loadMarkdown } from '@/components/chat/markdown/use-markdown.ts'
import { speakOnPage } from '@/components/ui/language.ts'
import { readLanguage } from '@/stores/language.ts'
import App from './App.vue'

// No `await` here: the bundler would cut this page's scripts into many small ones.
void readLanguage()
  .then(speakOnPage)
  .then(() => createApp(App).use(createPinia()).mount('#app'))
// Before the first message that needs it, whose lines would move when it comes.
requestIdleCallback(() => void loadMarkdown())
