import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { SidetoneDatabase } from '@/engine/storage/database.ts'
import { serveSearch } from '@/stores/search/serve-search.ts'

/** The worker that searches: a panel starts it when its search is opened. It ends with the panel. */
export default defineUnlistedScript(() => {
  serveSearch(new SidetoneDatabase(), {
    onMessage: (listener) => addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
    post: (answer) => postMessage(answer),
  })
})
