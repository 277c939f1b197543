import { createApp } from 'vue'
import '@/components/ui/theme.css'
import { speakOnPage } from '@/components/ui/language.ts'
import App from './App.vue'

await speakOnPage()
createApp(App).mount('#app')
