import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { CallAction } from '@/engine/call/protocol.ts'

/** The browser's keyboard commands (wxt.config.ts) and what each asks for. They work without a panel. */
const actions: Readonly<Record<string, CallAction>> = {
  'toggle-mute': { type: 'toggle-mute' },
  'toggle-deafen': { type: 'toggle-deafen' },
  'hang-up': { type: 'hang-up' },
}

/** From Chrome's service worker to the offscreen document, which hears of no commands. */
const carriedSchema = v.object({ type: v.literal('call-command'), command: v.picklist(Object.keys(actions)) })

/**
 * Chrome: carries the keyboard's commands to the host. Nothing happens where no host runs, since then there is no
 * call. In Firefox the host hears of them itself. Call it in the background's first turn.
 */
export function listenForCallCommands() {
  if (import.meta.env.FIREFOX) return
  browser.commands.onCommand.addListener((command) => {
    if (!Object.hasOwn(actions, command)) return
    browser.runtime.sendMessage({ type: 'call-command', command }).catch(() => undefined)
  })
}

/** Tells the host of the keyboard's commands. Call it in the host's first turn. */
export function onCallCommand(listener: (action: CallAction) => void) {
  function handle(command: string) {
    const action = Object.hasOwn(actions, command) ? actions[command] : undefined
    if (action) listener(action)
  }
  if (import.meta.env.FIREFOX) {
    browser.commands.onCommand.addListener(handle)
    return
  }
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) handle(carried.output.command)
  })
}
