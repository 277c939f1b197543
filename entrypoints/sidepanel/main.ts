import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { browser } from 'wxt/browser'
import '@/components/ui/theme.css'
import { loadMarkdown } from '@/components/chat/markdown/use-markdown.ts'
import App from './App.vue'

document.documentElement.lang = browser.i18n.getUILanguage()
createApp(App).use(createPinia()).mount('#app')
// Before the first message that needs it, whose lines would move when it comes.
requestIdleCallback(() => void loadMarkdown())
