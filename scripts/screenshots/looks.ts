import type { CDPSession, Page } from 'puppeteer-core'

/** Where the pictures are left. */
export const folder = 'artifacts/screenshots'

const sizes = {
  narrowest: { width: 196, height: 600 },
  narrow: { width: 320, height: 600 },
  middle: { width: 560, height: 600 },
  wide: { width: 800, height: 600 },
}

/** A way to look at the panel: how large it is, what the system asks for, where its lines begin. */
interface Look {
  readonly name: string
  readonly size: keyof typeof sizes
  readonly media?: Readonly<Record<string, string>>
  readonly direction?: 'rtl'
}

const themes = ['light', 'dark'] as const
const looks: readonly Look[] = [
  ...Object.keys(sizes).flatMap((size) =>
    themes.map((theme): Look => ({
      name: `${size}-${theme}`,
      size: isSize(size) ? size : 'narrow',
      media: { 'prefers-color-scheme': theme },
    })),
  ),
  ...themes.map((theme): Look => ({
    name: `narrow-forced-${theme}`,
    size: 'narrow',
    media: { 'prefers-color-scheme': theme, 'forced-colors': 'active' },
  })),
  { name: 'narrow-rtl', size: 'narrow', direction: 'rtl' },
  { name: 'wide-rtl', size: 'wide', direction: 'rtl' },
  { name: 'narrow-still', size: 'narrow', media: { 'prefers-reduced-motion': 'reduce' } },
]

function isSize(name: string): name is keyof typeof sizes {
  return Object.hasOwn(sizes, name)
}

/** Pictures a state of a panel in every look; what still moves where no motion is wanted is an error. */
export function createPictures(page: Page) {
  let connecting: Promise<CDPSession> | undefined

  async function emulate(look: Look) {
    // Where it points at nothing.
    await page.mouse.move(0, 0)
    // Puppeteer's own words for this know no forced colors.
    connecting ??= page.createCDPSession()
    const session = await connecting
    const features = Object.entries(look.media ?? {}).map(([name, value]) => ({ name, value }))
    await session.send('Emulation.setEmulatedMedia', { features })
    await page.setViewport(sizes[look.size])
    await page.evaluate((direction) => (document.documentElement.dir = direction), look.direction ?? 'ltr')
  }

  return async function picture(state: string) {
    for (const look of looks) {
      await emulate(look)
      await page.screenshot({ path: `${folder}/${state}-${look.name}.png` })
      if (look.media?.['prefers-reduced-motion'] !== 'reduce') continue
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target?.className : undefined)),
      )
      if (moving.length > 0)
        throw new Error(`In ${state} this moves although no motion is wanted: ${moving.join(', ')}`)
    }
    await emulate({ name: 'as it is', size: 'narrow' })
  }
}
