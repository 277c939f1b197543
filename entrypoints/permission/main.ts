import { createApp } from 'vue'
import '@/components/ui/theme.css'
import { speakOnPage } from '@/components/ui/language.ts'
import { readLanguage } from '@/stores/language.ts'
import App from './App.vue'

// No `await` here: the bundler would cut this page's scripts into many small ones.
void readLanguage()
  .then(speakOnPage)
  .then(() => createApp(App).mount('#app'))
