import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { browser } from 'wxt/browser'
import '@/components/ui/theme.css'
import App from './App.vue'

document.documentElement.lang = browser.i18n.getUILanguage()
createApp(App).use(createPinia()).mount('#app')
