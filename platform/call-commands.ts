import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { CallAction } from '@/engine/call/protocol.ts'
import { platform } from './current.ts'
import { hasApi } from './has-api.ts'

/** The browser's keyboard commands (wxt.config.ts) and what each asks for. They work without a panel. */
const actions: Readonly<Record<string, CallAction>> = {
  'toggle-mute': { type: 'toggle-mute' },
  'toggle-deafen': { type: 'toggle-deafen' },
  'hang-up': { type: 'hang-up' },
}

/** From Chrome's service worker to the offscreen document, which hears of no commands. */
const carriedSchema = v.object({ type: v.literal('call-command'), command: v.picklist(Object.keys(actions)) })

/**
 * Carries the keyboard's commands to a host that does not hear of them itself. Call it in the background's first turn.
 */
export function listenForCallCommands() {
  if (platform.isHostInBackground || !hasApi('commands')) return
  browser.commands.onCommand.addListener((command) => {
    if (!Object.hasOwn(actions, command)) return
    browser.runtime.sendMessage({ type: 'call-command', command }).catch((error: unknown) => {
      // Where no host runs there is no call.
      console.debug('No host took the command', error)
    })
  })
}

/** Tells the host of the keyboard's commands. Call it in the host's first turn. */
export function onCallCommand(listener: (action: CallAction) => void) {
  function handle(command: string) {
    const action = Object.hasOwn(actions, command) ? actions[command] : undefined
    if (action) listener(action)
  }
  if (platform.isHostInBackground) {
    browser.commands.onCommand.addListener(handle)
    return
  }
  browser.runtime.onMessage.addListener((message: unknown) => {
    const carried = v.safeParse(carriedSchema, message)
    if (carried.success) handle(carried.output.command)
  })
}
