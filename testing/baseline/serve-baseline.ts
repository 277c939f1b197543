import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** Serves a baseline page on loopback: a chat or a call as WebRTC tutorials have it. */
export async function serveBaseline(name: 'text' | 'voice' = 'text') {
  const page = readFileSync(new URL(`${name}.html`, import.meta.url))
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
