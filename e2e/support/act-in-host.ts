import type { Panel } from '../../testing/browsers/panel.ts'

/** Has the host do an action of chat in the first room, as a panel asks for it, past what ours shows or allows. */
export const actInHost = (panel: Panel, action: string, input: object): Promise<boolean> =>
  panel.evaluate(
    (name, given) =>
      new Promise<boolean>((resolve) => {
        const port = chrome.runtime.connect({ name: 'sidetone-panel' })
        port.onMessage.addListener((update: unknown) => {
          const told = update as {
            type: string
            rooms?: { roomId: string }[]
            outcome?: { ok: boolean }
          }
          if (told.type === 'snapshot') {
            const asked = { roomId: told.rooms?.[0]?.roomId, feature: 'chat', action: name, input: given }
            port.postMessage({ requestId: 1, name: 'act', input: asked })
          } else if (told.type === 'outcome') {
            port.disconnect()
            resolve(told.outcome?.ok === true)
          }
        })
      }),
    action,
    input,
  )
