import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startRelay } from '../servers/relay.ts'
import { inNamespace, run } from './commands.ts'
import { createSite, type SiteOptions } from './site.ts'
import { createNamespaces, sweepNamespaces } from './namespaces.ts'
import { startTurnServer } from './lab-turn-server.ts'

/** The one address of everything public: the relay, the STUN and TURN server. */
const publicAddress = '192.0.2.1'

/**
 * Networks of our own to test on: a public one with the relay, and sites that reach it through their routers.
 * It is all in namespaces that this process made and that end with it. See docs/testing.md.
 */
export async function createLab() {
  sweepNamespaces()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-lab-'))
  const namespaces = createNamespaces(() => rmSync(folder, { recursive: true, force: true }))
  const publicNamespace = await namespaces.add('public')
  const ip = (words: string) => run('ip', ['-n', publicNamespace, ...words.split(' ')])
  await ip(`addr add ${publicAddress}/32 dev lo`)
  // Packets for an unknown address vanish, as they do on the internet: the receiver takes the frames for another's. An error
  // instead, for a peer's private address, ends a session of coturn.
  await ip('link add nowhere type veth peer name nowhere-far')
  await ip('link set nowhere-far up')
  await ip('link set nowhere arp off up')
  await ip('route add default dev nowhere')
  let sites = 0

  const nft = (rules: string) => run('ip', inNamespace(publicNamespace, 'nft', ['-f', '-']), rules)

  return {
    publicNamespace,
    publicAddress,
    /** For what has to outlive a browser; it goes with the lab. */
    folder,
    site: (name: string, options: SiteOptions = {}) =>
      createSite(namespaces, { publicNamespace, publicAddress }, { name, index: ++sites }, options),
    relay: (flags: readonly string[] = []) =>
      startRelay({ host: publicAddress, namespace: publicNamespace, flags }),
    turnServer: (options: { sharedSecret?: string } = {}) =>
      startTurnServer(publicNamespace, publicAddress, folder, options),
    /** Packets from and to a port of the public address vanish, and nobody is told. */
    cutPort: (port: number) =>
      nft(`table ip cut {
        chain input { type filter hook input priority filter; policy accept;
          tcp dport ${port} drop
        }
        chain output { type filter hook output priority filter; policy accept;
          tcp sport ${port} drop
        }
      }`),
    mendPort: () => nft('delete table ip cut'),
    /** Ends everything that runs in the lab, and removes it. */
    close: () => namespaces.remove(),
  }
}

export type Lab = Awaited<ReturnType<typeof createLab>>
