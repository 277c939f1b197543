import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** Serves a bare tutorial page, of those in bench/peers/, on loopback. */
export async function serveTutorialPage(name: 'tutorial-page' | 'tutorial-voice-page' = 'tutorial-page') {
  const page = readFileSync(new URL(`../peers/${name}/index.html`, import.meta.url))
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    url: (relayUrl: string) => `${origin}/?relay=${encodeURIComponent(relayUrl)}`,
    close: () => server.close(),
  }
}
