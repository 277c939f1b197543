import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { helpText } from '../src/help.ts'
import { connect } from './client.ts'
import { spawnRelay, startedRelay } from './relay-process.ts'

test('it prints one line with the URL it really listens on', async () => {
  const relay = await startedRelay()
  expect(relay.url).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*\/ws$/)
  await connect(relay.url)
  relay.signal('SIGTERM')
  const { stdout, stderr } = await relay.finished
  expect(stdout).toBe(`Sidetone relay listening on ${relay.url}\n`)
  expect(stderr).toBe('')
})

test('on every interface it prints addresses that can be typed, not 0.0.0.0', async () => {
  const relay = await startedRelay('--host', '0.0.0.0')
  expect(relay.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/ws$/)
  await connect(relay.url)
  relay.signal('SIGTERM')
  const { stdout } = await relay.finished
  const others = stdout.trim().split('\n').slice(1)
  expect(stdout).not.toContain('0.0.0.0')
  for (const line of others) expect(line).toMatch(/^Also at ws:\/\/[\d.]+:\d+\/ws$/)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s closes everybody with 1012 and exits 0', async (name) => {
  const relay = await startedRelay()
  const [ada, ben] = [await connect(relay.url), await connect(`${relay.url}/room`)]
  relay.signal(name)
  expect((await ada.closed).code).toBe(1012)
  expect((await ben.closed).code).toBe(1012)
  expect((await relay.finished).exitCode).toBe(0)
})

test('a client that never answers the close does not keep the relay from ending', async () => {
  const relay = await startedRelay()
  const ada = await connect(relay.url)
  ada.socket.pause()
  relay.signal('SIGTERM')
  expect((await relay.finished).exitCode).toBe(0)
})

test('a taken port is one sentence that names the flag, and exit code 1', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  onTestFinished(() => void squatter.close())
  const address = squatter.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const { exitCode, stdout, stderr } = await spawnRelay('--port', port).finished
  expect(stderr).toBe(`Port ${port} on 127.0.0.1 is taken: choose another with --port.\n`)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
})

test('an address of another machine is one sentence that names the flag, and exit code 1', async () => {
  const { exitCode, stderr } = await spawnRelay('--port', '0', '--host', '192.0.2.1').finished
  expect(stderr).toBe('192.0.2.1 is not an address of this machine: choose another with --host.\n')
  expect(exitCode).toBe(1)
})

test('--help shows every flag with its default', async () => {
  const { exitCode, stdout } = await spawnRelay('--help').finished
  expect(exitCode).toBe(0)
  expect(stdout).toBe(helpText())
  expect(stdout).toMatch(/--port\n.*Default: 8080/)
  expect(stdout).toMatch(/--max-message-bytes\n.*Default: 65536/)
})

test.each([
  { words: ['--port', 'eighty'], names: '--port' },
  { words: ['--port', '65536'], names: '--port' },
  { words: ['--port=-1'], names: '--port' },
  { words: ['--port'], names: '--port' },
  { words: ['--host='], names: '--host' },
  { words: ['--max-rooms', '-5'], names: '--max-rooms' },
  { words: ['--max-rooms', '1e3'], names: '--max-rooms' },
  { words: ['--message-burst', '0'], names: '--message-burst' },
  { words: ['--drain', '1.5'], names: '--drain' },
  { words: ['--tls-cert', 'x.pem'], names: '--tls-key' },
  { words: ['--tls-cert', '/nowhere.pem', '--tls-key', '/nowhere.pem'], names: '--tls-cert' },
  { words: ['--turn-secret', 's'], names: '--turn-uris' },
  { words: ['--turn-secret', 's', '--turn-uris', 'http://x'], names: '--turn-uris' },
  { words: ['--nats', 'localhost'], names: '--nats' },
  { words: ['--trust-proxy', 'proxy'], names: '--trust-proxy' },
  { words: ['--trust-proxy', '10.0.0.0/33'], names: '--trust-proxy' },
  { words: ['--allowed-origins', 'example.org'], names: '--allowed-origins' },
  { words: ['--allowed-origins', 'https://example.org/'], names: '--allowed-origins' },
  { words: ['--allowed-origins', 'https://example.org:443'], names: '--allowed-origins' },
  { words: ['--allowed-origins', ','], names: '--allowed-origins' },
  { words: ['--log-level', 'loud'], names: '--log-level' },
  { words: ['--colour'], names: '--colour' },
  { words: ['8080'], names: '8080' },
])('$words is refused in one sentence, exit code 2', async ({ words, names }) => {
  const { exitCode, stdout, stderr } = await spawnRelay(...words).finished
  expect(stderr).toContain(names)
  expect(stderr).toMatch(/^[^\n]+\.\n$/)
  expect(stdout).toBe('')
  expect(exitCode).toBe(2)
})
