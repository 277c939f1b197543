import type { MicrophoneSystem } from '@/engine/call/microphone-access.ts'

/** The microphones of this context; `mayAsk` says whether the browser can ask the person from here. */
export const microphonesHere = (mayAsk: boolean): MicrophoneSystem => ({
  mediaDevices: navigator.mediaDevices,
  permissions: navigator.permissions,
  mayAsk,
})
