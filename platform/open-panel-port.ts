import { browser } from 'wxt/browser'
import { ensureHost } from './chrome-host.ts'
import { fromRuntimePort, panelPortName, type Port } from '@/ipc/port.ts'

/** Opens a panel's port to the host, which is started where it does not run. */
export async function openPanelPort(): Promise<Port> {
  // Firefox starts its event page by itself when somebody connects.
  if (import.meta.env.CHROME) await ensureHost()
  return fromRuntimePort(browser.runtime.connect({ name: panelPortName }))
}
