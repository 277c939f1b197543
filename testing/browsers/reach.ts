import { until, type Panel, type Role } from './panel.ts'

/** What stands in the menu of a room. */
const inMenu = new Map<string, Role>([
  ...[
    'Copy invite',
    'Search',
    'Notifications',
    'Disappearing messages',
    'Rename',
    'Change relay',
    'Connection details',
    'Leave',
    'Forget room',
  ].map((name): [string, Role] => [name, 'menuitem']),
  ['Mute room', 'menuitemcheckbox'],
])
/** What stands in the list of the people in a room. */
const inPeople = new Set(['button Verify', 'button Verified', 'list People'])

/** Whether the list of rooms, which is hidden while it is closed, has such a button. */
const isInRooms = (panel: Panel, name: string) =>
  panel.evaluate((wanted) => {
    function nameOf(button: Element): string {
      const said = button.cloneNode(true)
      if (!(said instanceof Element)) return ''
      for (const silent of said.querySelectorAll('[aria-hidden=true]')) silent.remove()
      return button.getAttribute('aria-label') ?? said.textContent.trim()
    }
    return [...document.querySelectorAll('nav button')].some((one) => nameOf(one) === wanted)
  }, name)

/**
 * Opens what is folded away on the first screen where a field or button of that name is in it; whether there was one.
 * By script, since a dialog may come before it any moment.
 */
const unfold = (panel: Panel, name: string) =>
  panel.evaluate(async (wanted) => {
    const fold = document.querySelector('main > button[aria-expanded=false][aria-controls]')
    if (!(fold instanceof HTMLElement) || !fold.checkVisibility() || fold.closest('[aria-hidden=true]')) {
      return false
    }
    const folded = document.getElementById(fold.getAttribute('aria-controls') ?? '')
    const named = [...(folded?.querySelectorAll('button, label') ?? [])]
    if (!named.some((one) => one.textContent.trim() === wanted)) return false
    fold.click()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return true
  }, name)

/**
 * A panel as a person uses it: what is wanted and not in sight is looked for where it is kept (the menu of the room, the
 * list of its people, the list of rooms, the fold of the first screen). What is only read is closed again, but for the fold.
 */
export function reaching(panel: Panel): Panel {
  const isInSight = async (role: Role, name: string) => (await panel.text(role, name)) !== undefined
  const comesOutOfFold = async (role: Role, name: string) =>
    (role === 'button' || role === 'textbox') && (await unfold(panel, name))
  async function sees(role: Role, name: string) {
    if (await isInSight(role, name)) return true
    return (await comesOutOfFold(role, name)) && isInSight(role, name)
  }

  /** The button that leads to something which is not in sight. */
  async function wayTo(role: Role, name: string): Promise<'Room menu' | 'People' | 'Rooms' | undefined> {
    if (inPeople.has(`${role} ${name}`)) return (await sees('button', 'People')) ? 'People' : undefined
    if (role === 'navigation' && name === 'Rooms') return 'Rooms'
    if (role !== 'button') return undefined
    if (inMenu.has(name) && (await sees('button', 'Room menu'))) return 'Room menu'
    return (await isInRooms(panel, name)) ? 'Rooms' : undefined
  }

  /** Waits until something is in sight, or opens what it is in; gives the role that it has there. */
  async function bringIntoSight(role: Role, name: string): Promise<Role> {
    const way = await until(
      `the ${role} "${name}", or the way to it`,
      async () => ((await sees(role, name)) ? 'in sight' : await wayTo(role, name)),
      (found) => found !== undefined,
    )
    if (way === undefined || way === 'in sight') return role
    await panel.click('button', way)
    return way === 'Room menu' ? (inMenu.get(name) ?? role) : role
  }

  /** Reads what is behind a button, and closes it again. */
  async function readBehind(way: string, role: Role, name: string) {
    const title: [Role, string] = way === 'Rooms' ? ['navigation', 'Rooms'] : ['dialog', 'People']
    const isOpen = () => until(`what "${way}" opens`, () => sees(...title), Boolean, 10_000)
    await panel.click('button', way)
    // What a test types in the same panel meanwhile may close it before it's seen.
    await isOpen().catch(async () => {
      await panel.click('button', way)
      await isOpen()
    })
    const text = await panel.text(role, name)
    await panel.press('Escape')
    await until(
      `that "${way}" is closed`,
      () => sees(...title),
      (isThere) => !isThere,
    )
    return text
  }

  return {
    ...panel,
    async click(role, name) {
      await panel.click(await bringIntoSight(role, name), name)
    },
    async focus(role, name) {
      await panel.focus(await bringIntoSight(role, name), name)
    },
    async value(name) {
      const value = await panel.value(name)
      return value === undefined && (await unfold(panel, name)) ? panel.value(name) : value
    },
    async text(role, name) {
      const text = await panel.text(role, name)
      if (text !== undefined || name === undefined) return text
      if (await comesOutOfFold(role, name)) return panel.text(role, name)
      const way = await wayTo(role, name)
      // A menu shows what can be done, and nothing that is the case.
      if (way === undefined || way === 'Room menu' || !(await sees('button', way))) return undefined
      return readBehind(way, role, name)
    },
  }
}
