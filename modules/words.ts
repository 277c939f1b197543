import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineWxtModule } from 'wxt/modules'
import { compileWords, typeOfWords } from '../words/compile.ts'
import { manifestMessages } from '../words/manifest-messages.ts'

/** Puts the words of `locales/` into the extension, and their keys into a type. */
export default defineWxtModule({
  name: 'words',
  setup(wxt) {
    const folder = path.join(wxt.config.root, 'locales')
    const read = async (file: string) => compileWords(await readFile(path.join(folder, file), 'utf8'))

    wxt.hooks.hook('prepare:types', async (_, entries) => {
      entries.push({ path: 'types/words.d.ts', text: typeOfWords(await read('en.ftl')), tsReference: true })
    })
    wxt.hooks.hook('build:publicAssets', async (_, assets) => {
      for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ftl'))) {
        const language = path.basename(file, '.ftl')
        const words = await read(file)
        assets.push(
          { relativeDest: `words/${language}.json`, contents: JSON.stringify(words) },
          {
            relativeDest: `_locales/${language.replace('-', '_')}/messages.json`,
            contents: JSON.stringify(manifestMessages(language, words)),
          },
        )
      }
    })
  },
})
