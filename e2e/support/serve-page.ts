import { once } from 'node:events'
import { createServer } from 'node:http'

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><rect width="120" height="60" /></svg>'

/**
 * A plain site that shows a page with such a body at every path, but for a picture where that ends with `.svg`; the
 * returned address ends with its port.
 */
export async function servePage(body = '<h1>Stars</h1>') {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.svg')) {
      response.setHeader('Content-Type', 'image/svg+xml')
      return void response.end(picture)
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>Stars</title>${body}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The site has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
