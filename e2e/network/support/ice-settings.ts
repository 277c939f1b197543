/// <reference types="chrome" />
import type { IceServerSetting } from '../../../engine/storage/database.ts'
import type { Panel } from '../../../testing/browsers/panel.ts'

/** Sets a browser's STUN and TURN servers by the command that its settings screen sends; throws what is refused. */
export async function useIceServers(
  panel: Panel,
  iceServers: readonly IceServerSetting[],
  { isRelayOnly = false } = {},
) {
  const refusal = await panel.evaluate(
    (change) =>
      new Promise<string>((resolve) => {
        const requestId = 1
        const port = chrome.runtime.connect({ name: 'sidetone-panel' })
        port.onMessage.addListener((update: { type: string; outcome?: { ok: boolean } }) => {
          if (update.type !== 'outcome') return
          port.disconnect()
          resolve(update.outcome?.ok ? '' : JSON.stringify(update.outcome))
        })
        port.postMessage({ requestId, name: 'change-settings', input: change })
      }),
    { iceServers: [...iceServers], isRelayOnly },
  )
  if (refusal !== '') throw new Error(`The settings were refused: ${refusal}`)
}
