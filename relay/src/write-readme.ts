import { readFileSync, writeFileSync } from 'node:fs'
import { renewed } from './readme.ts'

/** npm run docs -w relay: renews the tables of the README that come from the code. */
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, renewed(readFileSync(readme, 'utf8')))
