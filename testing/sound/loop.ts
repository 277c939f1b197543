import type { Panel } from '../browsers/panel.ts'

/** Opens the microphone in the panel's page and plays it there at once, with no processing in between. */
export const hearOneself = (panel: Panel) =>
  panel.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    })
    const audio = document.createElement('audio')
    audio.id = 'sound-test'
    audio.srcObject = stream
    document.body.append(audio)
    await audio.play()
  })

/** Releases it again. */
export const stopHearingOneself = (panel: Panel) =>
  panel.evaluate(() => {
    const audio = document.querySelector<HTMLAudioElement>('#sound-test')
    if (audio?.srcObject instanceof MediaStream) for (const track of audio.srcObject.getTracks()) track.stop()
    audio?.remove()
  })
