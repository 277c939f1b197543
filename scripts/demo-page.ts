import { createServer } from 'node:http'

/** A page as one has open while talking: something to read, on loopback. */
const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>The night sky this week</title>
    <style>
      :root { color-scheme: light dark; }
      body { max-width: 34em; margin: 3em auto; padding: 0 1.5em; font: 17px/1.6 Georgia, 'Noto Serif', serif; }
      h1 { line-height: 1.2; }
      .sky { height: 190px; border-radius: 8px; background: linear-gradient(#0b1026, #2b3a67 60%, #c98a5a); }
      p.by { color: #777; }
    </style>
  </head>
  <body>
    <div class="sky"></div>
    <h1>The night sky this week</h1>
    <p class="by">What to look for, without a telescope</p>
    <p>Look east an hour after sunset and the bright point low over the roofs is Jupiter, not an aeroplane: it does
    not blink, and tomorrow it will be there again, a little higher.</p>
    <p>By eleven Orion has cleared the horizon. Follow the three stars of the belt down and to the left to find
    Sirius; follow them up and to the right for Aldebaran and, beyond it, the Pleiades. Most people count six of
    them. How many do you see?</p>
    <p>The Moon sets early, so the second half of the night is dark. Take a blanket and give your eyes twenty
    minutes.</p>
  </body>
</html>`

export async function serveDemoPage() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The page has no address.')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}
