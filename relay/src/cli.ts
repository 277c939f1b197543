#!/usr/bin/env -S node --max-semi-space-size=16
import { CertificateError } from './certificate.ts'
import { readConfig } from './config.ts'
import { helpText } from './help.ts'
import { startRelay, type Relay } from './relay.ts'
import type { Config } from './settings.ts'

const cannotStart = 1
const badUsage = 2

const command = readConfig(process.argv.slice(2), process.env)
switch (command.kind) {
  case 'help':
    process.stdout.write(helpText())
    break
  case 'invalid':
    stop(command.sentence, badUsage)
    break
  case 'run':
    await run(command.config)
}

async function run(config: Config) {
  let relay: Relay
  try {
    relay = await startRelay(config)
  } catch (error) {
    if (error instanceof CertificateError) stop(error.message, badUsage)
    else stop(whyNotListening(error, config), cannotStart)
    return
  }
  const { url, otherUrls, metricsUrl } = relay
  process.stdout.write(`Sidetone relay listening on ${url}\n`)
  for (const other of otherUrls) process.stdout.write(`Also at ${other}\n`)
  if (metricsUrl !== undefined) process.stdout.write(`Metrics on ${metricsUrl}\n`)
  // Only once: a second signal finds the default handler and ends the process at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(relay))
  process.on('SIGHUP', () => reload(relay))
}

async function end(relay: Relay) {
  await relay.close()
  // A NATS server that was never reached would keep the process waiting for it.
  process.exit(0)
}

function reload(relay: Relay) {
  try {
    relay.reloadCertificate()
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)} The old certificate stays.\n`,
    )
  }
}

function whyNotListening(error: unknown, { host, port, metricsPort }: Config) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const isMetrics =
    error instanceof Error && 'port' in error && error.port === metricsPort && error.port !== port
  const takenPort = isMetrics ? (metricsPort ?? 0) : port
  const flag = isMetrics ? '--metrics-port' : '--port'
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${takenPort} on ${host} is taken: choose another with ${flag}.`
    case 'EACCES':
      return `Port ${takenPort} may not be opened by this user: choose one above 1023 with ${flag}.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: choose another with --host.`
    default:
      return `The relay cannot listen on ${host}, port ${port}: ${String(error)}.`
  }
}

function stop(sentence: string, exitCode: number) {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = exitCode
}
