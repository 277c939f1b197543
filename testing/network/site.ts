import { inNamespace, run } from './commands.ts'
import { startLine, type Line, type LineQuality } from './line.ts'
import type { createNamespaces } from './namespaces.ts'

export interface SiteOptions {
  /**
   * `none`: the computer has a public address. `cone`: masquerade that keeps the port, as most home routers do, so that
   * STUN finds an address that works. `symmetric`: another random port for each destination, so that it does not.
   */
  readonly nat?: 'none' | 'cone' | 'symmetric'
  readonly blocksUdp?: boolean
  /** Makes the way to the public network a slow line. */
  readonly line?: LineQuality
}

/**
 * A computer, its router, and the router's way to the public network, each in a namespace:
 * computer `eth0` — `lan` router `wan` — public. Both addresses of the computer are in its router's network.
 */
export async function createSite(
  namespaces: ReturnType<typeof createNamespaces>,
  { publicNamespace, publicAddress }: { publicNamespace: string; publicAddress: string },
  place: { name: string; index: number },
  options: SiteOptions,
) {
  const { name, index } = place
  const { nat = 'none' } = options
  // Behind a NAT all have the same private network, as people do. Documentation addresses (RFC 5737) are our public ones.
  const lan = nat === 'none' ? `198.51.100.${8 * index}` : '192.168.1.0'
  const lanAddress = (host: number) => lan.replace(/\d+$/, (last) => String(Number(last) + host))
  const wanAddress = (host: number) => `203.0.113.${4 * index + host}`
  const [computer, router] = [await namespaces.add(name), await namespaces.add(`${name}-router`)]
  const ip = (namespace: string, words: string) => run('ip', ['-n', namespace, ...words.split(' ')])
  const nft = (rules: string) => run('ip', inNamespace(router, 'nft', ['-f', '-']), rules)

  await ip(router, `link add lan type veth peer name eth0 netns ${computer}`)
  let line: Line | undefined
  if (options.line) {
    line = await startLine(publicNamespace, name, `${name}-far`, options.line)
    await ip(publicNamespace, `link set ${name}-far netns ${router} name wan`)
  } else await ip(publicNamespace, `link add ${name} type veth peer name wan netns ${router}`)

  await ip(publicNamespace, `addr add ${wanAddress(1)}/30 dev ${name}`)
  await ip(publicNamespace, `link set ${name} up`)
  await ip(router, `addr add ${wanAddress(2)}/30 dev wan`)
  await ip(router, 'link set wan up')
  await ip(router, `route add default via ${wanAddress(1)}`)
  await ip(router, `addr add ${lanAddress(1)}/29 dev lan`)
  await ip(router, 'link set lan up')
  await ip(computer, `addr add ${lanAddress(2)}/29 dev eth0`)
  await ip(computer, 'link set eth0 up')
  // Firefox gathers no candidates without a default route.
  await ip(computer, `route add default via ${lanAddress(1)}`)
  if (nat === 'none') await ip(publicNamespace, `route add ${lan}/29 via ${wanAddress(2)}`)
  else {
    // A packet that nobody asked for must not claim a port of the router: that would spoil the hole it wants to go through.
    await nft(`table ip lab {
      chain postrouting { type nat hook postrouting priority srcnat; policy accept;
        oifname "wan" masquerade ${nat === 'symmetric' ? 'fully-random' : ''}
      }
      chain input { type filter hook input priority filter; policy accept;
        iifname "wan" ct state new drop
      }
      chain forward { type filter hook forward priority filter; policy accept;
        iifname "wan" ct state new drop
      }
    }`)
  }
  if (options.blocksUdp) {
    await nft(`table ip no-udp {
      chain forward { type filter hook forward priority filter; policy accept;
        meta l4proto udp drop
      }
    }`)
  }

  let addressNow = 2
  return {
    /** Where its browser runs. */
    namespace: computer,
    line,
    /** The way to the public network stops; nobody is told, packets vanish. */
    cut: () =>
      nft('table ip cut {\nchain forward { type filter hook forward priority -10; policy drop;\n}\n}'),
    mend: () => nft('delete table ip cut'),
    /** Other sites cannot be reached directly, nor reach this one; the public address can. */
    blockNeighbours: () =>
      nft(`table ip neighbours {
        chain forward { type filter hook forward priority filter; policy accept;
          ip saddr != ${publicAddress} ip daddr != ${publicAddress} drop
        }
      }`),
    /** The computer loses the network itself, as out of reach of its Wi-Fi. */
    unplug: () => ip(router, 'link set lan down'),
    plugIn: () => ip(router, 'link set lan up'),
    /** The computer has another address from now on, and the one before no more. */
    async changeAddress() {
      const next = addressNow === 2 ? 3 : 2
      await ip(computer, `addr del ${lanAddress(addressNow)}/29 dev eth0`)
      await ip(computer, `addr add ${lanAddress(next)}/29 dev eth0`)
      await ip(computer, `route replace default via ${lanAddress(1)}`)
      addressNow = next
    },
  }
}

export type Site = Awaited<ReturnType<typeof createSite>>
