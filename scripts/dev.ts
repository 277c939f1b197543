import { spawn } from 'node:child_process'
import { startRelay } from '../testing/servers/relay.ts'

/** `npm run dev`: WXT's reload loop with the relay beside it. Words behind it go to WXT, for instance `-b firefox`. */
const relay = await startRelay({ port: '8080' }).catch(() => process.exit(1))
console.log(`Relay ${relay.url}`)
const wxt = spawn('wxt', process.argv.slice(2), { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void wxt.kill(signal))
wxt.once('exit', (code) => {
  void relay.stop().then(() => process.exit(code ?? 0))
})
