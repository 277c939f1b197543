/** The little of a runtime port that we use, so that tests can hand in a pair of their own. */
export interface Port {
  postMessage(message: unknown): void
  disconnect(): void
  onMessage(listener: (message: unknown) => void): void
  onDisconnect(listener: () => void): void
}

/** The name under which panels connect. */
export const panelPortName = 'sidetone-panel'

/** The name under which a sidebar connects that holds a call (Firefox). */
export const callPortName = 'sidetone-call'

/** A runtime port as {@link Port}. */
export function fromRuntimePort(port: chrome.runtime.Port): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    disconnect: () => port.disconnect(),
    onMessage: (listener) => port.onMessage.addListener((message: unknown) => listener(message)),
    onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
  }
}
